"""Kits as folders: they give the same kit as Python would, and say what is wrong in which file."""

from collections.abc import Mapping
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.core.errors import InvalidValue
from auralis.core.events import NoteEvent
from auralis.engine import Ensemble, Kernels, Kit, load_kit
from auralis.engine.errors import InvalidPatch
from auralis.engine.files.kit_file import read_kit
from auralis.engine.files.kit_law import KitLaw
from auralis.engine.files.note_law import NoteLaw
from auralis.engine.strict import decibels, exp, exp2, power, sin_turn
from auralis.engine.tuning import hertz

TONE = """\
name = "small_tone"
cables = ["tone.y -> amp.x", "env.y -> amp.vca", "voices.main -> gain.x", "gain.y -> out"]
sends = [{ name = "main", left = "amp.l", right = "amp.r" }]
voice.nodes = [
  { id = "tone", module = "sine" },
  { id = "env", module = "swell" },
  { id = "amp", module = "pan" },
]
bus.nodes = [{ id = "gain", module = "gain" }]
play = { polyphony = 8, release = 1, choke = "env.choke" }
note = { "tone.freq" = "frequency", "amp.amp" = "velocity / 1270" }
"""
EFFECTS = 'name = "small_effects"\ninputs = ["tone"]\ncables = ["in.tone -> rev.x", "rev.y -> out"]\n'
EFFECTS += 'bus.nodes = [{ id = "rev", module = "fdn", wet = 0.3 }]\n'
BUS = 'name = "small_bus"\ninputs = ["mix"]\ncables = ["in.mix -> trim.x", "trim.y -> out"]\n'
BUS += 'bus.nodes = [{ id = "trim", module = "gain" }]\n'
MASTER = 'name = "small_master"\ninputs = ["mix"]\ncables = ["in.mix -> lim.x", "lim.y -> out"]\n'
MASTER += 'bus.nodes = [{ id = "lim", module = "limiter" }]\n'
KIT = """\
name = "small"
effects = "effects.toml"
bus = "bus.toml"
master = "master.toml"

[instruments]
tone = "tone.toml"

[presets.focus]
tone = 0.5
t60 = 3

[presets.sleep]
tone = 0.25
t60 = 9

[let]
longer = "exp2(1.2 * (space - 0.5))"

[values]
tone.gain.gain = "tone * layers.tone.gain"
effects.rev.t60 = "t60 * longer"
bus.trim.gain = "decibels(-3) if bpm > 45 else brightness"
"""
FILES = {"kit": KIT, "tone": TONE, "effects": EFFECTS, "bus": BUS, "master": MASTER}


def written(folder: Path, **changed: str) -> Path:
    for name, text in {**FILES, **changed}.items():
        (folder / f"{name}.toml").write_text(text)
    return folder


def controls(preset: str = "focus", **others: float) -> dict[str, float | str]:
    return {
        "preset": preset,
        "bpm": 60.0,
        "brightness": 0.5,
        "space": 0.5,
        "layers.tone.gain": 2.0,
        "layers.other.gain": 1.0,
        **others,
    }


def test_a_folder_is_a_kit(tmp_path: Path) -> None:
    kit = read_kit(written(tmp_path))
    assert (kit.name, kit.layers) == ("small", ("tone",))
    assert [p.name for p in kit.patches] == ["small_tone", "small_effects", "small_bus", "small_master"]
    assert kit.values(controls("sleep", space=1.0, bpm=45.0)) == {
        "tone.gain.gain": 0.5,
        "effects.rev.t60": 9.0 * exp2(0.6),
        "bus.trim.gain": 0.5,
    }
    assert kit.values(controls())["bus.trim.gain"] == decibels(-3.0)


def test_a_kit_is_loaded_by_its_path(tmp_path: Path) -> None:
    kit = load_kit(str(written(tmp_path)))
    assert isinstance(kit, Kit)
    assert kit.name == "small"
    with pytest.raises(InvalidPatch, match=r"nowhere/kit\.toml"):
        load_kit(str(tmp_path / "nowhere"))


def test_it_plays(tmp_path: Path, kernels: Kernels) -> None:
    kit = read_kit(written(tmp_path))
    assert isinstance(kit, Kit)
    player, out = Ensemble(kit, kernels, 44_100, 0, controls()), np.zeros((2, 20_000), np.float32)
    player.schedule([NoteEvent(100, 15_000, "tone", 57, 90)], [])
    player.render(out)
    assert 1e-3 < np.abs(out).max() < 1.0


def test_what_the_controls_must_hold(tmp_path: Path) -> None:
    values = read_kit(written(tmp_path)).values
    with pytest.raises(InvalidValue, match="preset: 'nap' is not allowed; allowed: focus, sleep"):
        values(controls("nap"))
    missing = controls()
    del missing["layers.tone.gain"]
    with pytest.raises(InvalidValue, match=r"layers\.tone\.gain"):
        values(missing)


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "allowed"),
    [
        ("kit", 'name = "small"\n', "", "kit.toml: name", "missing"),
        (
            "kit",
            'name = "small"\n',
            'name = "small"\nby = "me"\n',
            "kit.toml: by",
            "the keys name",
        ),
        ("kit", '"bus.toml"', '"bos.toml"', "kit.toml: bus", "a patch file that exists"),
        ("kit", '"tone.toml"', '"bus.toml"', "kit.toml: instruments.tone", "a table [play]"),
        ("kit", 'tone = "tone.toml"\n', "", "kit.toml: instruments", "one or more"),
        (
            "kit",
            'tone = "tone.toml"',
            'pad = "tone.toml"',
            "kit.toml: values.tone.gain.gain",
            "layers.pad.gain",
        ),
        ("kit", "t60 = 9", "", "kit.toml: presets.sleep.t60", "the keys tone, t60"),
        ("kit", "t60 = 9", "t60 = 9\nt70 = 1", "kit.toml: presets.sleep.t70", "the keys tone, t60"),
        ("kit", "t60 = 9", "t60 = 'long'", "kit.toml: presets.sleep.t60", "a finite number"),
        ("kit", "t60 = 9", "t60 = 90", "kit.toml: values.effects.rev.t60", "0.1 to 60 s"),
        ("kit", "tone = 0.5", "bpm = 3\ntone = 0.5", "kit.toml: presets.sleep.bpm", "the keys bpm"),
        ("kit", "* longer", "* larger", "kit.toml: values.effects.rev.t60", "the names bpm, brightness"),
        ("kit", "effects.rev.t60", "effects.rev.t61", "kit.toml: values.effects.rev.t61", "rev.t60"),
        (
            "kit",
            "effects.rev.t60",
            "master.lim.ceiling",
            "kit.toml: values.master.lim.ceiling",
            "tone, effects",
        ),
        ("kit", "effects.rev.t60", "piano.rev.t60", "kit.toml: values.piano.rev.t60", "tone, effects, bus"),
        ("kit", "* (space - 0.5)", "/ space", "kit.toml: let.longer", "division by zero"),
        ("effects", '"tone"]', '"tone", "pad"]', "kit.toml: kit small: effects.inputs", "tone"),
        ("bus", 'inputs = ["mix"]', 'inputs = ["mix", "b"]', "kit.toml: kit small: bus.inputs", "one port"),
        ("bus", '"trim.y -> out"', '"trim.z -> out"', "bus.toml: small_bus: cable 'trim.z -> out'", "trim.y"),
        ("tone", '"frequency"', '"frequency / 2"', "note.tone.freq of pitch 0, velocity 1", "Hz"),
        ("tone", "velocity / 1270", "velocity / 100", "note.amp.amp of pitch 0, velocity 127", "0 to 1"),
        ("tone", "velocity / 1270", "1 / (velocity - 1)", "note.amp.amp", "division by zero"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(
    tmp_path: Path, file: str, old: str, new: str, field: str, allowed: str
) -> None:
    assert old in FILES[file]
    written(tmp_path, **{file: FILES[file].replace(old, new, 1)})
    with pytest.raises(InvalidPatch) as caught:
        read_kit(tmp_path)
    assert str(tmp_path) in caught.value.field
    assert caught.value.field.endswith(field)
    assert allowed in caught.value.allowed
    assert "\n" not in str(caught.value)


def test_presets_are_needed(tmp_path: Path) -> None:
    head, _, rest = KIT.partition("[presets.focus]")
    text = head + rest[rest.index("[let]") :]
    with pytest.raises(InvalidPatch, match="presets"):
        read_kit(written(tmp_path, kit=text))


def felt_piano(pitch: int, velocity: int) -> Mapping[str, float]:
    """Return the laws of struck strings, as Python says them."""
    frequency, blow = hertz(pitch), velocity / 127.0
    force = blow * sqrt(blow)
    stiffness = min(0.05, exp(0.0926 * pitch - 13.64) + exp(-0.0847 * pitch - 5.82))
    felt = 420.0 + 3000.0 * force + 0.5 * frequency
    place = 0.125 * (1.0 + min(1.0, max(-1.0, (pitch - 62) * 0.015)))
    energy = 0.0
    for n in range(1, max(1, min(22, int(6500.0 / frequency))) + 1):
        stretched = frequency * n * sqrt((1.0 + stiffness * n * n) / (1.0 + stiffness))
        weight = sin_turn(n / 16.6) * power(n, -0.59375) * exp(-stretched / felt)
        energy += weight * weight
    return {
        "stiffness": stiffness,
        "ring": min(13.0, max(1.4, 8.5 * power(261.6 / frequency, 0.62))),
        "level": force * (1.0 - 0.004 * (pitch - 60)) / sqrt(energy),
        "onset": 0.004 + 0.012 * (1.0 - blow),
        "left": sin_turn(0.25 - place),
        "right": sin_turn(place),
    }


FELT_PIANO = NoteLaw(
    {
        "stiffness": "stiffness",
        "ring": "clip(8.5 * power(261.6 / frequency, 0.62), 1.4, 13)",
        "level": "force * (1 - 0.004 * (pitch - 60)) / sqrt(energy)",
        "onset": "0.004 + 0.012 * (1 - blow)",
        "left": "sin_turn(0.25 - place)",
        "right": "sin_turn(place)",
    },
    {
        "blow": "velocity / 127",
        "force": "blow * sqrt(blow)",
        "stiffness": "min(0.05, exp(0.0926 * pitch - 13.64) + exp(-0.0847 * pitch - 5.82))",
        "felt": "420 + 3000 * force + 0.5 * frequency",
        "place": "0.125 * (1 + clip((pitch - 62) * 0.015, -1, 1))",
        "last": "max(1, min(22, floor(6500 / frequency)))",
        "energy": "total(n, 1, last, square(sin_turn(n / 16.6) * power(n, -0.59375) * exp(-(frequency * n"
        " * sqrt((1 + stiffness * n * n) / (1 + stiffness))) / felt)))",
    },
    "piano.toml",
)


@given(st.integers(0, 127), st.integers(1, 127))
@settings(deadline=None)
def test_note_laws_give_the_bits_that_python_gives(pitch: int, velocity: int) -> None:
    assert FELT_PIANO(pitch, velocity) == felt_piano(pitch, velocity)


def room(t60: float, trim: float, brightness: float, space: float, bpm: float) -> Mapping[str, float]:
    """Return the laws of a mix, as Python says them."""
    octaves = 2.0 * (brightness - 0.5)
    return {
        "cutoff": min(14000.0, 9000.0 * exp2(octaves)),
        "time": 60.0 / bpm * (0.75 if bpm > 45.0 else 0.5),
        "t60": t60 * exp2(1.2 * (space - 0.5)),
        "wet": 0.42 * (0.15 + 1.7 * space if space < 0.5 else 0.3 + 1.4 * space),
        "trim": decibels(trim),
    }


ROOM = KitLaw(
    "kit.toml",
    ("pad",),
    {"focus": {"t60": 4.2, "trim": 2.5}, "sleep": {"t60": 8.5, "trim": -2.6}},
    {"octaves": "2 * (brightness - 0.5)"},
    {
        "cutoff": "min(14000, 9000 * exp2(octaves))",
        "time": "60 / bpm * (0.75 if bpm > 45 else 0.5)",
        "t60": "t60 * exp2(1.2 * (space - 0.5))",
        "wet": "0.42 * (0.15 + 1.7 * space if space < 0.5 else 0.3 + 1.4 * space)",
        "trim": "decibels(trim)",
    },
)


@given(st.sampled_from(["focus", "sleep"]), st.floats(0, 1), st.floats(0, 1), st.floats(40, 200))
def test_kit_laws_give_the_bits_that_python_gives(
    preset: str, brightness: float, space: float, bpm: float
) -> None:
    given_controls = {"brightness": brightness, "space": space, "bpm": bpm}
    found = ROOM({"preset": preset, "layers.pad.gain": 1.0, **given_controls})
    assert found == room(**ROOM.presets[preset], **given_controls)
