"""Eight hours of sleep: keys, the sinking energy, and how much is played."""

from typing import Final

import numpy as np
import numpy.typing as npt
from benchmarks.composition import EIGHT_HOURS
from benchmarks.music.hours import part
from benchmarks.music.pictures.canvas import FAINT, canvas, draw_key, ink, lane, name, say
from benchmarks.music.pictures.played import SEED, Played, played, stretches
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from auralis.composition import PHRASE_BARS, MusicalContext, Place, energy
from auralis.pictures.score.palette import INKS

_PARTS: Final = ("lead", "left hand", "bells", "pad", "bass", "air")
_MOST: Final = 12.5
"""Notes a minute at the top of a part's lane."""
_LEFT: Final = 1.02
_WIDE: Final = 7.15
_HOURS: Final = 8.0
_SMOOTHED: Final = 15
"""Phrases over which onsets are averaged."""


def night_picture() -> Figure:
    """Return the picture of a night."""
    context = MusicalContext.of({"preset": "sleep"})
    music = played(context, EIGHT_HOURS)
    scale = context.structure.bar_seconds / context.bar_ticks / 3600.0
    figure = canvas(
        5.4,
        "Eight hours of sleep",
        "The energy sinks for two hours, and stays low. The bells fall silent; the bed goes on.",
    )
    keys, arcs = lane(figure, _LEFT, 0.98, _WIDE, 0.26), lane(figure, _LEFT, 1.36, _WIDE, 0.8)
    for axes, words in ((keys, "key"), (arcs, "energy")):
        axes.set(xlim=(0, _HOURS), ylim=(0, 1))
        name(axes, words)
    _draw_keys(keys, music, scale)
    _draw_energy(arcs, context, music, scale)
    _draw_parts(figure, music, scale)
    return figure


def _draw_keys(axes: Axes, music: list[Played], scale: float) -> None:
    for stretch in stretches(music):
        first, last = stretch.start * scale, min(stretch.end * scale, _HOURS)
        tonic = stretch.key.split()[0]
        draw_key(axes, first, last, stretch.key, [tonic] if last - first > 0.085 * len(tonic) else [])


def _draw_parts(figure: Figure, music: list[Played], scale: float) -> None:
    words = lane(figure, _LEFT, 2.28, _WIDE, 0.2)
    words.set(xlim=(0, 1), ylim=(0, 1))
    say(
        words,
        0,
        0.5,
        "notes a minute; at the right, in the first hour and in the last",
        color=FAINT,
        ha="left",
    )
    for i, voice in enumerate(_PARTS):
        axes = lane(figure, _LEFT, 2.56 + 0.41 * i, _WIDE, 0.39)
        _draw_part(axes, voice, music, scale)
        if voice == _PARTS[-1]:
            axes.set_xticks(range(9), [f"{hour} h" if hour else "0" for hour in range(9)])


def _draw_energy(axes: Axes, context: MusicalContext, music: list[Played], scale: float) -> None:
    times, levels = [], []
    for start, phrase in music:
        for bar in range(PHRASE_BARS):
            times.append((start + bar * context.bar_ticks) * scale)
            levels.append(energy(context, Place(phrase.section, phrase.index), SEED, float(bar)))
    for depth in np.linspace(0.25, 1.0, 4):
        axes.fill_between(times, np.array(levels) * depth, color=(*INKS["pad"].rgb, 0.1), linewidth=0)
    axes.plot(times, levels, color=INKS["pad"].rgb, linewidth=0.9)


def _draw_part(axes: Axes, voice: str, music: list[Played], scale: float) -> None:
    """Draw a part's notes a minute, and write their means in the first hour and in the last."""
    hours = np.array([(item.start + item.phrase.ticks / 2) * scale for item in music])
    minutes = music[0].phrase.ticks * scale * 60.0
    counts = np.array([sum(part(note) == voice for note in item.phrase.notes) for item in music]) / minutes
    busy, colour = _smooth(counts), ink(voice)
    axes.fill_between(hours, busy, color=(*colour, 0.3), linewidth=0)
    axes.plot(hours, busy, color=colour, linewidth=1.0)
    axes.axhline(0, color=(1, 1, 1, 0.16), linewidth=0.6)
    axes.set(xlim=(0, _HOURS), ylim=(0, _MOST))
    first, last = counts[hours < 1.0].mean(), counts[hours > _HOURS - 1.0].mean()
    say(axes, 8.06, _MOST / 3, f"{first:.1f} \u2192 {last:.1f}", color=colour, ha="left", size=7.5)
    name(axes, voice)


def _smooth(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return a running mean, of fewer values at the ends."""
    window = np.ones(_SMOOTHED)
    counted = np.convolve(np.ones(len(values)), window, mode="same")
    return np.asarray(np.convolve(values, window, mode="same") / counted)
