"""A preset of a font that plays a segment: synth, and a strip of tone and gain after it."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from auralis.core.events import NoteEvent
from auralis.core.units import CHANNELS, Block, Frame
from auralis.engine.instrument import Move, Player
from auralis.engine.soundfont.messages import Message, messages
from auralis.engine.soundfont.synth import PERIOD, Synth


@dataclass(frozen=True, slots=True)
class SoundFontSnapshot:
    """Where a player is, and its strip's state. What FluidSynth holds can't be copied."""

    position: Frame
    strip: object


class SoundFontPlayer:
    """Plays on the grid of 64 frames that begins at its birth, in whole periods, whatever is asked for.

    `born` makes a silent synth, `strip` hears it. A snapshot is small; the first block after `restore`
    plays everything again from the birth on, unheard: about a second for each 100 s of a segment.
    """

    def __init__(self, born: Callable[[], Synth], strip: Player, start: Frame, polyphony: int) -> None:
        self._born = born
        self._strip = strip
        self._start = start
        self._polyphony = polyphony
        self._position = start
        self._told: list[Message] = []
        self._begin()

    @property
    def voices(self) -> int:
        """The font's own voices that sound now."""
        return self._synth.voices

    def schedule(self, notes: Sequence[NoteEvent], moves: Sequence[Move]) -> None:
        """Replace everything scheduled; what lies before the next frame has been played and is the same."""
        self._told = messages(notes, self._start, self._polyphony)
        self._strip.schedule((), moves)

    def process(self, x: Block, y: Block) -> None:
        """Overwrite y, float32 (2, n), with the next n frames; x is empty."""
        self._replay()
        self._strip.process(self._dry(y.shape[1]), y)
        self._position += y.shape[1]

    def snapshot(self, copy: bool = True) -> SoundFontSnapshot:
        """Return where it is; without `copy` it holds until the next frame."""
        return SoundFontSnapshot(self._position, self._strip.snapshot(copy))

    def restore(self, snapshot: object) -> None:
        """Continue from a snapshot, bit for bit, under the same schedule."""
        if not isinstance(snapshot, SoundFontSnapshot):
            raise TypeError(f"a {type(snapshot).__name__} is no snapshot of a SoundFont player")
        self._strip.restore(snapshot.strip)
        self._position = snapshot.position
        self._begin()

    def _begin(self) -> None:
        self._synth = self._born()
        self._period = 0
        self._rest = np.zeros((CHANNELS, 0), np.float32)

    def _replay(self) -> None:
        """Bring a new synth to where the player is."""
        reached = self._period * PERIOD - self._rest.shape[1]
        while reached < self._position - self._start:
            step = min(self._position - self._start - reached, 1 << 14)
            self._dry(step)
            reached += step

    def _dry(self, frames: int) -> Block:
        """Return the synth's next frames: first what was left of the last period."""
        periods = max(0, -(-(frames - self._rest.shape[1]) // PERIOD))
        sound = np.empty((CHANNELS, periods * PERIOD), np.float32)
        self._render(sound)
        whole = np.concatenate((self._rest, sound), axis=1)
        self._rest = whole[:, frames:].copy()
        return np.ascontiguousarray(whole[:, :frames])

    def _render(self, sound: Block) -> None:
        """Overwrite whole periods with what comes next, telling the synth what is due at each."""
        first = self._period
        last = first + sound.shape[1] // PERIOD
        index = bisect_left(self._told, first, key=lambda m: m.period)
        while self._period < last:
            while index < len(self._told) and self._told[index].period == self._period:
                self._tell(self._told[index])
                index += 1
            until = min(last, self._told[index].period) if index < len(self._told) else last
            self._synth.render(sound[:, (self._period - first) * PERIOD : (until - first) * PERIOD])
            self._period = until

    def _tell(self, message: Message) -> None:
        if message.velocity:
            self._synth.note_on(message.pitch, message.velocity)
        else:
            self._synth.note_off(message.pitch)
