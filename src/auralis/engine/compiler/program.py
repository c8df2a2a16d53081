"""A compiled patch: makes instances, and event rows for its parameters and voices."""

from collections.abc import Mapping
from types import MappingProxyType

from auralis.core.errors import InvalidValue
from auralis.core.units import Frame
from auralis.engine.compiler.events import EventRow
from auralis.engine.compiler.instance import Instance
from auralis.engine.compiler.layout import Layout
from auralis.engine.compiler.plan import Plan
from auralis.engine.compiler.render import Render
from auralis.engine.patch import Patch


class Program:
    """A patch compiled for a rate."""

    def __init__(self, plan: Plan, layout: Layout, sample_rate: int, source: str, render: Render) -> None:
        self.plan = plan
        self.layout = layout
        self.sample_rate = sample_rate
        self.source = source
        self.render = render
        self._tables = layout.tables(sample_rate)

    @property
    def patch(self) -> Patch:
        """The patch."""
        return self.plan.patch

    @property
    def latency(self) -> int:
        """Frames from input to output, along the longest path."""
        return self.plan.latency

    @property
    def memory(self) -> int | None:
        """How many earlier input frames an output frame can depend on; None for no bound."""
        return self.plan.memory

    def instance(self, position: Frame, values: Mapping[str, float] = MappingProxyType({})) -> Instance:
        """Return an instance born silent at a frame, with `node.parameter` values other than the patch's."""
        return Instance(self.render, self.layout, position, values, self._tables)

    def set_parameter(self, name: str, value: float, at: Frame, voice: int | None = None) -> list[EventRow]:
        """Return the rows that set `node.parameter` at a frame, in one voice or in all."""
        row, placed = self.layout.parameter(name)
        checked = self.layout.check(name, value)
        if voice is None or placed.part == "bus":
            return [(at, row.offset + k, checked) for k in range(row.size)]
        self._check_voice(voice)
        return [(at, row.offset + voice, checked)]

    def trigger(self, voice: int, at: Frame) -> list[EventRow]:
        """Return the row that begins a note: every module's `start` runs for the voice."""
        self._check_voice(voice)
        return [(at, self.layout.at("trigger") + voice, 1.0)]

    def _check_voice(self, voice: int) -> None:
        if not 0 <= voice < self.plan.count:
            raise InvalidValue(f"{self.patch.name}: voice", voice, f"0 to {self.plan.count - 1}")
