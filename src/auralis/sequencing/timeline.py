"""The timeline: a first context and a log of changes become passages on a grid of boundaries."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from auralis.composition import MusicalContext, Place, continued
from auralis.core.recipe import Boundary, Change
from auralis.core.units import TICKS_PER_BEAT, Frame, chunk_frames
from auralis.sequencing.passage import Passage, Turn
from auralis.sequencing.tempo import TempoMap


@dataclass(frozen=True, slots=True)
class Timeline:
    """What plays when: a pure function of seed, rate, first context and changes.

    Nothing before a change's frame depends on the change. `changes` holds each change at the frame
    where it takes effect; a timeline made anew from them is the same timeline.
    """

    seed: int
    sample_rate: int
    opening: MusicalContext
    tempo: TempoMap
    passages: tuple[Passage, ...]
    changes: tuple[Change, ...] = ()

    @classmethod
    def of(
        cls,
        seed: int,
        sample_rate: int,
        opening: MusicalContext,
        changes: Iterable[Change] = (),
    ) -> "Timeline":
        """Return the timeline of a recipe's parts; raises `InvalidValue` for a setting out of range."""
        first = Passage(0, 0, Place(0, 0), (Turn(0, opening),))
        timeline = cls(seed, sample_rate, opening, TempoMap.constant(opening.bpm, sample_rate), (first,))
        waiting = sorted(changes, key=lambda c: c.frame)
        while waiting:
            index, frame = timeline._soonest(waiting)
            timeline = timeline._after(replace(waiting.pop(index), frame=frame))
        return timeline

    def with_change(self, change: Change) -> "Timeline":
        """Return the timeline with one more change in its log; at one boundary, the last one made wins."""
        resolved = replace(change, frame=self.boundary(change.frame, change.boundary))
        if not self.changes or self.changes[-1].frame <= resolved.frame:
            return self._after(resolved)
        return Timeline.of(self.seed, self.sample_rate, self.opening, (*self.changes, resolved))

    def index_at(self, frame: Frame) -> int:
        """Return the index of the passage that sounds at a frame."""
        return max(0, bisect_right(self.passages, frame, key=lambda p: p.start) - 1)

    def passage_at(self, frame: Frame) -> Passage:
        """Return the passage that sounds at a frame."""
        return self.passages[self.index_at(frame)]

    def context_at(self, frame: Frame) -> MusicalContext:
        """Return the context in force at a frame."""
        return self.passage_at(frame).context_at(frame)

    def boundary(self, frame: Frame, kind: Boundary) -> Frame:
        """Return the first boundary of a kind at or after a frame."""
        if kind == "chunk":
            step = chunk_frames(self.sample_rate)
            return -(-frame // step) * step
        index = self.index_at(frame)
        passage = self.passages[index]
        ticks = {"beat": TICKS_PER_BEAT, "bar": passage.context.bar_ticks, "phrase": passage.phrase_ticks}[
            kind
        ]
        steps = -(-(self.tempo.tick_from(frame) - passage.tick) // ticks)
        found = self.tempo.frame(passage.tick + steps * ticks)
        later = self.passages[index + 1 : index + 2]
        return min(found, later[0].start) if later else found

    def phrase_at(self, frame: Frame) -> int:
        """Return which phrase of its passage sounds at a frame, counted from 0."""
        passage = self.passage_at(frame)
        return (self.tempo.tick_from(frame + 1) - 1 - passage.tick) // passage.phrase_ticks

    def phrase_start(self, passage: Passage, phrase: int) -> Frame:
        """Return the frame at which a passage's n-th phrase begins."""
        return self.tempo.frame(passage.tick + phrase * passage.phrase_ticks)

    def _soonest(self, waiting: Sequence[Change]) -> tuple[int, Frame]:
        """Return which of the waiting changes, sorted by frame, takes effect first, and where."""
        best, when = 0, self._effect(waiting[0])
        for index, change in enumerate(waiting[1:], 1):
            if change.frame >= when:
                break
            if (frame := self._effect(change)) < when:
                best, when = index, frame
        return best, when

    def _effect(self, change: Change) -> Frame:
        return self.boundary(max(change.frame, self.passages[-1].turns[-1].frame), change.boundary)

    def _after(self, change: Change) -> "Timeline":
        """Return the timeline with a change whose frame is the boundary where it takes effect."""
        last = self.passages[-1]
        before = last.turns[-1].context
        after = before.changed(change.music)
        if change.kit is not None:
            return self._new_passage(last, after, change)
        if after == before:
            return replace(self, changes=(*self.changes, change))
        if after.structure == before.structure:
            kept = last.turns[: bisect_left(last.turns, change.frame, key=lambda t: t.frame)]
            passage = replace(last, turns=(*kept, Turn(change.frame, after)))
            return replace(self, passages=(*self.passages[:-1], passage), changes=(*self.changes, change))
        return self._new_passage(last, after, change)

    def _new_passage(self, last: Passage, context: MusicalContext, change: Change) -> "Timeline":
        """Return the timeline with a passage that goes on from what sounds just before a change."""
        kept = self.passages if change.frame > last.start else self.passages[:-1]
        first = self._continued(kept[-1], context, change.frame) if kept else Place(0, 0)
        tempo = self.tempo.then(change.frame, context.bpm)
        turns = (Turn(change.frame, context),)
        passage = Passage(change.frame, tempo.tick_from(change.frame), first, turns)
        return replace(self, tempo=tempo, passages=(*kept, passage), changes=(*self.changes, change))

    def _continued(self, passage: Passage, context: MusicalContext, frame: Frame) -> Place:
        """Return where a context goes on that takes over from a passage at a frame."""
        phrase = self.phrase_at(frame - 1)
        ticks = self.tempo.tick_from(frame) - passage.tick - phrase * passage.phrase_ticks
        before, place = passage.context_at(frame - 1), passage.place(phrase, self.seed)
        return continued(before, place, ticks / passage.context.bar_ticks, context, self.seed)
