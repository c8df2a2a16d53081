"""Patches that are exchanged for each other while they sound, and the notes that they play."""

from dataclasses import replace
from functools import partial

import numpy as np

from auralis.core.events import NoteEvent
from auralis.core.units import Block
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.patch import Node, Patch, Send, Voice, node
from auralis.engine.patch_instrument import PatchInstrument
from auralis.engine.patch_player import PatchPlayer
from auralis.engine.swapping.swappable_player import SwappablePlayer
from auralis.engine.tuning import hertz
from tests.engine.pads import RATE

START = -4_001
AT = 9_999
FRAMES = 30_000
REED = Patch(
    "swap_reed",
    Voice(
        16,
        1,
        (
            node("osc", "saw"),
            node("env", "adsr", a=0.05, d=0.1, s=0.8, r=0.2),
            node("vcf", "svf", cutoff=900),
            node("amp", "pan", amp=0.2),
        ),
    ),
    (node("level", "gain", gain=0.8), node("rev", "fdn", wet=0.3)),
    (
        "osc.y -> vcf.x",
        "vcf.y -> amp.x",
        "env.env -> amp.vca",
        "voices.main -> level.x",
        "level.y -> rev.x",
        "rev.y -> out",
    ),
    (Send("main", "amp.l", "amp.r"),),
)
ECHOING = replace(
    REED,
    name="swap_echoing",
    bus=(*REED.bus, node("ping", "pingpong", time=0.3)),
    cables=(*REED.cables[:-2], "level.y -> ping.x", "ping.y -> rev.x", "level.y -> rev.x", "rev.y -> out"),
)
HALF = Patch(
    "swap_half", bus=(node("g", "gain", gain=0.5),), cables=("in.x -> g.x", "g.y -> out"), inputs=("x",)
)
NOTES = [
    NoteEvent(START + 100, FRAMES, "reed", 45, 80),
    NoteEvent(3_000, 15_000, "reed", 57, 60),
    NoteEvent(9_998, 20_000, "reed", 52, 70),
    NoteEvent(12_000, 22_000, "reed", 64, 90),
]


def with_values(patch: Patch, **values: float) -> Patch:
    """Return a patch with values for `node__parameter`."""

    def changed(old: Node) -> Node:
        own = {k.partition("__")[2]: v for k, v in values.items() if k.partition("__")[0] == old.id}
        return node(old.id, old.module, **{**dict(old.parameters), **own})

    voice = patch.voice and replace(patch.voice, nodes=tuple(map(changed, patch.voice.nodes)))
    return replace(patch, voice=voice, bus=tuple(map(changed, patch.bus)))


def law(pitch: int, velocity: int) -> dict[str, float]:
    return {"osc.freq": hertz(pitch), "amp.amp": velocity / 500}


def instrument(patch: Patch, **changed: int) -> PatchInstrument:
    return replace(PatchInstrument(patch, law, polyphony=8, release=0.3), **changed)


def player(kernels: Kernels, patch: Patch = REED) -> SwappablePlayer:
    program = kernels.program(patch, RATE)
    made = SwappablePlayer(program, START, {}, partial(instrument(patch).rows, program))
    made.schedule(NOTES, [])
    return made


def swap(made: SwappablePlayer, kernels: Kernels, patch: Patch, at: int = AT, **changed: int) -> int:
    program = kernels.program(patch, RATE)
    return made.swap(program, at, partial(instrument(patch, **changed).rows, program))


def play(made: SwappablePlayer | PatchPlayer, frames: int = FRAMES, block: int = 4_410) -> Block:
    y = np.zeros((2, frames), np.float32)
    for first in range(0, frames, block):
        part = y[:, first : first + block]
        made.process(np.zeros((0, part.shape[1]), np.float32), part)
    return y


def bits(y: Block) -> np.ndarray:
    return y.view(np.int32)


def roughness(y: Block) -> float:
    return float(np.abs(np.diff(y, 3, axis=1)).max())
