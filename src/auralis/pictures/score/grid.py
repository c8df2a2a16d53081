"""Lines behind the music: time, bars, phrases, sections, octaves, and a listener's changes."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from auralis.composition import PHRASE_BARS
from auralis.core.units import Frame
from auralis.pictures.score.lettering import SANS, Face, fitting, length, write
from auralis.pictures.score.palette import SOFT, TEXT
from auralis.pictures.score.sections import stretches
from auralis.pictures.score.sheet import Sheet

_STEPS: Final = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400)
_TICK_POINTS: Final = 64.0
_LINE_POINTS: Final = 7.0
"""The least distances of times and of lines."""
_SMALL: Final = Face(SANS, 7.0)


def clock(seconds: int) -> str:
    """Write a time as m:ss, and as h:mm:ss from an hour on."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def times(sheet: Sheet) -> list[int]:
    """Return the whole seconds that are written on the axis, at a step that leaves room for them."""
    step = next((s for s in _STEPS if sheet.points(s) >= _TICK_POINTS), _STEPS[-1])
    first, last = sheet.clipped(sheet.start, sheet.end)
    return list(range(-int(-first // step) * step, int(last) + 1, step))


def draw_times(axes: Axes, sheet: Sheet) -> None:
    """Write the times under the axes."""
    axes.set_xticks(times(sheet), [clock(time) for time in times(sheet)])


def bar_lines(sheet: Sheet) -> list[Frame]:
    """Return the frames at which bars begin inside the span, phrases' first bars left out."""
    found = []
    for phrase in sheet.phrases:
        passage = sheet.timeline.passages[phrase.passage]
        tick = passage.tick + phrase.number * passage.phrase_ticks
        bars = range(1, PHRASE_BARS)
        frames = [sheet.timeline.tempo.frame(tick + bar * passage.context.bar_ticks) for bar in bars]
        found += [frame for frame in frames if sheet.start < frame < min(phrase.end, sheet.end)]
    return found


def draw_grid(axes: Axes, sheet: Sheet) -> None:
    """Draw bars and phrases where they are not too dense, and sections always."""
    phrases = [phrase.start for phrase in sheet.phrases if phrase.start > sheet.start]
    sections = [stretch.start for stretch in stretches(sheet) if stretch.start > sheet.start]
    for frames, strength in ((bar_lines(sheet), 0.045), (phrases, 0.1)):
        if all(sheet.points(sheet.x(later - frame)) >= _LINE_POINTS for frame, later in pairwise(frames)):
            _lines(axes, sheet, frames, strength)
    _lines(axes, sheet, sections, 0.2)


def _lines(axes: Axes, sheet: Sheet, frames: Sequence[Frame], strength: float) -> None:
    low, high = axes.get_ylim()
    lines = [[(sheet.x(frame), low), (sheet.x(frame), high)] for frame in frames]
    axes.add_collection(LineCollection(lines, colors=[(1, 1, 1, strength)], linewidths=0.8, zorder=0))


def draw_octaves(axes: Axes) -> None:
    """Draw and label every C of the axes' pitches; C4 is middle C."""
    low, high = axes.get_ylim()
    octaves = [pitch for pitch in range(0, 128, 12) if low < pitch < high]
    axes.set_yticks(octaves, [f"C{pitch // 12 - 1}" for pitch in octaves])
    axes.hlines(octaves, *axes.get_xlim(), colors=[(1, 1, 1, 0.07)], linewidth=0.8, zorder=0)


def changes(sheet: Sheet) -> dict[Frame, list[str]]:
    """Return what a listener's changes set inside the span, by the frames where they take effect."""
    found: dict[Frame, list[str]] = {}
    for change in sheet.timeline.changes:
        if sheet.start < change.frame < sheet.end:
            found.setdefault(change.frame, []).extend(f"{k} {_plain(v)}" for k, v in change.set.items())
    return found


def _plain(value: object) -> str:
    """Write a setting's value as people do: a list as its words, true and false in small letters."""
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def draw_changes(axes: Axes, sheet: Sheet) -> None:
    """Draw a dashed line for each change, and at its top what was set, as much of it as fits."""
    low, high = axes.get_ylim()
    letter = length("n", _SMALL)
    found = changes(sheet)
    for frame, after in pairwise((*found, sheet.end)):
        x, words = sheet.x(frame), found[frame]
        axes.vlines([x], low, high, colors=TEXT, alpha=0.55, linewidth=0.9, linestyles=(0, (4, 3)))
        room = sheet.points(sheet.x(after) - x) - 2 * letter
        text = fitting([", ".join(words), *(f"{word}, ..." for word in words[:1])], room, _SMALL)
        where = (x + letter / sheet.points(1), high - 0.8)
        write(axes, *where, text, _SMALL, color=SOFT, ha="left", va="top")
