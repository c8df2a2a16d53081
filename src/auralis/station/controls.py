"""A musical context as the kit hears it: names and numbers, no music."""

from collections.abc import Iterator, Mapping

from auralis.composition import MusicalContext, satisfied
from auralis.core.events import ControlEvent
from auralis.core.units import Frame
from auralis.sequencing import Timeline


def control_values(context: MusicalContext) -> dict[str, float | str]:
    """Return what a kit is born with; a muted layer has gain 0."""
    return {"preset": context.preset, "bpm": context.bpm, **_gliding(context)}


def control_events(timeline: Timeline, start: Frame, latency: Frame) -> Iterator[ControlEvent]:
    """Yield the moves of the gliding controls after a frame.

    A change is heard `latency` frames after the engine plays it, and the engine has played that far
    ahead when the change comes: so it acts on the engine `latency` frames after its own frame.
    """
    before = _gliding(timeline.context_at(start))
    for passage in timeline.passages[timeline.index_at(start) :]:
        for turn in passage.turns:
            if turn.frame > start:
                after = _gliding(turn.context)
                yield from _moves(before, after, turn.frame + latency)
                before = after


def _gliding(context: MusicalContext) -> dict[str, float]:
    layers = satisfied(context).layers
    gains = {f"layers.{n}.gain": 0.0 if s.mute else s.gain for n, s in layers}
    return {"brightness": context.brightness, "space": context.space, **gains}


def _moves(before: Mapping[str, float], after: Mapping[str, float], frame: Frame) -> Iterator[ControlEvent]:
    for name, value in after.items():
        if value != before[name]:
            yield ControlEvent(frame, name, value)
