"""One running instance of a program: its state array and its position are all there is to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from auralis.core.errors import InvalidValue
from auralis.core.units import CHANNELS, Block, Frame
from auralis.engine.compiler.events import Events
from auralis.engine.compiler.layout import Layout
from auralis.engine.compiler.long_line import LongLine
from auralis.engine.compiler.render import Render
from auralis.engine.module import Numbers

_LINE = 64
NOT_KEPT: Final[Mapping[str, bool]] = {"kept": False}
"""Marks a field of a snapshot that says nothing of what is to come."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An instance's state array at a position.

    `lines` are those of its delay lines that are long; `calls` is how often its kernel had run.
    """

    position: Frame
    state: npt.NDArray[np.float32]
    lines: tuple[LongLine, ...] = field(default=(), compare=False, metadata=NOT_KEPT)
    calls: int = field(default=0, compare=False, metadata=NOT_KEPT)


class Instance:
    """Renders frames from `position` on."""

    def __init__(
        self,
        render: Render,
        layout: Layout,
        position: Frame,
        values: Mapping[str, float],
        tables: Mapping[str, Numbers],
    ) -> None:
        self.position = position
        self._calls = 0
        self._render = render
        self._layout = layout
        self._rows_in = CHANNELS * len(layout.plan.patch.inputs)
        self._rows_out = CHANNELS * len(layout.plan.patch.outputs)
        self._idle = layout.at("idle")
        self._state = _aligned(layout.size)
        layout.fill(self._state, values)
        for name, numbers in tables.items():
            self.row(name)[: len(numbers)] = numbers

    def process(self, events: Events, x: Block, y: Block) -> None:
        """Render y, (2 an output, n), from x, (2 an input, n); `events` are those of its n frames.

        The kernel is not called for silence that nothing but an event ends.
        """
        if len(y) != self._rows_out:
            raise InvalidValue("y.shape", y.shape, f"({self._rows_out}, n)")
        if len(x) != self._rows_in or x.shape[1] != y.shape[1]:
            raise InvalidValue("x.shape", x.shape, f"({self._rows_in}, {y.shape[1]})")
        for name, block in (("x", x), ("y", y)):
            if block.size and block.strides[1] != block.itemsize:
                raise InvalidValue(f"{name}.strides", block.strides, "frames that lie side by side")
        if self._state[self._idle] > 0 and not len(events):
            y[:] = 0
            self.position += y.shape[1]
            return
        self._calls += 1
        self.position = self._render(self._state, events, self.position, x, y)

    def row(self, name: str) -> npt.NDArray[np.float32]:
        """Return a view of a row of the layout: a parameter's values or a state."""
        row = self._layout.rows.get(name)
        if row is None:
            raise InvalidValue("row", name, ", ".join(self._layout.rows))
        return self._state[row.offset : row.offset + row.size]

    def snapshot(self, copy: bool = True) -> Snapshot:
        """Return everything the coming frames depend on; without `copy` it holds until the next frame."""
        state = self._state.copy() if copy else self._state
        return Snapshot(self.position, state, self._layout.long_lines, self._calls)

    def restore(self, snapshot: Snapshot) -> None:
        """Continue from a snapshot, bit for bit."""
        self._state = _aligned(self._layout.size)
        self._state[:] = snapshot.state
        self.position = snapshot.position


def _aligned(size: int) -> npt.NDArray[np.float32]:
    """Return zeros that begin at a cache line."""
    room = np.zeros(size + _LINE // 4, np.float32)
    skip = (-room.ctypes.data % _LINE) // 4
    return room[skip : skip + size]
