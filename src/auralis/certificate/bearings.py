"""Which preset's bands a window is held against, and how far its context is from that preset."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from auralis.certificate.windows import Window
from auralis.composition import MusicalContext
from auralis.sequencing import Timeline

_FREE: Final = ("preset", "key", "key_held", "wander", "fade", "fade_s")
"""Settings that no band speaks of, beside the mode."""


@dataclass(frozen=True)
class Bearings:
    """The preset a context starts from, the nearest in sound, and the settings turned away from it."""

    preset: str
    turned: tuple[str, ...] = ()


def bearings_of(timeline: Timeline, window: Window) -> Bearings:
    """Return the bearings of a window: the preset at its middle, and all that is turned anywhere in it.

    Another preset in a part of the window counts as `preset` turned.
    """
    middle = timeline.context_at((window.start + window.end) // 2)
    contexts = _in_force(timeline, window)
    turned = {name for context in contexts for name in _turned(context)}
    turned |= {"preset" for context in contexts if context.preset != middle.preset}
    return Bearings(middle.preset, tuple(sorted(turned)))


def bearings_of_all(found: list[Bearings]) -> Bearings:
    """Return the bearings of a night: the preset of most of its windows, and all that is turned anywhere."""
    preset = Counter(own.preset for own in found).most_common(1)[0][0]
    turned = {name for own in found for name in own.turned}
    turned |= {"preset" for own in found if own.preset != preset}
    return Bearings(preset, tuple(sorted(turned)))


def _in_force(timeline: Timeline, window: Window) -> list[MusicalContext]:
    turns = [turn for passage in timeline.passages for turn in passage.turns]
    inside = [turn.context for turn in turns if window.start < turn.frame < window.end]
    return [timeline.context_at(window.start), *inside]


def _turned(context: MusicalContext) -> set[str]:
    own = MusicalContext.of({"preset": context.preset})
    plain, settings = own.settings(), context.settings()
    found = {name for name, value in settings.items() if name not in _FREE and plain[name] != value}
    return found | ({"mode"} if context.mode != own.mode else set())
