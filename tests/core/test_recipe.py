"""The recipe: canonical bytes, clear refusals, and an address that survives the trip."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auralis.core.address import PREFIX, decode, encode
from auralis.core.errors import InvalidValue
from auralis.core.recipe import BOUNDARIES, Change, Recipe, from_dict, parse

numbers = st.integers(-1000, 1000) | st.floats(-1000, 1000).map(lambda x: round(x, 3))
settings = st.dictionaries(
    st.sampled_from(["key", "bpm", "intensity", "layers.pad.gain"]), numbers | st.text(), max_size=3
)
changes = st.builds(Change, st.integers(0, 2**40), st.sampled_from(BOUNDARIES), settings)
recipes = st.builds(
    Recipe,
    engine=st.just("0.1.0"),
    seed=st.integers(0, 2**63 - 1),
    kit=st.just("auralis"),
    sample_rate=st.sampled_from([44_100, 48_000]),
    context=settings,
    changes=st.lists(changes, max_size=5).map(lambda cs: tuple(sorted(cs, key=lambda c: c.frame))),
)

PLAIN = Recipe("0.1.0", 7, "auralis", 44_100, {"preset": "focus", "bpm": 60})


@given(recipes)
def test_json_and_address_give_the_same_recipe_back(recipe: Recipe) -> None:
    assert parse(recipe.to_json()).to_json() == recipe.to_json()
    assert decode(encode(recipe)).to_json() == recipe.to_json()


def test_the_canonical_json_is_pinned() -> None:
    recipe = PLAIN.with_changes((Change(4_410, "bar", {"mode": "dorian", "bpm": 72.0}),))
    assert recipe.to_json() == (
        '{"changes":[{"boundary":"bar","frame":4410,"set":{"bpm":72,"mode":"dorian"}}],'
        '"context":{"bpm":60,"preset":"focus"},"engine":"0.1.0","format":1,"kit":"auralis",'
        '"sample_rate":44100,"seed":7}'
    )


def test_changes_are_sorted_by_frame() -> None:
    data = PLAIN.as_dict()
    data["changes"] = [{"frame": f, "boundary": "bar", "set": {}} for f in (900, 5, 70)]
    assert [c.frame for c in from_dict(data).changes] == [5, 70, 900]


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("format", 2, "recipe.format"),
        ("seed", -1, "recipe.seed"),
        ("seed", True, "recipe.seed"),
        ("seed", 1.5, "recipe.seed"),
        ("sample_rate", 22_050, "recipe.sample_rate"),
        ("kit", None, "recipe.kit"),
        ("context", [], "recipe.context"),
        ("changes", {}, "recipe.changes"),
        ("changes", [{"frame": -1, "boundary": "bar", "set": {}}], "recipe.changes[0].frame"),
        ("changes", [{"frame": 1, "boundary": "tick", "set": {}}], "recipe.changes[0].boundary"),
        ("changes", [{"frame": 1, "boundary": "bar", "set": 3}], "recipe.changes[0].set"),
        ("surprise", 1, "recipe"),
    ],
)
def test_a_wrong_field_is_named(field: str, value: object, named: str) -> None:
    data = {**PLAIN.as_dict(), field: value}
    with pytest.raises(InvalidValue) as caught:
        parse(json.dumps(data))
    assert caught.value.field == named
    assert "\n" not in str(caught.value)


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_garbage_is_refused_in_one_line(text: str | bytes) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse(text)
    assert "\n" not in str(caught.value)


@given(st.data())
def test_a_damaged_address_is_refused_or_says_the_same(data: st.DataObject) -> None:
    address = encode(PLAIN)
    at = data.draw(st.integers(0, len(address) - 1))
    damaged = address[:at] + data.draw(st.sampled_from("AZaz09-_ %é")) + address[at + 1 :]
    try:
        recipe = decode(damaged)
    except InvalidValue:
        return
    assert isinstance(recipe, Recipe)


@pytest.mark.parametrize(
    "address", ["", PREFIX, "b2xyz", PREFIX + "!!!!", encode(PLAIN)[:-6], encode(PLAIN) + "AAAA"]
)
def test_an_address_that_is_not_whole_is_refused(address: str) -> None:
    with pytest.raises(InvalidValue):
        decode(address)


def test_the_dictionary_of_addresses_never_changes() -> None:
    assert decode("a1IyLFormJalab1wIA") == PLAIN


@pytest.mark.parametrize(
    ("context", "named"),
    [
        ({"bpm": float("inf")}, "recipe.context.bpm"),
        ({"chords": [[[[[[[[]]]]]]]]}, "recipe"),
        ({"preset": "\ud800"}, "recipe.context.preset"),
        ({"\udc00": 1}, "recipe.context"),
        ({3: 1}, "recipe.context"),
    ],
)
def test_what_could_not_be_written_again_is_not_read(context: dict[object, object], named: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        from_dict({**PLAIN.as_dict(), "context": context})
    assert caught.value.field == named


def test_deep_nesting_is_refused_in_one_line() -> None:
    with pytest.raises(InvalidValue, match="recipe: "):
        parse("[" * 100_000)
