"""What stands above the first staff of a score: tempo, sections, keys by name and chords, by bar."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple
from xml.etree.ElementTree import Element

from auralis.core.units import Frame, Tick
from auralis.export.score.musicxml.bars import Bar, bar_of
from auralis.export.score.musicxml.directions import write_section, write_tempo, write_words
from auralis.export.score.musicxml.harmony import write_harmony
from auralis.export.score.musicxml.key_marks import KeyMarks
from auralis.sequencing import Timeline, chords


class Sign(NamedTuple):
    """What is written into its bar's element, so many ticks into the bar."""

    tick: Tick
    write: Callable[[Element, Tick], None]


def signs(
    timeline: Timeline, start: Frame, end: Frame, found: Sequence[Bar], keys: KeyMarks
) -> dict[Bar, list[tuple[Tick, Sign]]]:
    """Return the signs of frames [start, end) by their bars, each with its place in the bar."""
    placed: dict[Bar, list[tuple[Tick, Sign]]] = defaultdict(list)
    tempos, harmony = _tempos(timeline, start, end, found), _harmony(timeline, start, end)
    for sign in (*_form(keys), *tempos, *harmony):
        bar = bar_of(found, sign.tick)
        placed[bar].append((min(sign.tick - bar.tick, bar.length), sign))
    return placed


def _tempos(timeline: Timeline, start: Frame, end: Frame, found: Sequence[Bar]) -> Iterator[Sign]:
    first = timeline.tempo.tick_from(start)
    bpm = timeline.context_at(start).bpm
    yield Sign(0, partial(_tempo, bpm, found[0].meter))
    for mark in timeline.tempo.marks:
        if start < mark.frame < end and mark.bpm != bpm:
            bpm, tick = mark.bpm, mark.tick - first
            yield Sign(tick, partial(_tempo, bpm, bar_of(found, tick).meter))


def _form(keys: KeyMarks) -> Iterator[Sign]:
    for tick, section in keys.sections:
        yield Sign(tick, partial(_section, section))
    for tick, key in keys.marks:
        yield Sign(tick, partial(_words, key.name))


def _harmony(timeline: Timeline, start: Frame, end: Frame) -> Iterator[Sign]:
    """Yield each chord that differs from the one before it."""
    first, symbol = timeline.tempo.tick_from(start), ""
    for chord in chords(timeline, start, end):
        if chord.chord.symbol != symbol:
            symbol = chord.chord.symbol
            yield Sign(timeline.tempo.tick_from(max(chord.start, start)) - first, partial(_chord, symbol))


def _tempo(bpm: float, meter: str, measure: Element, offset: Tick) -> None:
    write_tempo(measure, bpm, meter, offset)


def _section(section: int, measure: Element, offset: Tick) -> None:
    write_section(measure, section, offset)


def _words(words: str, measure: Element, offset: Tick) -> None:
    write_words(measure, words, offset)


def _chord(symbol: str, measure: Element, offset: Tick) -> None:
    write_harmony(measure, symbol, offset)
