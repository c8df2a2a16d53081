"""One motif as a seed says it: as it is, and its five changes, over the chords of that moment."""

from typing import Final, NamedTuple

from benchmarks.music.pictures.canvas import FAINT, canvas, draw_chord, lane, say
from benchmarks.music.pictures.played import Played, played
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from auralis.composition import Chord, MusicalContext, ScoreNote, Statement
from auralis.composition.annotation import VARIANT_WORDS
from auralis.composition.motifs import memory, varied
from auralis.pictures.score.lettering import SERIF
from auralis.pictures.score.palette import INKS, TEXT, hue_of, oklch

_SEED: Final = 3
_HOURS: Final = 3.0
_BARS: Final = 2
_SPARE: Final = 300
"""Ticks that are shown before the first bar."""
_WIDE: Final = 2.58
_TALL: Final = 1.42


class Said(NamedTuple):
    """A statement with its notes, its chords and the tick at which its two bars begin in the phrase."""

    start: int
    notes: list[ScoreNote]
    chords: tuple[Chord, ...]


def motifs_picture() -> Figure:
    """Return the picture of a motif's variants as they are first heard whole."""
    context = MusicalContext.of({"preset": "focus"})
    music = played(context, _HOURS * 3600.0, _SEED)
    figure = canvas(
        5.2,
        "One motif, six ways",
        "Each as it is first heard whole in seed 3. Higher and lower mean: than where the line has come to.",
    )
    heard = {variant: _first(context, music, variant) for variant in VARIANT_WORDS}
    pitches = [note.pitch for said in heard.values() for note in said.notes]
    for i, (variant, words) in enumerate(VARIANT_WORDS.items()):
        left, top = 0.6 + (_WIDE + 0.22) * (i % 3), 1.0 + 2.05 * (i // 3)
        strip, roll = lane(figure, left, top + 0.24, _WIDE, 0.24), lane(figure, left, top + 0.5, _WIDE, _TALL)
        title = lane(figure, left, top, _WIDE, 0.22)
        title.set(xlim=(0, 1), ylim=(0, 1))
        say(title, 0, 0.5, words, ha="left", family=SERIF, size=11, color=TEXT)
        roll.set_ylim(min(pitches) - 2.5, max(pitches) + 2.5)
        _draw(strip, roll, heard[variant], context.bar_ticks)
    return figure


def _first(context: MusicalContext, music: list[Played], variant: str) -> Said:
    """Return where the first motif is first said in a variant with none of its notes left out."""
    motif = memory(_SEED, context.meter).motifs[0]
    whole = len(varied(motif, variant, slow=False))
    for _, phrase in music:
        for said in phrase.motifs:
            notes = [n for n in phrase.notes if n.voice == "lead" and _belongs(said, n, context.bar_ticks)]
            if said.motif == "A" and said.variant == variant and len(notes) == whole:
                return Said(_slot(said, context.bar_ticks), notes, phrase.chords)
    raise LookupError(variant)


def _slot(said: Statement, bar: int) -> int:
    return (said.tick + bar // 8) // (_BARS * bar) * _BARS * bar


def _belongs(said: Statement, note: ScoreNote, bar: int) -> bool:
    start = _slot(said, bar)
    return said.tick <= note.tick < start + _BARS * bar - bar // 8


def _draw(strip: Axes, roll: Axes, said: Said, bar: int) -> None:
    end = said.start + _BARS * bar
    strip.set(xlim=(said.start - _SPARE, end), ylim=(0, 1))
    roll.set_xlim(said.start - _SPARE, end)
    low, high = roll.get_ylim()
    octaves = [pitch for pitch in (60, 72, 84) if low < pitch < high]
    roll.set_yticks(octaves, [f"C{pitch // 12 - 1}" for pitch in octaves], color=FAINT)
    roll.axhspan(low, high, color=(1, 1, 1, 0.022), linewidth=0)
    for chord in said.chords:
        first, last = max(chord.tick, said.start), min(chord.tick + chord.ticks, end)
        if first < last:
            draw_chord(strip, first, last, chord, named=True)
            _draw_tones(roll, first, last, chord)
    colour, ticks = INKS["lead"].rgb, [note.tick for note in said.notes]
    pitches = [note.pitch for note in said.notes]
    roll.plot(ticks, pitches, color=(*colour, 0.4), linewidth=1.0)
    for size, depth in ((220, 0.05), (110, 0.1), (26, 1.0)):
        roll.scatter(ticks, pitches, s=size, color=(*colour, depth), linewidths=0, zorder=3)
    roll.vlines(range(said.start, end + 1, bar // 4), low, high, color=(1, 1, 1, 0.04), linewidth=0.6)


def _draw_tones(roll: Axes, first: float, last: float, chord: Chord) -> None:
    """Draw the chord's tones as lines across the roll."""
    low, high = roll.get_ylim()
    tones = [pitch for pitch in range(int(low), int(high) + 1) if pitch % 12 in chord.pitch_classes]
    colour = oklch(0.6, 0.09, hue_of(chord.root_pitch % 12))
    roll.hlines(tones, first, last, color=(*colour, 0.55), linewidth=1.0)
