"""A listener's change in the middle of a phrase: how the pad leads over, who rests, and for how long."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from benchmarks.music.pictures.canvas import FAINT, block, canvas, draw_chord, ink, lane, name, say
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from auralis.composition import MusicalContext
from auralis.core.events import NoteEvent
from auralis.core.recipe import Change
from auralis.core.units import Frame
from auralis.pictures.score.lettering import SERIF
from auralis.pictures.score.palette import INKS, TEXT, WARM
from auralis.sequencing import TimedChord, Timeline, chords, notes

_RATE: Final = 44_100
_SEED: Final = 7
_CHANGES: Final[tuple[tuple[str, Mapping[str, object]], ...]] = (
    ("D dorian becomes A dorian", {"key": "A dorian"}),
    ("D dorian becomes F dorian, and 60 become 70 beats a minute", {"key": "F dorian", "bpm": 70}),
)
_AT: Final = 38 * 32.0 + 18.0
"""Seconds: in a section at home, a little after a phrase's fifth bar has begun."""
_BEFORE: Final = 26.0
_AFTER: Final = 34.0
_LEFT: Final = 1.02
_WIDE: Final = 7.7
_LANES: Final = (
    ("lead", 0.3),
    ("left hand", 0.2),
    ("ostinato", 0.2),
    ("bells", 0.2),
    ("percussion", 0.2),
    ("bass", 0.2),
)
_VOICES: Final = {"lead": "lead", "left hand": "left", "bells": "bell", "bass": "bass"}
_PANEL: Final = 3.95
_BEND: Final = 0.5
"""Seconds before and after a chord in which a voice is drawn on its way."""


class Held(NamedTuple):
    """One voice of the pad on one pitch, in seconds from the change."""

    first: float
    last: float
    pitch: int


class Window(NamedTuple):
    """A timeline and the frame of the change in it."""

    timeline: Timeline
    change: Frame

    @property
    def span(self) -> tuple[Frame, Frame]:
        """The frames that are drawn."""
        return self.change - int(_BEFORE * _RATE), self.change + int(_AFTER * _RATE)

    def seconds(self, frame: Frame) -> float:
        """Return the seconds from the change to a frame."""
        return (frame - self.change) / _RATE


def change_picture() -> Figure:
    """Return the picture of two changes."""
    figure = canvas(
        0.95 + _PANEL * len(_CHANGES) + 0.1,
        "A listener turns the key",
        "Two bars that belong to both keys lead over. Bright lines are tones that stay where they are.",
    )
    for i, (words, settings) in enumerate(_CHANGES):
        _draw_change(figure, 0.95 + _PANEL * i, words, _window(settings))
    return figure


def _window(settings: Mapping[str, object]) -> Window:
    asked = Change(int(_AT * _RATE), "bar", settings)
    timeline = Timeline.of(_SEED, _RATE, MusicalContext.of({"preset": "focus"}), (asked,))
    return Window(timeline, timeline.changes[0].frame)


def _draw_change(figure: Figure, top: float, words: str, window: Window) -> None:
    heard = list(notes(window.timeline, window.span[0] - 32 * _RATE, window.span[1]))
    title, strip = lane(figure, _LEFT, top, _WIDE, 0.24), lane(figure, _LEFT, top + 0.28, _WIDE, 0.28)
    roll = lane(figure, _LEFT, top + 0.6, _WIDE, 1.5)
    for axes in (title, strip, roll):
        axes.set(xlim=(-_BEFORE, _AFTER), ylim=(0, 1))
    say(title, -_BEFORE, 0.5, words, ha="left", size=9, color=TEXT)
    sounding = list(chords(window.timeline, *window.span))
    for timed in sounding:
        first, last = window.seconds(timed.start), window.seconds(timed.end)
        draw_chord(strip, first, last, timed.chord)
        _name_chord(strip, max(first, -_BEFORE), min(last, _AFTER), timed)
    _draw_pad(roll, window, heard, sounding)
    _draw_others(figure, top + 2.16, window, heard, sounding)


def _name_chord(strip: Axes, first: float, last: float, timed: TimedChord) -> None:
    if last - first > 3.0:
        say(strip, (first + last) / 2, 0.47, timed.chord.symbol, family=SERIF, size=9.5, color=TEXT)


def _pivot(window: Window, sounding: Sequence[TimedChord]) -> tuple[float, float]:
    """Return the seconds between which the chord of both keys sounds."""
    pivot = next(timed for timed in sounding if timed.chord.role == "pivot")
    return window.seconds(pivot.start), window.seconds(pivot.end)


def _voices(window: Window, heard: Sequence[NoteEvent], sounding: Sequence[TimedChord]) -> list[list[Held]]:
    """Return what each voice of the pad holds, chord by chord, lowest voice first."""
    found: list[list[Held]] = [[], [], [], []]
    pads = [note for note in heard if note.layer == "pad"]
    for timed in sounding:
        middle = (timed.start + timed.end) // 2
        now = sorted(note.pitch for note in pads if note.frame <= middle < note.end)
        for voice, pitch in zip(found, now, strict=True):
            voice.append(Held(window.seconds(timed.start), window.seconds(timed.end), pitch))
    return found


def _draw_pad(axes: Axes, window: Window, heard: Sequence[NoteEvent], sounding: Sequence[TimedChord]) -> None:
    """Draw the four voices as lines; where one stays on its pitch into the next chord, it is bright."""
    voices = _voices(window, heard, sounding)
    pitches = [held.pitch for voice in voices for held in voice]
    axes.set_ylim(min(pitches) - 2, max(pitches) + 2)
    _mark(axes, window, sounding)
    name(axes, "pad")
    axes.yaxis.set_label_coords(-0.045, 0.5)
    octaves = [pitch for pitch in (48, 60, 72) if min(pitches) - 2 < pitch < max(pitches) + 2]
    axes.set_yticks(octaves, [f"C{pitch // 12 - 1}" for pitch in octaves], color=FAINT)
    moves = [
        [(a.last - _BEND, a.pitch), (b.first + _BEND, b.pitch)]
        for voice in voices
        for a, b in pairwise(voice)
    ]
    colour = INKS["pad"].rgb
    for lines, shade, width in (
        (moves, (*colour, 0.6), 1.1),
        (_holds(voices, common=False), (*colour, 0.75), 2.4),
        (_holds(voices, common=True), (1.0, 0.81, 0.56, 0.16), 8.0),
        (_holds(voices, common=True), WARM, 2.4),
    ):
        axes.add_collection(LineCollection(lines, colors=[shade], linewidths=width, capstyle="round"))


def _holds(voices: Sequence[Sequence[Held]], common: bool) -> list[list[tuple[float, float]]]:
    """Return the lines of held tones: those that are common with a neighbouring chord, or the others."""
    found = []
    for voice in voices:
        stays = [False, *(a.pitch == b.pitch for a, b in pairwise(voice)), False]
        for held, kept in zip(voice, pairwise(stays), strict=True):
            if any(kept) == common:
                height = float(held.pitch)
                found.append([(held.first + _BEND, height), (held.last - _BEND, height)])
    return found


def _mark(axes: Axes, window: Window, sounding: Sequence[TimedChord]) -> None:
    """Mark the change, and the bars of both keys."""
    axes.axvspan(*_pivot(window, sounding), color=(1, 1, 1, 0.07), linewidth=0)
    axes.axvline(0, color=TEXT, linewidth=0.8, alpha=0.6, linestyle=(0, (4, 3)))


def _draw_others(
    figure: Figure, top: float, window: Window, heard: Sequence[NoteEvent], sounding: Sequence[TimedChord]
) -> None:
    """Draw the other voices as lanes of dots, the bass as a line, with the bars that each rests."""
    for voice, tall in _LANES:
        axes = lane(figure, _LEFT, top, _WIDE, tall)
        top += tall + 0.05
        own = [note for note in heard if _VOICES.get(voice, voice) in (note.voice, note.layer)]
        axes.set(xlim=(-_BEFORE, _AFTER))
        pitches = [note.pitch for note in own] or [60]
        axes.set_ylim(min(pitches) - 3, max(pitches) + 3)
        block(axes, -_BEFORE, _AFTER, (1, 1, 1), 0.022)
        _mark(axes, window, sounding)
        name(axes, voice)
        _draw_notes(axes, window, own, voice)
        if voice == _LANES[-1][0]:
            times = range(-20, 31, 10)
            axes.set_xticks(times, [f"{time:+d} s" if time else "the change" for time in times])


def _draw_notes(axes: Axes, window: Window, own: Sequence[NoteEvent], voice: str) -> None:
    colour = ink(voice)
    if voice == "bass":
        lines = [[(window.seconds(n.frame), n.pitch), (window.seconds(n.end), n.pitch)] for n in own]
        axes.add_collection(LineCollection(lines, colors=[colour], linewidths=2.0))
        return
    times = [window.seconds(note.frame) for note in own]
    axes.scatter(times, [note.pitch for note in own], s=9, color=colour, linewidths=0)
