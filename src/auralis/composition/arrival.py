"""What a passage that a listener's change began comes from."""

from dataclasses import dataclass

from auralis.theory.keys import Key
from auralis.theory.voice_leading import Voicing


@dataclass(frozen=True, slots=True)
class Arrival:
    """The change comes with the first bar of a section's `phrase`; until then, something else sounded.

    `key`, `pitch_classes` (root first) and the pad's `voicing` are those of the chord before it;
    `step` is the intensity before it less the intensity after it. Voices rest for a while where key,
    tempo, meter or preset are others (`rests`), and go on where only the choice of chords is.
    """

    phrase: int
    key: Key
    pitch_classes: tuple[int, ...]
    voicing: Voicing
    step: float
    rests: bool
