"""A MusicXML document: what it is, its parts, and their bars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, indent, tostring

from auralis import __version__
from auralis.core.units import Frame, Tick
from auralis.export.score.musicxml.attributes import write_attributes
from auralis.export.score.musicxml.bars import Bar, Notation, bars
from auralis.export.score.musicxml.directions import dynamic, write_dynamic
from auralis.export.score.musicxml.elements import add
from auralis.export.score.musicxml.key_marks import KeyMarks
from auralis.export.score.musicxml.lines import EMPTY, lines
from auralis.export.score.musicxml.measure import Voice, fill
from auralis.export.score.musicxml.part import PARTS, Part, part_id
from auralis.export.score.musicxml.part_list import write_part_list
from auralis.export.score.musicxml.signs import Sign, signs
from auralis.export.score.played_notes import PlayedNote, played_notes
from auralis.export.score.score import title
from auralis.sequencing import Timeline

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN"'
    ' "http://www.musicxml.org/dtds/partwise.dtd">\n'
)
_VOICES_A_STAFF: Final = 4
_DYNAMIC_BARS: Final = 8


@dataclass(frozen=True, slots=True)
class _Score:
    """What all parts share."""

    bars: Sequence[Bar]
    keys: KeyMarks
    signs: Mapping[Bar, Sequence[tuple[Tick, Sign]]]
    notation: Notation


def document(timeline: Timeline, start: Frame, end: Frame, notation: Notation = "written") -> bytes:
    """Return a document of the notes that begin in frames [start, end), as UTF-8.

    960 divisions are a beat, so that they are ticks. `written` stands on a grid of sixteenths; in
    it `attack` and `release` say how many ticks later than written a note begins and ends. `played`
    has every note from its own tick to its own tick. Bars end where the last note does.
    """
    notes = played_notes(timeline, start, end)
    ticks = timeline.tempo.tick_from(end) - timeline.tempo.tick_from(start)
    found = bars(timeline, start, max((ticks, *(note.off for note in notes))), notation)
    keys = KeyMarks.of(timeline, start, end)
    shared = _Score(found, keys, signs(timeline, start, end, found, keys), notation)
    heard = {note.layer for note in notes} or {"pad"}
    parts = [part for layer, part in PARTS.items() if layer in heard]
    score = Element("score-partwise", version="4.0")
    _identification(score, title(timeline, start))
    write_part_list(score, parts, notes)
    for part in parts:
        own = [note for note in notes if note.layer == part.layer]
        _part(score, part, own, shared, first=part is parts[0])
    indent(score, " ")
    return f"{_HEAD}{tostring(score, encoding='unicode')}\n".encode()


def _identification(score: Element, name: str) -> None:
    add(add(score, "work"), "work-title", name)
    identification = add(score, "identification")
    add(identification, "creator", "Auralis", type="composer")
    add(identification, "rights", "CC0 1.0")
    encoding = add(identification, "encoding")
    add(encoding, "software", f"Auralis {__version__}")
    for element in ("accidental", "beam", "stem"):
        add(encoding, "supports", element=element, type="yes" if element == "accidental" else "no")


def _part(score: Element, part: Part, notes: Sequence[PlayedNote], shared: _Score, first: bool) -> None:
    written = add(score, "part", id=part_id(part.layer))
    voices, loudness = _voices(part, notes, shared), _loudness(notes, shared.bars)
    pickup = shared.bars[0].pickup
    for index, (before, bar) in enumerate(zip((None, *shared.bars), shared.bars, strict=False)):
        implicit = {"implicit": "yes"} if bar.pickup else {}
        measure = add(written, "measure", number=index + (not pickup), **implicit)
        write_attributes(measure, part, before, bar, shared.keys)
        if first:
            for offset, sign in shared.signs.get(bar, ()):
                sign.write(measure, offset)
        if index in loudness:
            write_dynamic(measure, loudness[index], 1)
        fill(measure, bar, voices, shared.keys, shared.notation)


def _voices(part: Part, notes: Sequence[PlayedNote], shared: _Score) -> list[Voice]:
    """Return the part's lines with their voices and staves; an empty line stands for a silent staff."""
    out = []
    for staff in range(1, len(part.clefs) + 1):
        own = [note for note in notes if (note.voice in part.lower) == (staff == 2)]
        found = lines(own, shared.bars, shared.notation) or [EMPTY]
        first = _VOICES_A_STAFF * (staff - 1) + 1
        out += [Voice(number, staff, line) for number, line in enumerate(found, first)]
    return out


def _loudness(notes: Sequence[PlayedNote], found: Sequence[Bar]) -> dict[int, str]:
    """Return dynamic marks by the index of their bar, where the mean of eight bars has a new one."""
    out: dict[int, str] = {}
    marked, place = "", 0
    for index in range(0, len(found), _DYNAMIC_BARS):
        last = found[min(index + _DYNAMIC_BARS, len(found)) - 1]
        velocities = []
        while place < len(notes) and notes[place].on < last.tick + last.ticks:
            velocities.append(notes[place].velocity)
            place += 1
        if velocities and (mark := dynamic(sum(velocities) / len(velocities))) != marked:
            out[index] = marked = mark
    return out
