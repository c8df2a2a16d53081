"""How the nodes of a patch are cut into loops is nobody's business: the bits are the same."""

import numpy as np
import pytest

from auralis.engine.compiler import runs
from auralis.engine.compiler.events import NONE
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.patch import Patch, node
from tests.engine.pads import FRAMES, PAD, RATE, START, play

LOOPS = Patch(
    "loops",
    bus=(
        node("near", "feedback", time=0.001, gain=0.7),
        node("far", "feedback", time=0.013, gain=0.6),
        node("tone", "lowpass", cutoff=3_000.0),
        node("level", "gain", gain=0.5),
    ),
    inputs=("x",),
    outputs=("out", "side"),
    cables=(
        "in.x -> tone.x",
        "near.y -> tone.x",
        "tone.y -> near.x",
        "near.y -> far.x",
        "tone.y -> level.x",
        "far.y * 0.5 -> level.x",
        "level.y -> out",
        "far.y -> out.side",
    ),
)
CUTS = tuple(
    {"voice": voice, "bus": bus, "octet": octet}
    for voice, bus, octet in ((0, 0, 0), (30, 60, 20), (10_000, 10_000, 10_000))
)


def test_voices_and_bus_sound_the_same_however_they_are_cut(
    kernels: Kernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounds = []
    for cut in CUTS:
        monkeypatch.setattr(runs, "LONGEST", cut)
        program = Kernels(kernels.folder).program(PAD, RATE)
        sounds.append(play(program, program.instance(START), FRAMES))
    assert np.abs(sounds[0]).max() > 0.05
    assert np.array_equal(sounds[0], sounds[1])
    assert np.array_equal(sounds[0], sounds[2])


def test_feedback_delays_hear_each_other_however_they_are_cut(
    kernels: Kernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    x = np.random.default_rng(3).standard_normal((2, 9_000)).astype(np.float32) * np.float32(0.2)
    x[:, 3_000:] = 0
    sounds = []
    for cut in CUTS:
        monkeypatch.setattr(runs, "LONGEST", cut)
        y = np.zeros((4, 9_000), np.float32)
        Kernels(kernels.folder).program(LOOPS, RATE).instance(5).process(NONE, x, y)
        sounds.append(y)
    assert np.abs(sounds[0][:, 3_100:]).max() > 1e-3
    assert np.array_equal(sounds[0], sounds[1])
    assert np.array_equal(sounds[0], sounds[2])
