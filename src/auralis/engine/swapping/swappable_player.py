"""A patch that plays and may be exchanged for a changed one while it sounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from auralis.core.events import NoteEvent
from auralis.core.units import Block, Frame
from auralis.engine.compiler.events import EventRow
from auralis.engine.compiler.instance import Snapshot
from auralis.engine.compiler.program import Program
from auralis.engine.instrument import Move
from auralis.engine.swapping.strand import Rows, RunningStrand, Strand
from auralis.engine.swapping.swap import FADE, check_exchange, crossfade, fade_gains, next_tick, succeed


def no_rows(_notes: Sequence[NoteEvent]) -> list[EventRow]:
    """Return nothing: an effect plays no notes."""
    return []


@dataclass(frozen=True)
class SwapSnapshot:
    """Everything that the coming frames depend on, besides what is scheduled: also in the midst of a swap."""

    strands: tuple[Strand, ...]
    instances: tuple[Snapshot, ...]
    coming: Strand | None


class SwappablePlayer:
    """Plays a program, born silent at `start`; `rows` turns notes into its event rows, for an instrument.

    Until the first swap it sounds as a `PatchPlayer` does. After a swap both patches run for 2,048
    frames, while the sound passes from the old one to the new.
    """

    def __init__(
        self, program: Program, start: Frame, values: Mapping[str, float], rows: Rows = no_rows
    ) -> None:
        self._notes: Sequence[NoteEvent] = ()
        self._moves: Sequence[Move] = ()
        self._running = [self._made(Strand(program, rows, values, start))]
        self._coming: RunningStrand | None = None

    @property
    def position(self) -> Frame:
        """The next frame it plays."""
        return self._running[0].instance.position

    @property
    def program(self) -> Program:
        """The program that was given last."""
        return (self._coming or self._running[-1]).strand.program

    def swap(
        self, program: Program, at: Frame, rows: Rows = no_rows, values: Mapping[str, float] | None = None
    ) -> Frame:
        """Let another program take over and return the frame from which on it is heard.

        That is the first control tick at or after `at`, the position, and the end of a swap under way;
        one that has not begun gives way. `values` by `node.parameter` are the new patch's at birth; without
        them those of the old that it knows. Raises `InvalidPatch` unless inputs, outputs and rate agree,
        and `InvalidValue` for a value or a move that it can't take; then nothing is changed.
        """
        last = self._running[-1].strand
        check_exchange(last.program, program)
        start = next_tick(max(at, self.position, self._end_of_fade()))
        if values is None:
            values = {k: v for k, v in last.values.items() if k in program.layout.rows}
        self._coming = self._made(Strand(program, rows, values, start))
        fade_gains()
        return start

    def schedule(self, notes: Sequence[NoteEvent], moves: Sequence[Move]) -> None:
        """Replace everything scheduled, from the birth on. A move comes before the notes of its frame.

        Raises `UnknownParameter` for a move that no program knows.
        """
        strands = [*self._running, *([self._coming] if self._coming else [])]
        for move in moves:
            if not any(move.parameter in s.strand.program.layout.rows for s in strands):
                self.program.layout.parameter(move.parameter)
        self._notes, self._moves = notes, moves
        for strand in strands:
            strand.follow(notes, moves)

    def process(self, x: Block, y: Block) -> None:
        """Overwrite y, float32 (2 an output, n), with the next n frames from x, (2 an input, n)."""
        done = 0
        while done < y.shape[1]:
            self._take_turns()
            part = slice(done, min(y.shape[1], done + self._until_turn()))
            self._play(x[:, part], y[:, part])
            done = part.stop

    def snapshot(self, copy: bool = True) -> SwapSnapshot:
        """Return everything but the schedule; without `copy` it holds until the next frame."""
        strands = tuple(r.strand for r in self._running)
        instances = tuple(r.instance.snapshot(copy) for r in self._running)
        return SwapSnapshot(strands, instances, self._coming.strand if self._coming else None)

    def restore(self, snapshot: object) -> None:
        """Continue from a snapshot of this player or of one like it, bit for bit."""
        if not isinstance(snapshot, SwapSnapshot):
            raise TypeError(f"a {type(snapshot).__name__} is no snapshot of a swappable patch")
        pairs = zip(snapshot.strands, snapshot.instances, strict=True)
        self._running = [self._made(strand).restored(state) for strand, state in pairs]
        self._coming = self._made(snapshot.coming) if snapshot.coming else None

    def _made(self, strand: Strand) -> RunningStrand:
        return RunningStrand(strand, self._notes, self._moves)

    def _end_of_fade(self) -> Frame:
        return self._running[-1].strand.start + FADE if len(self._running) > 1 else self.position

    def _take_turns(self) -> None:
        """End the swap under way and begin the coming one where their frames have come."""
        if len(self._running) > 1 and self.position >= self._end_of_fade():
            del self._running[0]
        if self._coming and self.position >= self._coming.strand.start:
            succeed(self._running[-1], self._coming)
            self._running.append(self._coming)
            self._coming = None

    def _until_turn(self) -> int:
        """Return how many frames there are until `_take_turns` has something to do."""
        turns = [self._end_of_fade()] if len(self._running) > 1 else []
        turns += [self._coming.strand.start] if self._coming else []
        return min(turns) - self.position if turns else 1 << 31

    def _play(self, x: Block, y: Block) -> None:
        if len(self._running) == 1:
            self._running[0].process(x, y)
            return
        old, new = self._running
        since, fading = self.position - new.strand.start, np.empty_like(y)
        old.process(x, fading)
        new.process(x, y)
        crossfade(fading, y, since)
