"""A program that plays: its instance, and what is scheduled for it."""

from collections.abc import Callable, Mapping, Sequence

from auralis.core.events import NoteEvent
from auralis.core.units import Block, Frame
from auralis.engine.compiler.events import EventRow, Schedule
from auralis.engine.compiler.instance import Instance, Snapshot
from auralis.engine.compiler.program import Program
from auralis.engine.instrument import Move


def _no_rows(_notes: Sequence[NoteEvent]) -> list[EventRow]:
    return []


class PatchPlayer:
    """Plays a program, born silent at `start`; `rows` turns notes into event rows, for an instrument."""

    def __init__(
        self,
        program: Program,
        start: Frame,
        values: Mapping[str, float],
        rows: Callable[[Sequence[NoteEvent]], list[EventRow]] = _no_rows,
    ) -> None:
        self._program = program
        self._rows = rows
        self._schedule = Schedule()
        self._instance = program.instance(start, values)

    @property
    def instance(self) -> Instance:
        """The running instance."""
        return self._instance

    def schedule(self, notes: Sequence[NoteEvent], moves: Sequence[Move]) -> None:
        """Replace everything scheduled. A move comes before the notes of its frame."""
        rows = [r for m in moves for r in self._program.set_parameter(m.parameter, m.value, m.frame)]
        self._schedule = Schedule(rows + self._rows(notes))

    def process(self, x: Block, y: Block) -> None:
        """Overwrite y, float32 (2 an output, n), with the next n frames from x, (2 an input, n)."""
        position = self._instance.position
        events = self._schedule.between(position, position + y.shape[1])
        self._instance.process(events, x, y)

    def snapshot(self, copy: bool = True) -> Snapshot:
        """Return the instance's state; without `copy` it holds until the next frame."""
        return self._instance.snapshot(copy)

    def restore(self, snapshot: object) -> None:
        """Continue from a snapshot, bit for bit."""
        if not isinstance(snapshot, Snapshot):
            raise TypeError(f"a {type(snapshot).__name__} is no snapshot of a patch")
        self._instance.restore(snapshot)
