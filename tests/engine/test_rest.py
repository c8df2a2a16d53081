"""A bus whose voices sleep is passed over, and nobody hears that."""

from dataclasses import replace

import numpy as np

from auralis.engine.compiler.events import sort_events
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.compiler.program import Program
from auralis.engine.patch import Patch, Send, Voice, node
from tests.engine.pads import RATE

NODES = (
    node("osc", "sine"),
    node("env", "adsr", a=0.01, d=0.05, s=0.5, r=0.05),
    node("amp", "pan", amp=0.5),
)
BLIP = Patch(
    "blip",
    Voice(16, 1, NODES),
    bus=(node("cut", "highpass"), node("level", "gain")),
    cables=(
        "osc.y -> amp.x",
        "env.env -> amp.vca",
        "voices.main -> cut.x",
        "cut.y -> level.x",
        "level.y -> out",
    ),
    sends=(Send("main", "amp.l", "amp.r"),),
)
CROWD = replace(BLIP, name="crowd", voice=Voice(32, 1, NODES))


def restless(patch: Patch) -> Patch:
    """Return a patch with a delay line on the bus, which is never passed over."""
    return replace(patch, name=f"restless_{patch.name}", bus=(*patch.bus, node("idle", "predelay")))


def play(program: Program, block: int) -> tuple[np.ndarray, list[float]]:
    """Return three notes, each at its own level, and whether the bus rested at each block's end."""
    rows = []
    for k in range(3):
        at = 1_000 + 2 * RATE * k
        rows += [*program.set_parameter("env.gate", 1.0, at, k), *program.trigger(k, at)]
        rows += program.set_parameter("env.gate", 0.0, at + 5_000, k)
        rows += program.set_parameter("level.gain", 0.5 + 0.2 * k, at + RATE + 11)
    events, instance = sort_events(rows), program.instance(0)
    out, rested = np.zeros((2, 6 * RATE), np.float32), []
    for first in range(0, out.shape[1], block):
        y = out[:, first : first + block]
        chosen = (events["at"] >= first) & (events["at"] < first + y.shape[1])
        instance.process(events[chosen], out[:0, : y.shape[1]], y)
        rested.append(float(instance.row("rest")[0]))
    return out, rested


def test_a_bus_at_rest_sounds_as_if_it_ran(kernels: Kernels) -> None:
    for patch in (BLIP, CROWD):
        heard, rested = play(kernels.program(patch, RATE), 1_000)
        ran, never = play(kernels.program(restless(patch), RATE), 777)
        assert np.array_equal(heard, ran)
        assert np.abs(heard).max() > 0.1
        assert 0.3 < np.mean(rested) < 1.0
        assert not any(never)


def test_one_group_in_one_loop_sounds_like_several(kernels: Kernels) -> None:
    one, _ = play(kernels.program(BLIP, RATE), 1_000)
    several, _ = play(kernels.program(CROWD, RATE), 1_000)
    assert np.array_equal(one, several)


def test_a_source_on_the_bus_never_rests(kernels: Kernels) -> None:
    drone = replace(
        BLIP,
        name="drone",
        bus=(*BLIP.bus, node("sway", "lfo"), node("pipe", "triangle")),
        cables=(*BLIP.cables, "sway.y -> pipe.pitch", "pipe.y -> out"),
    )
    heard, rested = play(kernels.program(drone, RATE), 1_000)
    assert not any(rested)
    assert np.abs(heard[:, -RATE:]).max() > 0.1


def test_silence_that_only_an_event_ends_needs_no_kernel(kernels: Kernels) -> None:
    program = kernels.program(BLIP, RATE)
    instance, begun = program.instance(0), program.trigger(0, 5_000)
    gate = program.set_parameter("env.gate", 1.0, 5_000, 0)
    y = np.ones((2, 1_000), np.float32)
    calls = []
    for first in range(0, 8_000, 1_000):
        y[:] = 1
        instance.process(sort_events(gate + begun if first == 5_000 else ()), y[:0], y)
        calls.append(instance.snapshot().calls)
        assert instance.position == first + 1_000
        assert bool(y.any()) == (first >= 5_000)
    assert calls == [1, 1, 1, 1, 1, 2, 3, 4]
