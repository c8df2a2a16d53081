"""A run of frames, at most a control tick long: loops over a few nodes each, one after another.

What a loop hears of another lies in memory until the run is over. In a loop a node's states stay in
registers. A long chain in one loop has each frame wait for the whole of it, and the processor cannot look
far enough ahead to begin the next ones; very short loops spend their time on memory. Measurements are in
decision record 17.
"""

from collections.abc import Sequence
from itertools import groupby

from auralis.engine.compiler.octets import Octets
from auralis.engine.compiler.passes import Passes, indent
from auralis.engine.compiler.plan import GROUP, Placed

LONGEST = {"voice": 130, "bus": 40, "octet": 60}
"""The work of a loop, in operations a frame, beyond which another is begun: found by trying."""


class Runs:
    """Writes the loops over the `m` frames of a run."""

    def __init__(self, passes: Passes) -> None:
        self.plan = passes.plan
        self.address = passes.address
        self.passes = passes
        self.octets = Octets(passes)

    def of(self, nodes: Sequence[Placed]) -> list[str]:
        """Return lines that run nodes in order.

        What a feedback delay gives comes first, what it takes comes last.
        """
        lines = [x for cluster in self._clusters(nodes, "pull") for x in self._loop(cluster, "pull")]
        running = [n for n in nodes if n.abreast or n.has("tick")]
        for abreast, found in groupby(running, key=lambda n: bool(n.abreast)):
            if abreast:
                lines += [x for c in self._clusters(list(found)) for x in self.octets.loop(c, self._far(c))]
            else:
                lines += [x for c in self._clusters(list(found)) for x in self._loop(c, "tick")]
        return lines + [x for cluster in self._clusters(nodes, "push") for x in self._loop(cluster, "push")]

    def _clusters(self, nodes: Sequence[Placed], kernel: str = "") -> list[list[Placed]]:
        """Return the nodes cut into stretches that are short enough to be run in one loop."""
        clusters: list[list[Placed]] = []
        room = 0
        for n in nodes:
            running = kernel or n.abreast or "tick"
            if not n.has(running):
                continue
            work = n.source.work(running)
            if work > room:
                clusters.append([])
                room = LONGEST["octet" if n.abreast and not kernel else n.part]
            clusters[-1].append(n)
            room -= work
        return clusters

    def _far(self, cluster: Sequence[Placed]) -> set[tuple[str, str]]:
        """Return the outputs of octets that are heard outside of their loop, or held."""
        inside = {n.id for n in cluster}
        ports = [(n.id, p) for n in cluster for p in n.source.outputs(n.abreast)]
        return {x for x in ports if self.plan.hearers(*x) - inside or x in self.plan.held}

    def _loop(self, cluster: Sequence[Placed], kernel: str) -> list[str]:
        lines, loop, after = [], ["p = pos + f"], []
        near = {(n.id, p) for n in cluster for p in n.source.outputs(kernel)}
        for n in cluster:
            ramped, held = self._ramped(n, kernel), self._held(n, kernel)
            lines += self.passes.loads(n, kernel)
            lines += [f"{n.id}__out__{p} = {self.address.load(n, f'{n.id}:{p}')}" for p in held]
            loop += self.passes.glides.advance(n, ramped)
            loop += [*self.passes.hears(n, kernel, near), *self.passes.paste(n, kernel, "p")]
            far = [p for p in n.source.outputs(kernel) if self._is_heard_beyond(n, p, cluster, kernel)]
            loop += [self.address.to_run(n, p, f"{n.id}__out__{p}") for p in far]
            loop += [line for p in n.source.outputs(kernel) for line in self._sends(n, p)]
            after += self.passes.stores(n, kernel)
            after += self.passes.glides.store(
                n, [x for x in ramped if x not in self._ramped_later(n, kernel)]
            )
            after += [self.address.store(n, f"{n.id}:{p}", f"{n.id}__out__{p}") for p in held]
        return [*lines, "for f in range(begin, end):", *indent(loop), *after]

    def _is_heard_beyond(self, n: Placed, port: str, cluster: Sequence[Placed], kernel: str) -> bool:
        inside = {member.id for member in cluster if kernel == "tick" and not member.has("push")}
        if n.part == "voice" and self.plan.groups > 1:
            inside.add("out")
        return bool(self.plan.hearers(n.id, port) - inside)

    def _sends(self, n: Placed, port: str) -> list[str]:
        """Return lines that add what one of several groups sends to what those before it sent."""
        lines = []
        for send in self.plan.patch.sends if self.plan.groups > 1 else ():
            for side, reference in (("left", send.left), ("right", send.right)):
                if reference == f"{n.id}.{port}":
                    row = f"{self.address.layout.at(f'mix.{send.name}.{side}')} + f * {GROUP}"
                    lines.append(f"vstore(S, {row}, fload(S, {row}, {GROUP}) + {n.id}__out__{port})")
        return lines

    def _held(self, n: Placed, kernel: str) -> list[str]:
        return [p for p in n.source.outputs(kernel) if (n.id, p) in self.plan.held]

    def _ramped(self, n: Placed, kernel: str) -> list[str]:
        return [name for name in self.plan.ramped(n) if name in n.source.arguments(kernel)]

    def _ramped_later(self, n: Placed, kernel: str) -> set[str]:
        later = n.kernels[n.kernels.index(kernel) + 1 :]
        return {name for k in later for name in self._ramped(n, k)}
