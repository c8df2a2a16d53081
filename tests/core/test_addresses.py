"""Addresses: how long they are, what is refused and why, and the two forms that play for ever."""

import base64
import hashlib
import json
import random
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auralis.composition import MusicalContext
from auralis.composition.presets import PRESETS
from auralis.core import address, address_words, recipe_head
from auralis.core.address import _packed, decode, encode
from auralis.core.change_columns import pack_changes, read_changes
from auralis.core.errors import InvalidValue
from auralis.core.packed import PackedReader
from auralis.core.recipe import BOUNDARIES, Change, Recipe, parse
from auralis.station.recipes import new_recipe
from auralis.theory.keys import Key
from auralis.theory.modes import MODES

RATE = 44_100
LONGEST = 100
REQUEST_LINE = 8_000
GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "addresses.json").read_text())
BASE = new_recipe(MusicalContext.of(), 7, "auralis", RATE)
KEYS = st.builds(lambda tonic, mode: Key(tonic, mode).name, st.integers(0, 11), st.sampled_from(list(MODES)))


@given(
    preset=st.sampled_from(list(PRESETS)),
    key=st.none() | KEYS,
    seed=st.integers(0, 2**63 - 1),
    kit=st.sampled_from(["auralis", "light"]),
    rate=st.sampled_from([44_100, 48_000]),
)
@example(preset="sleep", key="C# locrian", seed=2**63 - 1, kit="light", rate=48_000)
def test_a_station_without_changes_has_a_short_address(
    preset: str, key: str | None, seed: int, kit: str, rate: int
) -> None:
    wanted = {"preset": preset} | ({} if key is None else {"key": key})
    written = encode(new_recipe(MusicalContext.of(wanted), seed, kit, rate))
    assert len(written) < LONGEST


def test_every_preset_in_every_key_has_a_short_address() -> None:
    draw = random.Random(1)  # noqa: S311
    lengths = [
        len(
            encode(
                new_recipe(
                    MusicalContext.of({"preset": preset, "key": Key(tonic, mode).name}), seed, "auralis", rate
                )
            )
        )
        for preset in PRESETS
        for tonic in range(12)
        for mode in MODES
        for rate in (44_100, 48_000)
        for seed in (7, draw.getrandbits(63))
    ]
    assert max(lengths) < LONGEST


def dragged(count: int, seed: int) -> Recipe:
    """Return a night of slider moves: hundredths, some a tenth of a second apart, by drags of one slider."""
    draw = random.Random(seed)  # noqa: S311
    names = [f"layers.{layer}.gain" for layer in ("pad", "piano", "bass", "bells")] + [
        "brightness",
        "intensity",
    ]
    name, value, chunk, changes = names[0], 100, 0, []
    for _ in range(count):
        if draw.random() < 0.1:
            name, chunk = draw.choice(names), chunk + draw.randrange(50, 1200)
        chunk, value = (
            chunk + draw.randrange(1, 4),
            min(100, max(0, value + draw.choice((-3, -2, -1, 1, 2, 3)))),
        )
        changes.append(Change(chunk * 4410, "beat" if name == "intensity" else "chunk", {name: value / 100}))
    return BASE.with_changes(tuple(changes))


def mixed(count: int, seed: int) -> Recipe:
    """Return a night of unlike changes, each at a frame of its own."""
    draw = random.Random(seed)  # noqa: S311
    frame, changes = 0, []
    for _ in range(count):
        frame += draw.randrange(5 * RATE, 60 * RATE)
        name = draw.choice(["key", "bpm", "preset", "mode", "intensity", "brightness", "layers.pad.gain"])
        values: dict[str, Any] = {
            "key": Key(draw.randrange(12), draw.choice(list(MODES))).name,
            "bpm": draw.randrange(40, 121),
            "preset": draw.choice(list(PRESETS)),
            "mode": draw.choice(list(MODES)),
        }
        boundary = draw.choice(BOUNDARIES)
        changes.append(Change(frame, boundary, {name: values.get(name, draw.randrange(101) / 100)}))
    return BASE.with_changes(tuple(changes))


@pytest.mark.parametrize("log", [dragged, mixed])
def test_a_thousand_changes_still_fit_a_request_line(log: Any) -> None:
    for seed in range(3):
        recipe = log(1_000, seed)
        written = encode(recipe)
        assert written.startswith("a2")
        assert len(f"GET /m/{written}@479:59:59.9 HTTP/1.1") < REQUEST_LINE
        assert decode(written).to_json() == recipe.to_json()


values = (
    st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([0.1, 0.57, 1.0, 1e-7, 1e22, 0.1 + 0.2, -2.5])
    | st.booleans()
    | st.none()
    | st.text(max_size=5)
    | st.lists(st.text(max_size=3), max_size=2)
)
logs = st.lists(
    st.builds(
        Change,
        st.integers(0, 2**70),
        st.sampled_from(BOUNDARIES),
        st.dictionaries(
            st.sampled_from(["key", "bpm", "a\nb", "layers.pad.gain", "boundary"]), values, max_size=3
        ),
    ),
    max_size=8,
)


contexts = st.dictionaries(
    st.sampled_from(
        ["key", "bpm", "preset", "layers.pad.gain", "layers.pad.mute", "fade", "chords", "new", ".", ""]
    ),
    values,
)


@given(logs, contexts, st.sampled_from([44_100, 48_000]))
@example([], {"preset": "sleep", "bpm": 40.25, "new": 3}, 48_000)
@example([], {name: f"{name} and a name too long for the first form" for name in PRESETS}, 48_000)
def test_any_recipe_comes_back_as_it_was(changes: list[Change], context: dict[str, Any], rate: int) -> None:
    recipe = Recipe("0.2.0", 7, "auralis", rate, context, tuple(sorted(changes, key=lambda c: c.frame)))
    assert decode(encode(recipe)).to_json() == recipe.to_json()


def a1(recipe: Recipe) -> str:
    """Write a recipe as Auralis did before there was `a2`, changes and all."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, address_words.FIRST)
    packed = packer.compress(recipe.to_json().encode()) + packer.flush()
    return "a1" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def test_the_first_form_reads_changes_for_ever() -> None:
    recipe = mixed(100, 1)
    assert decode(a1(recipe)).to_json() == recipe.to_json()
    assert len(encode(recipe)) < len(a1(recipe))


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_addresses_are_the_recipes_that_they_were(name: str) -> None:
    golden = GOLDEN[name]
    assert decode(golden["address"]).to_json() == golden["recipe"]
    assert parse(golden["recipe"]).to_json() == golden["recipe"]


def test_the_words_of_addresses_never_change() -> None:
    known = {
        "first": address_words.FIRST,
        "second": address_words.SECOND,
        "bases": json.dumps(recipe_head._BASES).encode(),
    }
    assert {name: hashlib.sha256(words).hexdigest()[:16] for name, words in known.items()} == {
        "first": "f7a52ecdd4a6adf6",
        "second": "0b0a9df607d952c3",
        "bases": "65a0d6e5711bdebc",
    }


@pytest.mark.parametrize("text", ["a3Zm9v", "a9x", "a3"])
def test_a_newer_form_says_so(text: str) -> None:
    with pytest.raises(InvalidValue, match="this one is from a newer Auralis") as caught:
        decode(text)
    assert caught.value.field == "address"
    assert address.is_address(text)


@pytest.mark.parametrize("text", ["", "a", "b2xyz", "a1", "a2", "a2!!!!", "a0x", "recipe.json", "a3 b"])
def test_what_is_no_address_is_refused_without_that_guess(text: str) -> None:
    with pytest.raises(InvalidValue, match="address: ") as caught:
        decode(text)
    assert "newer" not in str(caught.value)


@given(st.data())
@settings(max_examples=300)
def test_a_damaged_log_is_refused_or_is_another_recipe(data: st.DataObject) -> None:
    written = encode(mixed(6, 2))
    at = data.draw(st.integers(0, len(written) - 1))
    damaged = written[:at] + data.draw(st.sampled_from("AZaz09-_ %é")) + written[at + 1 :]
    try:
        recipe = decode(damaged)
    except InvalidValue:
        return
    assert isinstance(recipe, Recipe)


@given(st.integers(2, 10))
def test_a_cut_address_is_refused(cut: int) -> None:
    written = encode(mixed(6, 2))
    with pytest.raises(InvalidValue, match="address: "):
        decode(written[:-cut])


PACKED = pack_changes(mixed(6, 2).canonical()["changes"], RATE)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"{}\n",
        b"[" * 100_000 + b"\n",
        PACKED + b"\0",
        PACKED[:-1],
        b'{"kinds":[["bar"]],"rows":1000000000000,"values":{}}\n\0\0\0',
        b'{"kinds":[["bar","a"]],"rows":1,"values":{"a":[]}}\n\0\0\0',
        b'{"kinds":[["bar","a"]],"rows":1,"values":{"a":[1,2]}}\n\0\0\0',
        b'{"kinds":[["bar"]],"rows":-1,"values":{}}\n\0\0\0',
        b'{"kinds":[["bar"]],"rows":1.5,"values":{}}\n\0\0\0',
        b'{"kinds":["x"],"rows":1,"values":3}\n\0\0\0',
        b'{"kinds":[["bar","a"]],"rows":1,"values":{"a":1000000000000}}\n\0\0\0\0',
        b'{"kinds":[["bar","'
        + b"n" * 1000
        + b'"]],"rows":1000,"values":{"'
        + b"n" * 1000
        + b'":0}}\n\0\0\0\0',
    ],
)
def test_broken_columns_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_changes(PackedReader(content), RATE, 1 << 19)


HEADER = b'{"kinds":[["bar","bpm"],["beat"]],"rows":2,"values":{"bpm":1}}\n'


@given(st.binary(max_size=200))
def test_any_bytes_are_changes_or_refused(content: bytes) -> None:
    try:
        read_changes(PackedReader(HEADER + content), RATE, 1 << 16)
    except ValueError:
        return


@given(st.binary(max_size=60))
@example(b"\0" * 9 + b"\xff" * 200_000)
@example(bytes([0, *[85] * 9, 200]) + b"\x80" * 200_000)
def test_any_bytes_are_a_recipe_or_refused(content: bytes) -> None:
    written = "a2" + _packed(content, address_words.SECOND)
    try:
        recipe = decode(written)
    except InvalidValue:
        return
    assert isinstance(recipe, Recipe)


def test_what_would_be_too_large_is_refused() -> None:
    with pytest.raises(InvalidValue, match="address: "):
        decode(encode(dragged(1_000, 1)), largest=20_000)
    assert len(decode(encode(dragged(1_000, 1)), largest=1 << 20).changes) == 1_000
