"""A segment's players and the master behind them, with a small kit."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from auralis.core.errors import InvalidValue
from auralis.core.events import ControlEvent, NoteEvent
from auralis.engine import Kit, load_kit
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.ensemble import Ensemble
from auralis.engine.master import Master
from auralis.engine.patch import Patch, Send, Voice, node
from auralis.engine.patch_instrument import PatchInstrument
from auralis.engine.tuning import hertz
from tests.engine.pads import RATE

START = -12_345
FRAMES = 30_000
REED = Patch(
    "reed",
    Voice(16, 1, (node("osc", "saw"), node("env", "adsr", a=0.01, r=0.05), node("amp", "pan", amp=0.2))),
    (node("level", "gain"),),
    ("osc.y -> amp.x", "env.env -> amp.vca", "voices.main -> level.x", "level.y -> out"),
    (Send("main", "amp.l", "amp.r"),),
)
HALL = Patch(
    "hall",
    bus=(node("rev", "reverb"),),
    cables=("in.pad -> rev.x", "in.air -> rev.x", "rev.y -> out"),
    inputs=("pad", "air"),
)
BUS = Patch(
    "desk", bus=(node("cut", "highpass"),), cables=("in.mix -> cut.x", "cut.y -> out"), inputs=("mix",)
)
END = Patch("end", bus=(node("lim", "limiter"),), cables=("in.mix -> lim.x", "lim.y -> out"), inputs=("mix",))


def values(controls: Mapping[str, float | str]) -> dict[str, float]:
    return {
        "pad.level.gain": float(controls["layers.pad.gain"]),
        "air.level.gain": float(controls["layers.air.gain"]),
        "pad.amp.amp": 0.1 + 0.1 * float(controls["brightness"]),
    }


REEDS = PatchInstrument(REED, lambda pitch, _velocity: {"osc.freq": hertz(pitch)}, polyphony=8, release=0.1)
KIT = Kit("small", {"pad": REEDS, "air": REEDS}, HALL, BUS, END, values)
CONTROLS = {"layers.pad.gain": 1.0, "layers.air.gain": 0.5, "brightness": 0.5}
NOTES = [
    NoteEvent(START + 500 * k, START + 500 * k + 2_000, ("pad", "air")[k % 2], 48 + k, 70) for k in range(40)
]
MOVES = [ControlEvent(START + 9_999, "layers.pad.gain", 0.2), ControlEvent(START + 15_001, "brightness", 1.0)]


@pytest.fixture
def ensemble(kernels: Kernels) -> Ensemble:
    made = Ensemble(KIT, kernels, RATE, START, CONTROLS)
    made.schedule(NOTES, MOVES)
    return made


@pytest.fixture(scope="module")
def whole(kernels: Kernels) -> np.ndarray:
    made = Ensemble(KIT, kernels, RATE, START, CONTROLS)
    made.schedule(NOTES, MOVES)
    out = np.empty((2, FRAMES), np.float32)
    made.render(out)
    return out


def render(ensemble: Ensemble, frames: int, block: int = 1_000) -> np.ndarray:
    out = np.empty((2, frames), np.float32)
    for first in range(0, frames, block):
        ensemble.render(out[:, first : first + block])
    return out


def test_any_blocks_give_the_same_mix(ensemble: Ensemble, whole: np.ndarray) -> None:
    assert np.array_equal(render(ensemble, FRAMES, 777), whole)
    assert ensemble.position == START + FRAMES
    assert np.abs(whole).max() > 0.05


def test_what_is_scheduled_late_sounds_as_if_known_before(kernels: Kernels, whole: np.ndarray) -> None:
    made, cut = Ensemble(KIT, kernels, RATE, START, CONTROLS), START + 10_000
    made.schedule([n for n in NOTES if n.frame < cut], [c for c in MOVES if c.frame < cut])
    first = render(made, 10_000)
    made.schedule(NOTES, MOVES)
    assert np.array_equal(np.hstack([first, render(made, FRAMES - 10_000)]), whole)


def test_a_snapshot_continues(ensemble: Ensemble, whole: np.ndarray) -> None:
    render(ensemble, 4_321)
    snapshot = ensemble.snapshot()
    render(ensemble, 5_000)
    ensemble.restore(snapshot)
    assert np.array_equal(render(ensemble, FRAMES - 4_321), whole[:, 4_321:])


def test_controls_count_from_birth_and_glide_later(kernels: Kernels) -> None:
    silent = Ensemble(KIT, kernels, RATE, START, CONTROLS | {"layers.pad.gain": 0.0, "layers.air.gain": 0.0})
    silent.schedule(NOTES, [])
    assert not render(silent, 5_000).any()


@pytest.mark.parametrize(
    ("field", "patches"),
    [
        (r"effects\.inputs", {"effects": BUS}),
        (r"bus\.inputs", {"bus": HALL}),
        (r"master\.inputs", {"master": HALL}),
        (r"effects\.outputs", {"effects": replace(HALL, outputs=("out", "more"))}),
    ],
)
def test_a_kit_whose_patches_do_not_fit_together_is_refused(field: str, patches: dict[str, Patch]) -> None:
    with pytest.raises(InvalidValue, match=field):
        replace(KIT, **patches)


def test_stems_sum_to_the_mix(kernels: Kernels, whole: np.ndarray) -> None:
    made = Ensemble(KIT, kernels, RATE, START, CONTROLS, stems=True)
    made.schedule(NOTES, MOVES)
    stems = np.empty((made.rows, FRAMES), np.float32)
    made.render(stems)
    assert all(np.abs(stems[k : k + 2]).max() > 1e-3 for k in range(0, 6, 2)), "two layers and the return"
    assert np.abs(stems.reshape(3, 2, FRAMES).sum(axis=0) - whole).max() < 0.1 / 32768


def test_an_unknown_kit_is_refused() -> None:
    with pytest.raises(InvalidValue, match="kit: 'none'"):
        load_kit("none")


def test_the_master_limits_and_forgets(kernels: Kernels) -> None:
    noise = np.random.default_rng(1).standard_normal((2, 5_000)).astype(np.float32)
    other = noise.copy()
    other[:, :2_000] = 0
    first, second = Master(KIT, kernels, RATE, 0), Master(KIT, kernels, RATE, 0)
    first.process(noise)
    second.process(other)
    assert np.abs(noise).max() <= 0.9 + 1e-6
    assert first.latency == 63
    assert first.memory == 126
    reach = 2_000 + first.latency + first.memory
    assert np.array_equal(noise[:, reach:], other[:, reach:])
    assert not np.array_equal(noise[:, 2_000:2_063], other[:, 2_000:2_063])


def test_a_master_that_never_forgets_is_refused(kernels: Kernels) -> None:
    ringing = Patch("ring", bus=(node("r", "fdn"),), cables=("in.mix -> r.x", "r.y -> out"), inputs=("mix",))
    with pytest.raises(InvalidValue, match=r"master\.memory"):
        Master(replace(KIT, master=ringing), kernels, RATE, 0)
