"""Where everything lives: one flat float32 array holds parameters, states, kept outputs, sends and rings."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auralis.core.parameters import Parameter
from auralis.core.units import CHANNELS
from auralis.engine.compiler.long_line import LONG, LongLine
from auralis.engine.compiler.plan import GROUP, Placed, Plan
from auralis.engine.errors import InvalidPatch, UnknownParameter
from auralis.engine.module import Numbers
from auralis.engine.primitives import CR

ALIGNMENT = 16


@dataclass(frozen=True, slots=True)
class Row:
    """Consecutive floats of the array."""

    offset: int
    size: int


class Layout:
    """The rows of a plan by name.

    `node.parameter` (one value a voice; one on the bus), `node.state`, `node.ring` and `node.table`,
    `node:port` for kept outputs, `node.parameter>goal|now|step` for glides, `node.parameter>seen` for what a
    control tick has seen that depends on parameters alone, `mix.send.left|right` for one control tick of a
    send (where there are several groups of voices), `run.node.port` for what is heard of a node in a control
    tick, `octet.in.input` and `octet.out` for octets that a block's end cuts, and the engine's own `trigger`
    (a voice), `active` (a group), `live` (active groups), `heard` (whether voices have left anything in
    the sends), `rest` (whether the bus has come to rest after its voices), `idle` (whether nothing but an
    event ends that) and `born`.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rows: dict[str, Row] = {}
        self.size = 0
        self._settable = {
            f"{placed.id}.{parameter.name}": (placed, parameter)
            for placed in plan.nodes.values()
            for parameter in placed.source.module.parameters
            if parameter.name in placed.values
        }
        lines: list[LongLine] = []
        for placed in plan.nodes.values():
            self._place_node(placed)
        self._place_engine()
        self._place_runs()
        for placed in plan.nodes.values():
            for name, (frames, lanes) in placed.source.module.rings.items():
                width = lanes or self.width(placed)
                if frames >= LONG:
                    lines.append(LongLine(self.size, frames, width))
                self._place(f"{placed.id}.{name}", frames * width)
            for name, table in placed.source.module.tables.items():
                self._place(f"{placed.id}.{name}", table.size)
        self.long_lines = tuple(lines)

    def width(self, placed: Placed) -> int:
        """Return the lanes of a node: of all voices together, or the bus's two."""
        return self.plan.count * self.plan.lanes if placed.part == "voice" else 2

    def sent(self, send: str, side: str) -> str:
        """Return the row of one side of a send: the sum of all groups, or what the only group gives."""
        if self.plan.groups > 1:
            return f"mix.{send}.{side}"
        reference = next(getattr(s, side) for s in self.plan.patch.sends if s.name == send)
        return f"run.{reference}"

    def at(self, name: str) -> int:
        """Return a row's offset."""
        return self.rows[name].offset

    def parameter(self, name: str) -> tuple[Row, Placed]:
        """Return the row and node of `node.parameter`; raises `UnknownParameter`."""
        placed, _ = self._set(name)
        return self.rows[name], placed

    def fill(self, state: npt.NDArray[np.float32], values: Mapping[str, float]) -> None:
        """Write the values at birth into a zeroed array: the patch's, or those given.

        Raises `InvalidValue` for an unknown name or a value out of range.
        """
        given = {name: self.check(name, value) for name, value in values.items()}
        for placed in self.plan.nodes.values():
            for name, default in placed.values.items():
                value = given.get(f"{placed.id}.{name}", default)
                starting = [s.name for s in placed.states if s.start == name]
                rows = [name, *starting, *(f"{name}>{r}" for r in ("goal", "now"))]
                for row in (self.rows.get(f"{placed.id}.{r}") for r in rows):
                    if row is not None:
                        state[row.offset : row.offset + row.size] = value

    def tables(self, sample_rate: int) -> dict[str, Numbers]:
        """Return the numbers of every table by row; raises `InvalidValue` for a sound that makes none."""
        found: dict[str, Numbers] = {}
        for placed in self.plan.nodes.values():
            for name, table in placed.source.module.tables.items():
                numbers = table.make(placed.sounds.get(name), sample_rate)
                if len(numbers) > table.size:
                    field = f"{self.plan.patch.name}: node {placed.id!r}.{name}"
                    raise InvalidPatch(field, f"{len(numbers)} numbers", f"at most {table.size}")
                found[f"{placed.id}.{name}"] = numbers
        return found

    def check(self, name: str, value: float) -> float:
        """Return a value for `node.parameter` if it is in the parameter's range, or raise `InvalidValue`."""
        return self._set(name)[1].check(value, f"{self.plan.patch.name}: {name}")

    def _set(self, name: str) -> tuple[Placed, Parameter]:
        found = self._settable.get(name)
        if found is None:
            raise UnknownParameter(self.plan.patch.name, name, ", ".join(self._settable))
        return found

    def _place_node(self, placed: Placed) -> None:
        module, width = placed.source.module, self.width(placed)
        for name in placed.values:
            self._place(f"{placed.id}.{name}", self.plan.count if placed.part == "voice" else 1)
        for state in placed.states:
            self._place(f"{placed.id}.{state.name}", state.lanes or width)
        for name in module.glide:
            for row in ("goal", "now", "step") if name in self.plan.ramped(placed) else ("goal",):
                self._place(f"{placed.id}.{name}>{row}", width)
        for kernels in self.plan.slow(placed) if placed.part == "bus" else ():
            if self.plan.steady(placed, kernels):
                for name in self.plan.watched(placed, kernels):
                    self._place(f"{placed.id}.{name}>seen", 1)
        for port in (p.rstrip("~") for p in module.outputs):
            if (placed.id, port) in self.plan.kept:
                self._place(f"{placed.id}:{port}", width)

    def _place_engine(self) -> None:
        self._place("trigger", max(self.plan.count, 1))
        self._place("active", max(self.plan.groups, 1))
        for name in ("born", "live", "rest", "idle", "heard"):
            self._place(name, 1)

    def _place_runs(self) -> None:
        patch = self.plan.patch
        for name in (f"mix.{send.name}" for send in patch.sends if self.plan.groups > 1):
            self._place(f"{name}.left", CR * GROUP)
            self._place(f"{name}.right", CR * GROUP)
        for name in (*(f"in.{x}" for x in patch.inputs), "out"):
            self._place(f"octet.{name}", CR * CHANNELS)
        for placed in self.plan.nodes.values():
            for port in placed.source.module.outputs:
                if self.plan.hearers(placed.id, port) or (placed.id, port) in self.plan.held:
                    width = GROUP if placed.part == "voice" else CHANNELS
                    self._place(f"run.{placed.id}.{port}", CR * width)

    def _place(self, name: str, size: int) -> None:
        self.rows[name] = Row(self.size, size)
        self.size += -(-size // ALIGNMENT) * ALIGNMENT
