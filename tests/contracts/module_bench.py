"""A module in a small patch: what the contract suite asks its questions of.

A module runs twice: as `m` on the bus, fed from the patch's inputs, and as `v` in sixteen voices (unless it
can only stand on the bus), fed with noise. Control inputs hear an LFO, control outputs are heard by a filter.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from auralis.engine.compiler import kernel_source
from auralis.engine.compiler.events import EventRow, Schedule, sort_events
from auralis.engine.compiler.instance import Instance
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.compiler.program import Program
from auralis.engine.module import Module
from auralis.engine.patch import Node, Patch, Send, Voice, node

RATE = 44_100
START = -1_000
FRAMES = 4_800
GATES = ("gate", "choke")
SHORT: Mapping[str, Mapping[str, float]] = {
    "echo": {"bpm": 300.0, "beats": 0.125},
    "feedback": {"time": 0.02},
    "pingpong": {"time": 0.025},
    "tape": {"time": 0.03},
}
"""Times of delays that would else answer when the work is over."""


@dataclass(frozen=True)
class Bench:
    """A module in its patch, compiled."""

    name: str
    module: Module
    program: Program

    @property
    def audio_inputs(self) -> tuple[str, ...]:
        return tuple(p for p in self.module.inputs if not p.endswith("~"))

    @property
    def in_voices(self) -> bool:
        return self.program.plan.count > 0

    @property
    def places(self) -> tuple[str, ...]:
        """The module's nodes: on the bus, in the voices, or both."""
        return tuple(n for n in ("m", "v") if n in self.program.plan.nodes)

    @cached_property
    def noise(self) -> np.ndarray:
        """Input: the same white noise everywhere."""
        counter = np.arange(2 * max(1, len(self.audio_inputs)) * FRAMES, dtype=np.uint64)
        mixed = (counter * np.uint64(0x9E3779B97F4A7C15)) ^ (
            counter * np.uint64(0xD1B54A32D192ED03) >> np.uint64(29)
        )
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0x94D049BB133111EB)
        unit = (mixed >> np.uint64(40)).astype(np.float32) * np.float32(2**-24) - np.float32(0.5)
        return unit.reshape(-1, FRAMES)[: 2 * len(self.audio_inputs)]

    @cached_property
    def events(self) -> np.ndarray:
        """Notes at odd frames and a change of every parameter in both placements."""
        rows: list[EventRow] = []
        for voice, at in enumerate((3, 64, 700, 701, 2_000)):
            if self.in_voices:
                rows += self._gate(1.0, START + at, voice) + self.program.trigger(voice, START + at)
                rows += self._gate(0.0, START + at + 1_500, voice)
        for k, parameter in enumerate(self.module.parameters):
            value = parameter.default + 0.3 * (parameter.high - parameter.default)
            for placed in self.places:
                if parameter.name not in GATES:
                    name = f"{placed}.{parameter.name}"
                    rows += self.program.set_parameter(name, value, START + 1_011 + 97 * k)
        return sort_events(rows)

    def _gate(self, value: float, at: int, voice: int) -> list[EventRow]:
        names = {p.name for p in self.module.parameters}
        return self.program.set_parameter("v.gate", value, at, voice) if "gate" in names else []

    def born(self, values: Mapping[str, float] | None = None, position: int = START) -> Instance:
        return self.program.instance(position, values or {})

    def outputs(self, frames: int) -> np.ndarray:
        return np.zeros((2 * len(self.program.patch.outputs), frames), np.float32)

    def render(self, instance: Instance, block: int, first: int = 0, last: int = FRAMES) -> np.ndarray:
        """Render the frames [first, last) of the common work in blocks."""
        y, schedule = self.outputs(last - first), Schedule(self.events.tolist())
        for a in range(first, last, block):
            b = min(a + block, last)
            part = schedule.between(START + a, START + b)
            instance.process(part, self.noise[:, a:b], y[:, a - first : b - first])
        return y

    @cached_property
    def whole(self) -> tuple[np.ndarray, np.ndarray]:
        """The common work in one block: outputs and final state."""
        instance = self.born()
        return self.render(instance, FRAMES), self.kept(instance.snapshot().state)

    def digest(self, y: np.ndarray, state: np.ndarray) -> str:
        """Return the SHA-256 of outputs, and of the slow outputs in a state."""
        rows = [row for name, row in self.program.layout.rows.items() if name.startswith(("m:", "v:"))]
        slow = [state[row.offset : row.offset + row.size] for row in rows]
        return hashlib.sha256(b"".join(a.tobytes() for a in (y, *slow))).hexdigest()

    def kept(self, state: np.ndarray) -> np.ndarray:
        """Return a state without sends and runs, which are scratch inside one run of frames."""
        for name, row in self.program.layout.rows.items():
            if name.startswith(("mix.", "run.", "octet.")):
                state[row.offset : row.offset + row.size] = 0
        return state


def bench_of(name: str, kernels: Kernels) -> Bench:
    """Return a module's bench."""
    module = kernel_source.available()[name]
    return Bench(name, module, kernels.program(patch_of(name, module), RATE))


def patch_of(name: str, module: Module) -> Patch:
    """Return the patch in which a module is asked: its placement on the bus and the one in voices."""
    bus, voice = _placement(name, module, "m", "in"), _placement(name, module, "v", "src")
    audio = tuple(p for p in module.inputs if not p.endswith("~"))
    ports = [p for p in module.outputs if not p.endswith("~")]
    cables = [*bus[1], *(f"m.{p} -> out.m_{p}" for p in ports)]
    outputs = tuple(f"m_{p}" for p in ports)
    if kernel_source.load(name, "module").bus_only:
        return Patch(f"one_{name}", None, bus[0], tuple(cables), (), audio, outputs)
    if module.sides:
        bus, cables, outputs = ((), []), [], ()
    sends = tuple(Send(f"v_{p}", f"v.{p}", f"v.{p}") for p in ports) or (Send("ear", "v_ear.y", "v_ear.y"),)
    cables += [*voice[1], *(f"voices.v_{p} -> out.v_{p}" for p in ports)]
    outputs += tuple(f"v_{p}" for p in ports)
    heard = () if module.sides else audio
    return Patch(f"one_{name}", _voice(name, voice[0]), bus[0], tuple(cables), sends, heard, outputs)


def _placement(name: str, module: Module, node_id: str, source: str) -> tuple[tuple[Node, ...], list[str]]:
    """Return the nodes around one placement, and their cables: what it hears and what hears it."""
    nodes, cables = [node(node_id, name, **SHORT.get(name, {}))], []
    for port in module.inputs:
        slow = port.endswith("~")
        heard = f"{node_id}_lfo.y" if slow else f"in.{port}" if source == "in" else f"{node_id}_src.y"
        cables.append(f"{heard} -> {node_id}.{port.rstrip('~')}")
    heard = {c.partition(".")[0] for c in cables}
    if f"{node_id}_lfo" in heard:
        nodes.append(node(f"{node_id}_lfo", "lfo", rate=3))
    if f"{node_id}_src" in heard:
        nodes.append(node(f"{node_id}_src", "noise", level=0.5))
    slow_ports = [p.rstrip("~") for p in module.outputs if p.endswith("~")]
    if slow_ports:
        nodes.append(node(f"{node_id}_ear", "svf"))
        cables += [f"{node_id}.{p} -> {node_id}_ear.env" for p in slow_ports]
    return tuple(nodes), cables


def _voice(name: str, nodes: tuple[Node, ...]) -> Voice:
    """Return sixteen voices of a lane, eight of two sides, or five of sixteen partials."""
    lanes = kernel_source.load(name, "module").voice_lanes
    return Voice({1: 16, 2: 8, 16: 5}[lanes], lanes, nodes)


def same(a: np.ndarray, b: np.ndarray) -> bool:
    """Return whether two float32 arrays are the same bits."""
    return np.array_equal(a.view(np.int32), b.view(np.int32))
