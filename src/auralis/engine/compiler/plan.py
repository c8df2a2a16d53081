"""A patch whose every name has been found: what layout and generator work from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from auralis.engine.compiler.kernel_source import KernelSource
from auralis.engine.module import State
from auralis.engine.patch import Patch
from auralis.engine.sound import Sound

FRAME_KERNELS = ("pull", "tick", "octet", "push")

SIDES = 2
"""Lanes of a voice that has one for each side."""

OCTET = 8
"""Frames that a bus runs side by side."""

GROUP = 16
"""Lanes in a group. Part of the sound: it fixes the order of sums."""


@dataclass(frozen=True)
class Source:
    """Where an input hears from: kind "node", "send" or "input", the port, and the gain of the cable."""

    kind: str
    node: str
    port: str
    control: bool = False
    gain: float = 1.0


@dataclass(frozen=True)
class Placed:
    """A node in its part ("voice" or "bus"), with all its parameter values and the sounds for its tables."""

    id: str
    source: KernelSource
    part: str
    values: Mapping[str, float]
    sounds: Mapping[str, Sound] = field(default_factory=dict)

    def has(self, kernel: str) -> bool:
        """Return whether the node runs a kernel: on the bus octets, where there are any, and not ticks."""
        octets = self.part == "bus" and "octet" in self.source.kernels
        unused = ("tick",) if octets else ("prepare", "octet")
        return kernel in self.source.kernels and kernel not in unused

    @property
    def abreast(self) -> str:
        """The kernel that runs eight frames side by side, "" if none does.

        A `tick` without memory, that knows no place and no lane, means the same for any number of lanes.
        """
        if self.part == "voice":
            return ""
        return "octet" if self.has("octet") else "tick" if self.source.elementwise else ""

    @property
    def kernels(self) -> tuple[str, ...]:
        """The kernels of frames that the node runs."""
        return tuple(k for k in FRAME_KERNELS if self.has(k))

    @property
    def states(self) -> tuple[State, ...]:
        """The states that the node has: those with lanes of their own are the bus's."""
        return tuple(s for s in self.source.module.state if self.part == "bus" or not s.lanes)


@dataclass(frozen=True)
class Plan:
    """Nodes in the order in which they run, and the sources of each input: (node, port) -> cables.

    The patch's outputs stand under ("out", name).
    """

    patch: Patch
    nodes: Mapping[str, Placed]
    sources: Mapping[tuple[str, str], tuple[Source, ...]]

    @cached_property
    def voice(self) -> tuple[Placed, ...]:
        """The voice part's nodes, in order."""
        return tuple(n for n in self.nodes.values() if n.part == "voice")

    @cached_property
    def bus(self) -> tuple[Placed, ...]:
        """The bus part's nodes, in order."""
        return tuple(n for n in self.nodes.values() if n.part == "bus")

    @property
    def count(self) -> int:
        """Voices."""
        return self.patch.voice.count if self.patch.voice else 0

    @property
    def lanes(self) -> int:
        """Lanes of one voice."""
        return self.patch.voice.lanes if self.patch.voice else 1

    @property
    def groups(self) -> int:
        """Groups of all voices together."""
        return self.count * self.lanes // GROUP

    @cached_property
    def held(self) -> frozenset[tuple[str, str]]:
        """Audio outputs (node, port) that a control input reads: their last value is kept."""
        return frozenset(
            (s.node, s.port)
            for (node, port), sources in self.sources.items()
            if node in self.nodes and port + "~" in self.nodes[node].source.module.inputs
            for s in sources
            if s.kind == "node" and not s.control
        )

    def hearers(self, node: str, port: str) -> set[str]:
        """Return the nodes that hear an audio output; "out" stands for outputs and sends of the patch."""
        found = set()
        for (target, name), sources in self.sources.items():
            fast = target == "out" or name in self.nodes[target].source.module.inputs
            if fast and any((s.kind, s.node, s.port) == ("node", node, port) for s in sources):
                found.add(target)
        ends = {r for x in self.patch.sends for r in (x.left, x.right)}
        return found | ({"out"} if f"{node}.{port}" in ends else set())

    @cached_property
    def kept(self) -> frozenset[tuple[str, str]]:
        """Outputs (node, port) with a place in memory: what control inputs read."""
        read = {(s.node, s.port) for found in self.sources.values() for s in found if s.control}
        return self.held | read

    def slow(self, placed: Placed) -> tuple[tuple[str, ...], ...]:
        """Return the kernels that a node runs at a control tick, those together that run together."""
        found = tuple(k for k in ("control", "prepare") if placed.has(k))
        return (found,) if found and self.steady(placed, found) else tuple((k,) for k in found)

    def watched(self, placed: Placed, kernels: tuple[str, ...]) -> tuple[str, ...]:
        """Return the parameters that some kernels of a node depend on."""
        used = {a for k in kernels for a in placed.source.arguments(k)}
        return tuple(p.name for p in placed.source.module.parameters if p.name in used)

    def steady(self, placed: Placed, kernels: tuple[str, ...]) -> bool:
        """Return whether kernels of a control tick give the same as long as parameters stay the same."""
        source, given = placed.source, {p.name for p in placed.source.module.parameters}
        moving = set(source.updated(*placed.kernels))
        for kernel in kernels:
            if not set(source.arguments(kernel)) <= given:
                return False
            given |= set(source.updated(kernel)) - moving
        return not (moving & set(source.updated(*kernels)) or source.outputs("control"))

    def ramped(self, placed: Placed) -> tuple[str, ...]:
        """Return a node's gliding parameters that its frames use; the others move at control ticks only."""
        used = {a for k in placed.kernels for a in placed.source.arguments(k)}
        return tuple(name for name in placed.source.module.glide if name in used)

    @cached_property
    def latency(self) -> int:
        """Frames from inputs or voices to the outputs, along the longest path."""
        return self._longest({n.id: n.source.module.latency for n in self.nodes.values()})

    @cached_property
    def memory(self) -> int | None:
        """How many earlier input frames an output frame can depend on; None for no bound."""
        own = {n.id: _memory(n) for n in self.nodes.values()}
        finite = {i: m for i, m in own.items() if m is not None}
        return self._longest(finite) if len(finite) == len(own) else None

    def _longest(self, weight: Mapping[str, int]) -> int:
        reach: dict[str, int] = {}
        for i, placed in self.nodes.items():
            ports = [p.rstrip("~") for p in placed.source.module.inputs]
            before = [reach.get(s.node, 0) for p in ports for s in self.sources.get((i, p), ())]
            reach[i] = weight[i] + max(before, default=0)
        ends = [s for (node, _), found in self.sources.items() if node == "out" for s in found]
        ends += [Source("node", r.partition(".")[0], "") for x in self.patch.sends for r in (x.left, x.right)]
        return max((reach.get(s.node, 0) for s in ends), default=0)


def _memory(placed: Placed) -> int | None:
    module = placed.source.module
    if module.memory is None and not module.state and not module.rings:
        return 0
    return module.memory
