"""Runs of the bus, eight frames side by side: what waits for no frame before it, and filters in blocks.

An octet begins at a multiple of eight frames. Where a run ends inside of one it is worked out as far as it
is known and kept to itself; with the frames that come later it is worked out again, whole. So the sound is
the same wherever a run is cut.
"""

from collections.abc import Iterable, Sequence

from auralis.engine.compiler.passes import Near, Passes, indent, weighed
from auralis.engine.compiler.plan import GROUP, OCTET, SIDES, Placed, Source

_HEAR = """\
if whole:
    in__{name} = load8(x, {row}, i + f)
else:
    for j in range(max(f, begin), min(f + 8, end)):
        S[{at} + 2 * j] = x[{row}, i + j]
        S[{at} + 2 * j + 1] = x[{row} + 1, i + j]
    in__{name} = upto(fload(S, {at} + 2 * f, 16), end - f)"""

_UTTER = """\
if whole:
    store8(y, {row}, i + f, out)
else:
    vstore(S, {at}, out)
    for j in range(max(f, begin), min(f + 8, end)):
        y[{row}, i + j] = S[{at} + 2 * (j - f)]
        y[{row} + 1, i + j] = S[{at} + 2 * (j - f) + 1]"""

_WHOLE = f"whole = f >= begin and f + {OCTET} <= end"
_FOR = f"for f in range(begin & -{OCTET}, end, {OCTET}):"


class Octets:
    """Writes the loops over the octets of a run."""

    def __init__(self, passes: Passes) -> None:
        self.plan = passes.plan
        self.passes = passes
        self.address = passes.address

    def loop(self, cluster: Sequence[Placed], far: Near) -> list[str]:
        """Return lines that run nodes over the octets; outputs that are `far` are kept for other loops."""
        near = {(n.id, p) for n in cluster for p in n.source.outputs(n.abreast)}
        before, body, done, cut, after = [], ["p = pos + f"], [], [], []
        body += self._inputs(s for n in cluster for p in n.source.module.inputs for s in self._sources(n, p))
        for n in cluster:
            kernel = n.abreast
            states = [s.name for s in self.passes.updated(n, (kernel,))]
            before += self.passes.loads(n, kernel, abreast=True)
            body += [f"{n.id}__{s}__kept = {n.id}__{s}" for s in states]
            ramped = [name for name in self.plan.ramped(n) if name in n.source.arguments(kernel)]
            body += [f"{v} = ramp8({v}__now, {v}__step)" for v in (f"{n.id}__{name}" for name in ramped)]
            body += self._heard(n, kernel, near)
            body += self.passes.paste(n, kernel, "p")
            ports = [p for p in n.source.outputs(kernel) if (n.id, p) in far]
            body += [self.address.to_octet(n, p, f"{n.id}__out__{p}") for p in ports]
            done += [f"{n.id}__{name}__now = last({n.id}__{name})" for name in ramped]
            cut += [f"{n.id}__{s} = {n.id}__{s}__kept" for s in states]
            after += self.passes.stores(n, kernel)
            after += [self.address.store(n, f"{n.id}.{x}>now", f"{n.id}__{x}__now") for x in ramped]
            after += self._held(n, kernel)
        body += [f"if f + {OCTET} <= end:", *indent(done or ["pass"])]
        body += ["else:", *indent(cut)] if cut else []
        return [*before, _FOR, *indent(body), *after]

    def outputs(self) -> list[str]:
        """Return lines that write the patch's outputs."""
        lines = []
        row = self.address.layout.at("octet.out")
        for k, name in enumerate(self.plan.patch.outputs):
            sources = self.plan.sources.get(("out", name), ())
            lines.append(f"out = snap({self._sum_of(sources, frozenset())})")
            lines += _UTTER.format(row=2 * k, at=row).splitlines()
        heard = self._inputs(s for (n, _), found in self.plan.sources.items() if n == "out" for s in found)
        return [_FOR, *indent([_WHOLE, *heard, *lines])] if lines else []

    def _inputs(self, sources: Iterable[Source]) -> list[str]:
        """Return lines that define what is heard of the patch's inputs."""
        lines = []
        for name in sorted({s.port for s in sources if s.kind == "input"}):
            row, at = 2 * self.plan.patch.inputs.index(name), self.address.layout.at(f"octet.in.{name}")
            lines += _HEAR.format(name=name, row=row, at=at).splitlines()
        return [_WHOLE, *lines] if lines else []

    def _sources(self, n: Placed, port: str) -> Sequence[Source]:
        return self.plan.sources.get((n.id, port.rstrip("~")), ())

    def _heard(self, n: Placed, kernel: str, near: Near) -> list[str]:
        lines = []
        for port in n.source.module.inputs:
            name, sources = port.rstrip("~"), self._sources(n, port)
            if name in n.source.arguments(kernel) and port.endswith("~"):
                lines.append(f"{n.id}__{name} = spread16({self.passes.slow_sum(n, sources)})")
            elif name in n.source.arguments(kernel):
                lines.append(f"{n.id}__{name} = {self._sum_of(sources, near)}")
        return lines

    def _sum_of(self, sources: Sequence[Source], near: Near) -> str:
        return " + ".join(self._audio(s, near) for s in sources) or "spread16(vec(0.0, 0.0))"

    def _audio(self, source: Source, near: Near) -> str:
        if (source.node, source.port) in near:
            heard = f"{source.node}__out__{source.port}"
        elif source.kind == "input":
            heard = f"in__{source.port}"
        elif source.kind == "send":
            sides = (
                self.address.layout.at(self.address.layout.sent(source.port, side))
                for side in ("left", "right")
            )
            rows = (f"{row} + f * {GROUP}" for row in sides)
            summed = "pair8(S, {})" if self.plan.lanes == SIDES else "mix8(S, {}, {})"
            heard = f"upto({summed.format(*rows)}, end - f)"
        else:
            row = f"run.{source.node}.{source.port}"
            heard = f"upto({self.address.octet(row)}, end - f)"
        return weighed(heard, source.gain)

    def _held(self, n: Placed, kernel: str) -> list[str]:
        lines = []
        for port in n.source.outputs(kernel):
            if (n.id, port) in self.plan.held:
                newest = f"fload(S, {self.address.layout.at(f'run.{n.id}.{port}')} + (end - 1) * 2, 2)"
                lines.append(self.address.store(n, f"{n.id}:{port}", newest))
        return lines
