"""Two phrases of music, and what the naive toy makes of them: the same rhythm over the same roots."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from benchmarks.music.pictures.canvas import FAINT, canvas, draw_chord, lane, say
from benchmarks.music.pictures.played import Played, chords, notes
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from tests.composition.score import naive, section_score

from auralis.composition import MusicalContext, Place, compose
from auralis.composition.annotation import VARIANT_WORDS
from auralis.pictures.score.lettering import SERIF
from auralis.pictures.score.palette import INKS, TEXT

_SEED: Final = 3
_SECTION: Final = 1
_PHRASES: Final = (6, 7)
_LEFT: Final = 1.02
_WIDE: Final = 7.7


class Tone(NamedTuple):
    """A pitch from a tick for some ticks."""

    tick: int
    ticks: int
    pitch: int


def roll_picture() -> Figure:
    """Return the picture of two phrases of focus beside the naive toy."""
    context = MusicalContext.of({"preset": "focus"})
    phrases = [compose(context, Place(_SECTION, index), _SEED) for index in _PHRASES]
    music = [Played(i * phrase.ticks, phrase) for i, phrase in enumerate(phrases)]
    end = music[-1].end
    figure = canvas(
        6.15,
        "The same rhythm, twice",
        "Above, two phrases as composed. Below, pitches drawn anew: 70 % chord, 25 % key, 5 % outside.",
    )
    motifs = lane(figure, _LEFT, 0.95, _WIDE, 0.34)
    strip = lane(figure, _LEFT, 1.33, _WIDE, 0.3)
    rolls = [lane(figure, _LEFT, 1.68 + 2.15 * i, _WIDE, 2.0) for i in range(2)]
    for axes in (motifs, strip, *rolls):
        axes.set(xlim=(-360, end), ylim=(0, 1))
    _draw_motifs(motifs, music)
    for first, last, chord in chords(music):
        draw_chord(strip, first, last, chord, named=True)
    parts = zip(_leads(context, music), _pads(music), strict=True)
    for axes, title, (lead, pad) in zip(rolls, ("music", "naive toy"), parts, strict=True):
        _draw_roll(axes, title, lead, pad, end, context.bar_ticks)
    fours = range(0, end // context.bar_ticks + 1, 4)
    times = [f"{bars * context.structure.bar_seconds:.0f} s" for bars in fours]
    rolls[1].set_xticks([bars * context.bar_ticks for bars in fours], times)
    return figure


def _leads(context: MusicalContext, music: Sequence[Played]) -> tuple[list[Tone], list[Tone]]:
    """Return the lead as composed, and with the toy's pitches."""
    own = [Tone(tick, note.ticks, note.pitch) for tick, note in notes(list(music)) if note.voice == "lead"]
    score = section_score(context, _SECTION, _SEED)
    offset = music[0].phrase.index * music[0].phrase.ticks
    drawn = {tick - offset: pitch for tick, pitch, *_ in naive(score, _SEED).lead}
    return own, [tone._replace(pitch=drawn[tone.tick]) for tone in own]


def _pads(music: Sequence[Played]) -> tuple[list[Tone], list[Tone]]:
    """Return the pad as composed, and as triads in root position."""
    own = [Tone(tick, note.ticks, note.pitch) for tick, note in notes(list(music)) if note.voice == "pad"]
    toy = [
        Tone(first, last - first, chord.root_pitch + above)
        for first, last, chord in chords(list(music))
        for above in (0, 4, 7, 12)
    ]
    return own, toy


def _draw_motifs(axes: Axes, music: Sequence[Played]) -> None:
    """Draw a bracket over each motif that is said, with its name."""
    found = [(start + said.tick, said) for start, phrase in music for said in phrase.motifs]
    begins = [tick for tick, _ in found]
    for (first, said), following in zip(found, [*begins[1:], music[-1].end], strict=True):
        last = min(first + said.ticks, following - 240)
        axes.plot([first, first, last, last], [0.0, 0.22, 0.22, 0.0], color=TEXT, linewidth=0.8, alpha=0.7)
        words = f"{said.motif} {VARIANT_WORDS[said.variant]}"
        say(axes, (first + last) / 2, 0.62, words, family=SERIF, size=9.5, color=TEXT)


def _draw_roll(axes: Axes, title: str, lead: list[Tone], pad: list[Tone], end: int, bar: int) -> None:
    axes.set_ylim(46, 86)
    axes.axhspan(46, 86, color=(1, 1, 1, 0.018), linewidth=0)
    axes.vlines(range(0, end + 1, bar), 46, 86, color=(1, 1, 1, 0.05), linewidth=0.6)
    axes.vlines(range(0, end + 1, 8 * bar), 46, 86, color=(1, 1, 1, 0.18), linewidth=0.7)
    axes.set_yticks([48, 60, 72, 84], ["C3", "C4", "C5", "C6"], color=FAINT)
    say(axes, end * 0.008, 84.2, title, family=SERIF, size=11, color=TEXT, ha="left")
    for width, depth in ((5.5, 0.14), (1.6, 0.6)):
        _bars(axes, pad, (*INKS["pad"].rgb, depth), width)
    colour = INKS["lead"].rgb
    axes.plot(
        [tone.tick for tone in lead], [tone.pitch for tone in lead], color=(*colour, 0.28), linewidth=0.8
    )
    _bars(axes, [tone._replace(ticks=min(tone.ticks, 1440)) for tone in lead], (*colour, 0.45), 1.5)
    for size, depth in ((150, 0.05), (75, 0.1), (16, 1.0)):
        axes.scatter(
            [tone.tick for tone in lead],
            [tone.pitch for tone in lead],
            s=size,
            color=(*colour, depth),
            linewidths=0,
            zorder=3,
        )


def _bars(axes: Axes, tones: Sequence[Tone], colour: tuple[float, ...], width: float) -> None:
    lines = [[(tone.tick, tone.pitch), (tone.tick + tone.ticks, tone.pitch)] for tone in tones]
    axes.add_collection(LineCollection(lines, colors=[colour], linewidths=width, capstyle="butt"))
