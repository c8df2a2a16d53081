"""The arc of intensity: what the listener wants, shaped by the section's energy."""

from typing import Final

from matplotlib.axes import Axes

from auralis.composition import PHRASE_BARS, intensity
from auralis.core.units import Frame
from auralis.pictures.score.palette import oklch
from auralis.pictures.score.sheet import Sheet

_ACCENT: Final = oklch(0.84, 0.075, 265)
_POINTS_A_SAMPLE: Final = 2.0


def intensities(sheet: Sheet) -> list[tuple[Frame, float]]:
    """Return the intensity in force, the listener's shaped by the section's energy, at frames of the span."""
    steps = max(2, int(sheet.points(sheet.x(sheet.end - sheet.start)) / _POINTS_A_SAMPLE))
    frames = [sheet.start + i * (sheet.end - 1 - sheet.start) // steps for i in range(steps + 1)]
    return [(frame, _intensity(sheet, frame)) for frame in frames]


def _intensity(sheet: Sheet, frame: Frame) -> float:
    timeline = sheet.timeline
    context, passage = timeline.context_at(frame), timeline.passage_at(frame)
    number = timeline.phrase_at(frame)
    into = timeline.tempo.tick_from(frame) - passage.tick - number * passage.phrase_ticks
    bar = PHRASE_BARS * max(0, into) / passage.phrase_ticks
    place = passage.place(number, timeline.seed)
    return intensity(context, place, timeline.seed, bar)


def draw_intensity(axes: Axes, sheet: Sheet) -> None:
    """Draw the arc of intensity over a scale from 0 to 1."""
    arc = intensities(sheet)
    times, heights = [sheet.x(frame) for frame, _ in arc], [height for _, height in arc]
    axes.fill_between(times, heights, color=_ACCENT, alpha=0.16, linewidth=0)
    axes.plot(times, heights, color=_ACCENT, linewidth=1.4, solid_joinstyle="round", gid="intensity")
    axes.yaxis.tick_right()
    axes.set_yticks([0.5, 1.0], ["0.5", "1"])
