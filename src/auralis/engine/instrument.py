"""What plays a layer: timed events in, a stereo block out. A patch's voices and a SoundFont look alike."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from auralis.core.events import NoteEvent
from auralis.core.units import Block, Frame
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.patch import Patch


class Move(NamedTuple):
    """A parameter, `node.parameter`, takes a value at a frame."""

    frame: Frame
    parameter: str
    value: float


class Player(Protocol):
    """Plays from the frame of its birth on; it was silent before."""

    def schedule(self, notes: Sequence[NoteEvent], moves: Sequence[Move]) -> None:
        """Replace everything scheduled; what lies before the next frame has been played and is the same."""

    def process(self, x: Block, y: Block) -> None:
        """Overwrite y, float32 (2, n), with the next n frames; x is what it hears, (2 an input, n)."""

    def snapshot(self, copy: bool = True) -> object:
        """Return all that the coming frames depend on, besides what is scheduled.

        Without `copy` it holds until the next frame is played.
        """

    def restore(self, snapshot: object) -> None:
        """Continue from a snapshot of this player or of one like it, bit for bit, under the same schedule."""


class Instrument(Protocol):
    """Makes players of a layer's notes."""

    @property
    def patches(self) -> tuple[Patch, ...]:
        """What must be compiled before it plays."""

    def player(self, kernels: Kernels, sample_rate: int, start: Frame, values: Mapping[str, float]) -> Player:
        """Return a player born silent at a frame, with values other than its own by parameter."""
