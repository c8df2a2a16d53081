"""An instrument made of a patch: notes become event rows, which voice plays what, and when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from auralis.core.events import NoteEvent
from auralis.core.units import Frame
from auralis.engine.allocation import Allocation
from auralis.engine.compiler.events import EventRow
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.compiler.program import Program
from auralis.engine.patch import Patch
from auralis.engine.patch_player import PatchPlayer


@dataclass(frozen=True)
class PatchInstrument:
    """A patch with one stereo output, and how a note sets its voices.

    `note(pitch, velocity)` gives the values of `node.parameter` at a note-on. `gate` is set to 1 at a
    note's frame and to 0 at its end. At most `polyphony` notes sound; a note beyond that takes the
    voice of the one that ended first, else of the oldest. With `choke`, a parameter that fades a
    voice quickly, the old voice is choked and the note takes a spare one. `release` is how many
    seconds a voice may sound after its note's end.
    """

    patch: Patch
    note: Callable[[int, int], Mapping[str, float]]
    polyphony: int
    release: float
    gate: str = "env.gate"
    choke: str = ""

    @property
    def patches(self) -> tuple[Patch, ...]:
        """What must be compiled before it plays."""
        return (self.patch,)

    def player(
        self, kernels: Kernels, sample_rate: int, start: Frame, values: Mapping[str, float]
    ) -> PatchPlayer:
        """Return a player born silent at a frame, with `node.parameter` values other than the patch's."""
        program = kernels.program(self.patch, sample_rate)
        return PatchPlayer(program, start, values, lambda notes: self.rows(program, notes))

    def rows(self, program: Program, notes: Sequence[NoteEvent]) -> list[EventRow]:
        """Return the event rows of notes; those before a frame depend on no note at or after it.

        Nor do they depend on when notes end after it: of notes that begin together, the lowest comes first.
        """
        release = int(self.release * program.sample_rate)
        voices = Allocation(program.plan.count, self.polyphony, release, choking=bool(self.choke))
        rows: list[EventRow] = []
        for note in sorted(notes, key=lambda n: (n.frame, n.pitch, n.velocity, n.voice, n.end)):
            voice, choked = voices.take(note.frame, note.end)
            if choked is not None and self.choke:
                rows += program.set_parameter(self.choke, 1.0, note.frame, choked)
            rows += self._begin(program, note, voice)
        return rows + self._ends(program, voices.ends())

    def _begin(self, program: Program, note: NoteEvent, voice: int) -> list[EventRow]:
        values = {**self.note(note.pitch, note.velocity), self.gate: 1.0}
        if self.choke:
            values[self.choke] = 0.0
        rows = [
            r for name, value in values.items() for r in program.set_parameter(name, value, note.frame, voice)
        ]
        return rows + program.trigger(voice, note.frame)

    def _ends(self, program: Program, ends: Sequence[tuple[Frame, int]]) -> list[EventRow]:
        return [r for frame, voice in ends for r in program.set_parameter(self.gate, 0.0, frame, voice)]
