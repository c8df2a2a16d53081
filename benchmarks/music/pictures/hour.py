"""An hour of focus: keys, chords, energy, and which voice is heard when."""

from collections import Counter
from typing import Final

import numpy as np
from benchmarks.music.hours import part
from benchmarks.music.pictures.canvas import (
    block,
    canvas,
    draw_chord,
    draw_key,
    ink,
    lane,
    name,
    say,
)
from benchmarks.music.pictures.played import SEED, Played, chords, notes, played, stretches
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from auralis.composition import MusicalContext, Place, energy
from auralis.composition.arrangement import clearing
from auralis.pictures.score.palette import INKS, TEXT

_MINUTES: Final = 60.0
_VOICES: Final = ("lead", "left hand", "ostinato", "bells", "percussion", "pad", "bass", "air")
_LEFT: Final = 1.02
_WIDE: Final = 7.7
_LANES: Final = {"key": (0.98, 0.26), "chords": (1.28, 0.3), "energy": (1.66, 0.62)}
_FIRST: Final = 2.52
_TALL: Final = 0.36
_STEP: Final = 0.43


def hour_picture() -> Figure:
    """Return the picture of the first hour of focus."""
    context = MusicalContext.of({"preset": "focus"})
    music = played(context, 60.0 * _MINUTES)
    scale = context.structure.bar_seconds / context.bar_ticks / 60.0
    figure = canvas(
        _FIRST + _STEP * len(_VOICES) + 0.42,
        "An hour of focus",
        "Every second section is at home. Each has an arc of energy of its own, and voices that come and go.",
    )
    _form(figure, context, music, scale)
    for i, voice in enumerate(_VOICES):
        axes = lane(figure, _LEFT, _FIRST + _STEP * i, _WIDE, _TALL)
        axes.set(xlim=(0, _MINUTES))
        name(axes, voice)
        _draw_voice(axes, voice, music, scale)
        if voice == _VOICES[-1]:
            axes.set_xticks(
                range(0, 61, 10), [f"{minute} min" if minute else "0" for minute in range(0, 61, 10)]
            )
    _clearings(figure, music, scale)
    return figure


def _form(figure: Figure, context: MusicalContext, music: list[Played], scale: float) -> None:
    """Draw the lanes of keys, chords and energy."""
    lanes = {key: lane(figure, _LEFT, top, _WIDE, tall) for key, (top, tall) in _LANES.items()}
    for key, axes in lanes.items():
        axes.set(xlim=(0, _MINUTES), ylim=(0, 1))
        name(axes, key)
    for stretch in stretches(music):
        wide = (min(stretch.end * scale, _MINUTES) - stretch.start * scale) > 5.0
        draw_key(
            lanes["key"],
            stretch.start * scale,
            stretch.end * scale,
            stretch.key,
            [stretch.key] if wide else [],
        )
    for first, last, chord in chords(music):
        draw_chord(lanes["chords"], first * scale, last * scale, chord)
    _draw_energy(lanes["energy"], context, music, scale)


def _draw_energy(axes: Axes, context: MusicalContext, music: list[Played], scale: float) -> None:
    times, levels = [], []
    for start, phrase in music:
        place = Place(phrase.section, phrase.index)
        for bar in range(9):
            times.append((start + bar * context.bar_ticks) * scale)
            levels.append(energy(context, place, SEED, float(bar)))
    for depth in np.linspace(0.25, 1.0, 4):
        axes.fill_between(times, np.array(levels) * depth, color=(*INKS["lead"].rgb, 0.085), linewidth=0)
    axes.plot(times, levels, color=INKS["lead"].rgb, linewidth=1.1)
    axes.set_ylim(0, 1.08)


def _draw_voice(axes: Axes, voice: str, music: list[Played], scale: float) -> None:
    """Draw a block for each phrase in which a voice is heard, and in it the notes by pitch."""
    own = [(tick, note) for tick, note in notes(music) if part(note) == voice]
    pitches = [note.pitch for _, note in own]
    axes.set_ylim(min(pitches) - 2.5, max(pitches) + 2.5)
    colour = ink(voice)
    for start, phrase in music:
        if any(part(note) == voice for note in phrase.notes):
            block(axes, start * scale, (start + phrase.ticks) * scale, colour, 0.13)
    if voice in ("pad", "bass", "air"):
        lines = [[(t * scale, n.pitch), ((t + n.ticks) * scale, n.pitch)] for t, n in own]
        axes.add_collection(LineCollection(lines, colors=[(*colour, 0.75)], linewidths=0.9))
        return
    shades = [(*colour, 0.3 + 0.7 * min(1.0, note.velocity / 80.0)) for _, note in own]
    axes.scatter([tick * scale for tick, _ in own], pitches, s=2.2, c=shades, linewidths=0)


def _clearings(figure: Figure, music: list[Played], scale: float) -> None:
    """Mark each phrase in which only the bed plays, in sections that are heard whole."""
    axes = lane(figure, _LEFT, _FIRST - 0.04, _WIDE, _STEP * len(_VOICES))
    axes.set(xlim=(0, _MINUTES), ylim=(0, 1))
    counts = Counter(item.phrase.section for item in music)
    del counts[music[-1].phrase.section]
    for start, phrase in music:
        if phrase.section in counts and phrase.index == clearing(counts[phrase.section]):
            x, wide = start * scale, phrase.ticks * scale
            axes.axvspan(x, x + wide, facecolor=(1, 1, 1, 0.07), linewidth=0)
            say(axes, x + wide / 2, 1.022, "clearing", size=6.5, color=TEXT)
