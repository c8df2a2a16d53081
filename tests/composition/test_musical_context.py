import json

import pytest
from hypothesis import given

from auralis.composition import MusicalContext, default_boundary, is_structural, normalise
from auralis.composition.settings import FIELDS, NUMBERS
from auralis.core.errors import InvalidValue
from tests.composition.contexts import CHANGE, CONTEXT


@given(CONTEXT)
def test_settings_make_the_same_context_again_also_through_json(context: MusicalContext) -> None:
    assert MusicalContext.of(context.settings()) == context
    assert MusicalContext.of(json.loads(json.dumps(context.settings()))) == context
    assert set(context.settings()) == set(FIELDS) - {"mode"}


@given(CONTEXT, CHANGE)
def test_a_change_leaves_the_old_context_alone(context: MusicalContext, change: dict[str, object]) -> None:
    before = context.settings()
    after = context.changed(change)
    assert context.settings() == before
    assert hash(after) == hash(MusicalContext.of(after.settings()))
    assert context.changed(normalise(change)) == after


@pytest.mark.parametrize(
    ("preset", "key", "bpm", "intensity"),
    [
        ("focus", "D dorian", 60, 0.5),
        ("meditation", "A minor", 50, 0.3),
        ("sleep", "E phrygian", 40, 0.2),
        ("bright", "C lydian", 70, 0.6),
    ],
)
def test_presets(preset: str, key: str, bpm: float, intensity: float) -> None:
    context = MusicalContext.of({"preset": preset})
    assert (context.key_signature, context.bpm, context.intensity) == (key, bpm, intensity)
    assert (context.wander, context.key_held) == (0.5, False)


def test_from_nothing_it_is_focus() -> None:
    assert MusicalContext.of() == MusicalContext.of({"preset": "focus"})


def test_an_explicit_value_overrides_the_preset_beside_it() -> None:
    context = MusicalContext.of({"preset": "sleep", "key": "A minor", "bpm": 55, "intensity": 0.4})
    assert (context.key_signature, context.bpm, context.intensity) == ("A minor", 55, 0.4)


def test_a_key_set_by_hand_holds_and_stills_the_wandering() -> None:
    held = MusicalContext.of({"key": "G# minor"})
    assert (held.key_held, held.wander) == (True, 0)
    later = held.changed({"preset": "sleep"})
    assert (later.key_signature, later.bpm, later.wander) == ("G# phrygian", 40, 0)
    assert MusicalContext.of({"key": "A minor", "wander": 0.7}).wander == 0.7
    assert held.changed({"key_held": False}).changed({"preset": "sleep"}).key_signature == "E phrygian"


@pytest.mark.parametrize(
    ("settings", "signature"),
    [
        ({"key": 62, "mode": "dorian"}, "D dorian"),
        ({"key": "b♭", "mode": "major"}, "Bb major"),
        ({"key": "A"}, "A dorian"),
        ({"key": 57, "preset": "sleep"}, "A phrygian"),
        ({"mode": "lydian"}, "D lydian"),
        ({"key": "A minor", "mode": "aeolian"}, "A minor"),
    ],
)
def test_keys_may_be_stated_in_parts(settings: dict[str, object], signature: str) -> None:
    assert MusicalContext.of(settings).key_signature == signature


def test_layers_are_read_nested_or_dotted() -> None:
    nested = {"layers": {"pad": {"gain": 0.5}, "air": {"mute": True}}}
    assert normalise(nested) == {"layers.pad.gain": 0.5, "layers.air.mute": True}
    context = MusicalContext.of({**nested, "layers.pad.density": 2})
    assert (context.layer("pad").gain, context.layer("pad").density) == (0.5, 2)
    with pytest.raises(InvalidValue):
        context.layer("drums")


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"bpm": 39}, "bpm"), ({"bpm": float("nan")}, "bpm"), ({"bpm": float("inf")}, "bpm"),
        ({"bpm": "fast"}, "bpm"), ({"bpm": True}, "bpm"), ({"intensity": 1.1}, "intensity"),
        ({"layers": {"pad": {"gain": 3}}}, "layers.pad.gain"), ({"layers.pad.mute": 1}, "layers.pad.mute"),
        ({"layers": {"drums": {"gain": 1}}}, "layers.drums.gain"), ({"layers": 1}, "layers"),
        ({"layers": {"pad": 1}}, "layers.pad"), ({"tempo": 60}, "tempo"), ({"preset": "party"}, "preset"),
        ({"preset": None}, "preset"), ({"key": "H minor"}, "key"), ({"key": 200}, "key"),
        ({"key": True}, "key"), ({"key": [1]}, "key"), ({"mode": "blues"}, "mode"), ({"mode": 3}, "mode"),
        ({"meter": "5/4"}, "meter"), ({"key": "A minor", "mode": "dorian"}, "mode"),
        ({"key_held": 1}, "key_held"), ({"meter": []}, "meter"),
    ],
)  # fmt: skip
def test_wrong_values_are_refused_by_name(settings: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        MusicalContext.of(settings)
    assert caught.value.field == field
    assert caught.value.allowed


def test_boundaries() -> None:
    assert {f for f in FIELDS if default_boundary(f) == "beat"} == {"intensity", "density"}
    bar = {"key", "mode", "bpm", "preset", "wander", "calm", "meter", "key_held", "chords", "order"}
    assert {f for f in FIELDS if default_boundary(f) == "bar"} == bar
    assert {f for f in FIELDS if is_structural(f)} == bar
    assert default_boundary("layers.pad.density") == "chunk"
    with pytest.raises(InvalidValue):
        default_boundary("tempo")


def test_bars_last_as_the_meter_says() -> None:
    ticks = {meter: MusicalContext.of({"meter": meter}).bar_ticks for meter in ("4/4", "3/4", "6/8")}
    assert ticks == {"4/4": 3840, "3/4": 2880, "6/8": 2880}
    assert all(parameter.caption for parameter in NUMBERS.values())
