"""A program that sounds, or is to sound from a frame on, beside another one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from auralis.core.events import NoteEvent
from auralis.core.units import Block, Frame
from auralis.engine.compiler.events import EventRow, Schedule
from auralis.engine.compiler.instance import Snapshot
from auralis.engine.compiler.program import Program
from auralis.engine.instrument import Move

Rows: TypeAlias = Callable[[Sequence[NoteEvent]], list[EventRow]]


@dataclass(frozen=True)
class Strand:
    """A program, its values at birth, the frame from which on it sounds, and how notes play it."""

    program: Program
    rows: Rows
    values: Mapping[str, float]
    start: Frame


class RunningStrand:
    """A strand's instance and what is scheduled for it."""

    def __init__(self, strand: Strand, notes: Sequence[NoteEvent], moves: Sequence[Move]) -> None:
        self.strand = strand
        self.instance = strand.program.instance(strand.start, strand.values)
        self.schedule = Schedule()
        self.follow(notes, moves)

    def follow(self, notes: Sequence[NoteEvent], moves: Sequence[Move]) -> None:
        """Replace everything scheduled. Moves of parameters that this program has not are passed over."""
        program = self.strand.program
        known = [m for m in moves if m.parameter in program.layout.rows]
        rows = [r for m in known for r in program.set_parameter(m.parameter, m.value, m.frame)]
        self.schedule = Schedule(rows + self.strand.rows(notes))

    def process(self, x: Block, y: Block) -> None:
        """Overwrite y with the next frames."""
        position = self.instance.position
        self.instance.process(self.schedule.between(position, position + y.shape[1]), x, y)

    def restored(self, snapshot: Snapshot) -> "RunningStrand":
        """Return this strand as it was at a snapshot."""
        self.instance.restore(snapshot)
        return self
