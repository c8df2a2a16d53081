"""What every layer's composer promises."""

from abc import ABC, abstractmethod
from typing import ClassVar

from auralis.composition.context import MusicalContext
from auralis.composition.phrase import Phrase, Place


class Composer(ABC):
    """Writes one layer; asked twice, answers twice the same, and never changes the context.

    Chords are those of the section's one plan, whoever asks. Settings of gain, mute, brightness and
    space never change a note; intensity and density decide which notes sound and how firmly.
    """

    layer: ClassVar[str]
    """The layer of every note this composer writes."""

    @abstractmethod
    def compose(self, context: MusicalContext, place: Place, seed: int) -> Phrase:
        """Return the phrase at a place with this layer's notes only; `InvalidValue` past the section."""
