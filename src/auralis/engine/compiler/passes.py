"""The passes of a part: loads, glides, kernels and stores of its nodes, as lines of the generated source."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from auralis.engine.compiler.addressing import Addressing, zeros
from auralis.engine.compiler.glides import Glides
from auralis.engine.compiler.pasting import paste
from auralis.engine.compiler.plan import FRAME_KERNELS, SIDES, Placed, Plan, Source
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
        lines = [x for n in found for x in self._whole(n, "awake")]
        return [*lines, "return " + (" or ".join(f"anyl({n.id}__out__awake)" for n in found) or "True")]

    def _whole(self, n: Placed, *kernels: str) -> list[str]:
        """Return the lines of kernels that run together outside of frames, after what they take."""
        pasted = [x for k in kernels for x in self.hears(n, k) + self.paste(n, k, "pos")]
        return [*self.loads(n, *kernels), *pasted]

    def start(self, nodes: Sequence[Placed]) -> list[str]:
        """Return lines that begin a note in the lanes of the mask `new`."""
        lines: list[str] = []
        for n in nodes:
            lines += self.glides.start(n)
            if n.has("start"):
                lines += self._whole(n, "start")
                lines += self.stores(n, "start", masked=True)
        return lines

    def control(self, nodes: Sequence[Placed], masked: bool) -> list[str]:
        """Return lines of a control tick; `masked`: only for the lanes of the mask `new`."""
        lines: list[str] = []
        for n in nodes:
            lines += self.glides.control(n, masked)
            for kernels in self.plan.slow(n):
                found = self._whole(n, *kernels) + self.stores(n, *kernels, masked=masked)
                lines += self._where_moved(n, kernels, found)
            if n.has("control"):
                kept = [p for p in n.source.outputs("control") if (n.id, p) in self.plan.kept]
                lines += [self._keep(n, port, masked) for port in kept]
        return lines + [x for n in nodes for x in self._snaps(n)]

    def _where_moved(self, n: Placed, kernels: tuple[str, ...], lines: list[str]) -> list[str]:
        """Return lines that run only where a parameter has moved, for kernels that depend on nothing else."""
        if n.part == "voice" or not self.plan.steady(n, kernels):
            return lines
        names = self.plan.watched(n, kernels)
        moved, seen = ["S[{born}] == 0.0".format(born=self.address.layout.at("born"))], []
        for name in names:
            now = self.address.number(n, name)
            last = f"S[{self.address.layout.at(f'{n.id}.{name}>seen')}]"
            moved.append(f"{now} != {last}")
            seen.append(f"{last} = {now}")
        return [f"if {' or '.join(moved)}:", *indent([*lines, *seen])]

    def at_rest(self, nodes: Sequence[Placed]) -> list[str]:
        """Return lines that end in the return of whether nodes that hear silence would go on in silence."""
        if self.plan.patch.inputs or not all(self._comes_to_rest(n) for n in nodes):
            return ["return False"]
        states = ((n, s) for n in nodes for s in self.updated(n, n.kernels) if not s.integer)
        moving = [f"anyl(vabs({self.address.load_state(n, s)}) > 0.0)" for n, s in states]
        return [f"return not ({' or '.join(moving) or 'False'})"]

    def settled(self, nodes: Sequence[Placed]) -> list[str]:
        """Return lines that end in the return of whether a control tick would change nothing at rest."""
        slow = [(n, kernels) for n in nodes for kernels in self.plan.slow(n)]
        if not all(self.plan.steady(n, kernels) for n, kernels in slow):
            return ["return False"]
        moving = []
        for n in nodes:
            for name in n.source.module.glide:
                value = f"S[{self.address.layout.at(f'{n.id}.{name}')}]"
                ends = ("goal", "now") if name in self.plan.ramped(n) else ("goal",)
                moving += [f"S[{self.address.layout.at(f'{n.id}.{name}>{end}')}] == {value}" for end in ends]
        return [f"return {' and '.join(moving) or 'True'}"]

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
            left, right = (self.address.sent(source.port, side) for side in ("left", "right"))
            heard = f"pair({left})" if self.plan.lanes == SIDES else f"mix2({left}, {right})"
        else:
            k = 2 * self.plan.patch.inputs.index(source.port)
            heard = f"vec(x[{k}, i + f], x[{k + 1}, i + f])"
        return weighed(heard, source.gain)

    def loads(self, n: Placed, *kernels: str, abreast: bool = False) -> list[str]:
        """Return lines that define what some kernels of a node take, but for its inputs.

        Where frames run `abreast`, parameters stand in all of them, and gliding ones are still to be ramped.
        """
        module, source = n.source.module, n.source
        used = {a for k in kernels for a in source.arguments(k)} | set(source.updated(*kernels))
        lines: list[str] = []
        for p in module.parameters:
            if p.name in used and p.name in module.glide:
                lines += self.glides.load(n, p.name, kernels[0] in FRAME_KERNELS, abreast)
            elif p.name in used:
                value = self.address.parameter(n, p.name)
                lines.append(f"{n.id}__{p.name} = {f'spread16({value})' if abreast else value}")
        states = (s for s in n.states if s.name in used)
        lines += [f"{n.id}__{s.name} = {self.address.load_state(n, s)}" for s in states]
        lines += [f"{n.id}__{r} = {self.address.ring(n, r)}" for r in module.rings if r in used]
        lines += [f"{n.id}__{t} = {self.address.table(n, t)}" for t in module.tables if t in used]
        return lines + [f"{n.id}__{name} = {x}" for name, x in self._places(n).items() if name in used]

    def _places(self, n: Placed) -> dict[str, str]:
        width = self.address.width(n)
        found = {"lane": f"iota({'j' if n.part == 'voice' else 0}, {width})", "new": "new"}
        alone = n.part == "bus" or self.plan.lanes == 1
        found["part"] = f"ilike({zeros(width)}, 0)" if alone else f"iota(j % {self.plan.lanes}, {width})"
        if self.plan.lanes == SIDES and not alone:
            found["part"] = f"iota(0, {width}) & {SIDES - 1}"
        return found

    def paste(self, n: Placed, kernel: str, position: str) -> list[str]:
        """Return the lines of a kernel, which expect what it takes to be defined."""
        return paste(n, kernel, position, self.plan.patch.name)

    def hears(self, n: Placed, kernel: str, near: Near = frozenset()) -> list[str]:
        """Return lines that define a kernel's inputs."""
        lines = []
        for port in n.source.module.inputs:
            name = port.rstrip("~")
            if name in n.source.arguments(kernel):
                sources = self.plan.sources.get((n.id, name), ())
                slow = port.endswith("~") or kernel not in FRAME_KERNELS
                value = (
                    self.slow_sum(n, sources) if slow else self.sum_of(sources, self.address.width(n), near)
                )
                lines.append(f"{n.id}__{name} = {value}")
        return lines

    def slow_sum(self, n: Placed, sources: Sequence[Source]) -> str:
        """Return the sum of a control input's sources."""
        loads = [
            weighed(self.address.load(self.plan.nodes[s.node], f"{s.node}:{s.port}"), s.gain) for s in sources
        ]
        return " + ".join(loads) or zeros(self.address.width(n))

    def stores(self, n: Placed, *kernels: str, masked: bool = False) -> list[str]:
        """Return lines that keep the states that some kernels of a node give new values."""
        lines = []
        for s in self.updated(n, kernels):
            value, old = f"{n.id}__{s.name}", self.address.load_state(n, s)
            lines.append(self.address.store_state(n, s, f"select(new, {value}, {old})" if masked else value))
        return lines

    def updated(self, n: Placed, kernels: Sequence[str]) -> list[State]:
        """Return the states that some kernels of a node give new values."""
        names = n.source.updated(*kernels)
        return [s for s in n.states if s.name in names]

    def _keep(self, n: Placed, port: str, masked: bool) -> str:
        row, value = f"{n.id}:{port}", f"{n.id}__out__{port}"
        return self.address.store(
            n, row, f"select(new, {value}, {self.address.load(n, row)})" if masked else value
        )

    def _snaps(self, n: Placed) -> list[str]:
        states = [s for s in self.updated(n, n.kernels) if not s.integer]
        return [self.address.store_state(n, s, f"snap({self.address.load_state(n, s)})") for s in states]


def indent(lines: Iterable[str]) -> list[str]:
    """Return lines moved to the right."""
    return ["    " + x for x in lines]


def weighed(value: str, gain: float) -> str:
    """Return a value times the gain of its cable."""
    return value if gain == 1.0 else f"{value} * {gain!r}"
