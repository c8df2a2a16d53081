"""Fonts and kits in a recipe: named where they are played, absent where they are not."""

import json

import pytest

from auralis.core.address import decode, encode
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Change, Recipe, parse

FONT = "0123456789abcdef" * 4
PLAIN = Recipe("0.1.0", 7, "auralis", 44_100, {"preset": "focus", "bpm": 60})
SAMPLED = Recipe("0.1.0", 7, "soundfont", 44_100, {"preset": "focus"}, (), FONT, "2.3.1")


def test_a_recipe_without_a_font_is_written_as_ever() -> None:
    assert set(PLAIN.as_dict()) == {"format", "engine", "seed", "kit", "sample_rate", "context", "changes"}
    assert encode(PLAIN) == "a1IyLFormJalab1wIA"


def test_a_font_survives_json_and_address() -> None:
    assert parse(SAMPLED.to_json()) == SAMPLED
    assert decode(encode(SAMPLED)) == SAMPLED
    assert '"fluidsynth":"2.3.1","font":"0123456789abcdef' in SAMPLED.to_json()


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"font": "abc"}, "recipe.font"),
        ({"font": FONT.upper()}, "recipe.font"),
        ({"font": None}, "recipe.font"),
        ({"fluidsynth": 2}, "recipe.fluidsynth"),
    ],
)
def test_a_wrong_font_is_named(changed: dict[str, object], named: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse(json.dumps({**SAMPLED.as_dict(), **changed}))
    assert caught.value.field == named


@pytest.mark.parametrize("missing", ["font", "fluidsynth"])
def test_font_and_fluidsynth_are_named_together(missing: str) -> None:
    data = {name: value for name, value in SAMPLED.as_dict().items() if name != missing}
    with pytest.raises(InvalidValue) as caught:
        parse(json.dumps(data))
    assert caught.value.field == f"recipe.{missing}"


def test_a_change_of_kits_is_no_music() -> None:
    change = Change(4_410, "bar", {"kit": "auralis", "bpm": 72})
    assert change.kit == "auralis"
    assert change.music == {"bpm": 72}
    assert Change(0, "bar", {"bpm": 72}).kit is None
    recipe = PLAIN.with_changes((change,))
    assert decode(encode(recipe)) == recipe


def test_a_kit_that_is_no_name_is_refused() -> None:
    data = PLAIN.with_changes((Change(0, "bar", {"kit": 3}),)).as_dict()
    with pytest.raises(InvalidValue, match=r"changes\[0\]\.set\.kit"):
        parse(json.dumps(data))
