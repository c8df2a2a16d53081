"""The passes of a part: loads, glides, kernels and stores of its nodes, as lines of the generated source."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from auralis.engine.compiler.addressing import Addressing, zeros
from auralis.engine.compiler.glides import Glides
from auralis.engine.compiler.pasting import paste
from auralis.engine.compiler.plan import FRAME_KERNELS, Placed, Plan, Source
from auralis.engine.module import State

Near: TypeAlias = AbstractSet[tuple[str, str]]


class Passes:
    """Writes what happens to the nodes of a plan at a note-on, at a control tick and in a run of frames."""

    def __init__(self, plan: Plan, addressing: Addressing) -> None:
        self.plan = plan
        self.address = addressing
        self.glides = Glides(plan, addressing)

    def awake(self, nodes: Sequence[Placed]) -> list[str]:
        """Return lines that end in the return of whether any lane still sounds."""
        found = [n for n in nodes if n.has("awake")]
        lines = [x for n in found for x in (*self.loads(n, "awake"), *self.paste(n, "awake", "pos"))]
        return [*lines, "return " + (" or ".join(f"anyl({n.id}__out__awake)" for n in found) or "True")]

    def start(self, nodes: Sequence[Placed]) -> list[str]:
        """Return lines that begin a note in the lanes of the mask `new`."""
        lines: list[str] = []
        for n in nodes:
            lines += self.glides.start(n)
            if n.has("start"):
                lines += [*self.loads(n, "start"), *self.paste(n, "start", "pos")]
                lines += self.stores(n, "start", masked=True)
        return lines

    def control(self, nodes: Sequence[Placed], masked: bool) -> list[str]:
        """Return lines of a control tick; `masked`: only for the lanes of the mask `new`."""
        lines: list[str] = []
        for n in nodes:
            lines += self.glides.control(n, masked)
            if n.has("control"):
                lines += [*self.loads(n, "control"), *self.paste(n, "control", "pos")]
                lines += self.stores(n, "control", masked=masked)
                kept = [p for p in n.source.outputs("control") if (n.id, p) in self.plan.kept]
                lines += [self._keep(n, port, masked) for port in kept]
        return lines + [x for n in nodes for x in self._snaps(n)]

    def at_rest(self, nodes: Sequence[Placed]) -> list[str]:
        """Return lines that end in the return of whether nodes that hear silence would go on in silence."""
        if self.plan.patch.inputs or not all(self._comes_to_rest(n) for n in nodes):
            return ["return False"]
        states = ((n, s) for n in nodes for s in self._updated(n, FRAME_KERNELS) if not s.integer)
        moving = [f"anyl(vabs({self.address.load_state(n, s)}) > 0.0)" for n, s in states]
        return [f"return not ({' or '.join(moving) or 'False'})"]

    def _comes_to_rest(self, n: Placed) -> bool:
        """Return whether silent inputs and states of zero mean silence: no source, no delay, no grid."""
        module = n.source.module
        sounds = any(not p.endswith("~") for p in module.outputs)
        heard = [p for p in module.inputs if not p.endswith("~") and self.plan.sources.get((n.id, p))]
        return not sounds or bool(heard and not module.rings and not n.has("block"))

    def sum_of(self, sources: Sequence[Source], width: int, near: Near = frozenset()) -> str:
        """Return the sum of an audio input's sources at frame `f` of a run, zero without any.

        `near` are the outputs (node, port) that the same loop has just worked out.
        """
        return " + ".join(self._audio(s, near) for s in sources) or zeros(width)

    def _audio(self, source: Source, near: Near) -> str:
        if (source.node, source.port) in near:
            heard = f"{source.node}__out__{source.port}"
        elif source.kind == "node":
            heard = self.address.in_run(self.plan.nodes[source.node], source.port)
        elif source.kind == "send":
            heard = (
                f"mix2({self.address.sent(source.port, 'left')}, {self.address.sent(source.port, 'right')})"
            )
        else:
            k = 2 * self.plan.patch.inputs.index(source.port)
            heard = f"vec(x[{k}, i + f], x[{k + 1}, i + f])"
        return _weighed(heard, source.gain)

    def loads(self, n: Placed, *kernels: str) -> list[str]:
        """Return lines that define what some kernels of a node take, but for its inputs."""
        module, source = n.source.module, n.source
        used = {a for k in kernels for a in source.arguments(k)} | set(source.updated(*kernels))
        lines: list[str] = []
        for p in module.parameters:
            if p.name in used and p.name in module.glide:
                lines += self.glides.load(n, p.name, in_frames=kernels[0] in FRAME_KERNELS)
            elif p.name in used:
                lines.append(f"{n.id}__{p.name} = {self.address.parameter(n, p.name)}")
        states = (s for s in module.state if s.name in used)
        lines += [f"{n.id}__{s.name} = {self.address.load_state(n, s)}" for s in states]
        lines += [f"{n.id}__{r} = {self.address.ring(n, r)}" for r in module.rings if r in used]
        lines += [f"{n.id}__{t} = {self.address.table(n, t)}" for t in module.tables if t in used]
        return lines + [f"{n.id}__{name} = {x}" for name, x in self._places(n).items() if name in used]

    def _places(self, n: Placed) -> dict[str, str]:
        width = self.address.width(n)
        found = {"lane": f"iota({'j' if n.part == 'voice' else 0}, {width})", "new": "new"}
        alone = n.part == "bus" or self.plan.lanes == 1
        found["part"] = f"ilike({zeros(width)}, 0)" if alone else f"iota(j % {self.plan.lanes}, {width})"
        return found

    def paste(self, n: Placed, kernel: str, position: str, near: Near = frozenset()) -> list[str]:
        """Return the lines of a kernel, after those that define its inputs."""
        lines = []
        for port in n.source.module.inputs:
            name = port.rstrip("~")
            if name in n.source.arguments(kernel):
                sources = self.plan.sources.get((n.id, name), ())
                slow = port.endswith("~") or kernel not in FRAME_KERNELS
                value = (
                    self._slow_sum(n, sources) if slow else self.sum_of(sources, self.address.width(n), near)
                )
                lines.append(f"{n.id}__{name} = {value}")
        return lines + paste(n, kernel, position, self.plan.patch.name)

    def _slow_sum(self, n: Placed, sources: Sequence[Source]) -> str:
        loads = [
            _weighed(self.address.load(self.plan.nodes[s.node], f"{s.node}:{s.port}"), s.gain)
            for s in sources
        ]
        return " + ".join(loads) or zeros(self.address.width(n))

    def stores(self, n: Placed, *kernels: str, masked: bool = False) -> list[str]:
        """Return lines that keep the states that some kernels of a node give new values."""
        lines = []
        for s in self._updated(n, kernels):
            value, old = f"{n.id}__{s.name}", self.address.load_state(n, s)
            lines.append(self.address.store_state(n, s, f"select(new, {value}, {old})" if masked else value))
        return lines

    def _updated(self, n: Placed, kernels: Sequence[str]) -> list[State]:
        names = n.source.updated(*kernels)
        return [s for s in n.source.module.state if s.name in names]

    def _keep(self, n: Placed, port: str, masked: bool) -> str:
        row, value = f"{n.id}:{port}", f"{n.id}__out__{port}"
        return self.address.store(
            n, row, f"select(new, {value}, {self.address.load(n, row)})" if masked else value
        )

    def _snaps(self, n: Placed) -> list[str]:
        states = [s for s in self._updated(n, FRAME_KERNELS) if not s.integer]
        return [self.address.store_state(n, s, f"snap({self.address.load_state(n, s)})") for s in states]


def indent(lines: Iterable[str]) -> list[str]:
    """Return lines moved to the right."""
    return ["    " + x for x in lines]


def _weighed(value: str, gain: float) -> str:
    return value if gain == 1.0 else f"{value} * {gain!r}"
