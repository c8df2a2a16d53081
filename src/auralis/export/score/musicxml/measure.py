"""A bar of a part: its voices one after another, each filling it with notes and rests."""

from collections.abc import Sequence
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from auralis.export.score.musicxml.bars import Bar, Notation
from auralis.export.score.musicxml.elements import add
from auralis.export.score.musicxml.key_marks import KeyMarks
from auralis.export.score.musicxml.lines import EMPTY, Head, Line
from auralis.export.score.musicxml.part import drum, instrument_id
from auralis.export.score.musicxml.pieces import Piece, pieces, silence
from auralis.export.score.musicxml.spelling import Accidentals, spelled

_FORTE: Final = 90
"""The velocity that MusicXML counts as 100 per cent."""


class Voice(NamedTuple):
    """A line with the numbers of its voice and its staff, both from 1."""

    number: int
    staff: int
    line: Line


class Drawn(NamedTuple):
    """A voice's pieces in a bar, with the accidental of each head that has one, by piece and head."""

    voice: Voice
    pieces: list[Piece]
    signs: dict[tuple[int, int], str]


def fill(measure: Element, bar: Bar, voices: Sequence[Voice], keys: KeyMarks, notation: Notation) -> None:
    """Write the voices of a part that sound in a bar; a staff where none does has a rest."""
    written = 0
    for staff in sorted({voice.staff for voice in voices}):
        drawn = _drawn(bar, [voice for voice in voices if voice.staff == staff], keys, notation)
        for one in drawn:
            _back(measure, bar, written)
            for index, piece in enumerate(one.pieces):
                _write(measure, one, index, piece, keys)
            written += 1
        if not drawn:
            _back(measure, bar, written)
            _silence(measure, bar, staff, notation)
            written += 1


def _drawn(bar: Bar, voices: Sequence[Voice], keys: KeyMarks, notation: Notation) -> list[Drawn]:
    """Return the voices of one staff that sound in a bar."""
    drawn = [Drawn(v, found, {}) for v in voices if (found := pieces(v.line, bar, notation))]
    heads = [
        (piece.on, number, index, place, head)
        for number, one in enumerate(drawn)
        for index, piece in enumerate(one.pieces)
        if piece.stroke is not None
        for place, head in enumerate(piece.stroke.heads)
        if head.note.layer != "percussion" and piece.first(head)
    ]
    accidentals = Accidentals(keys.at(bar.tick))
    for _, number, index, place, head in sorted(heads):
        sign = accidentals.sign(spelled(head.note.pitch, keys.at(head.note.on)))
        if sign is not None:
            drawn[number].signs[index, place] = sign
    return drawn


def _back(measure: Element, bar: Bar, written: int) -> None:
    if written:
        add(add(measure, "backup"), "duration", bar.length)


def _silence(measure: Element, bar: Bar, staff: int, notation: Notation) -> None:
    """Write a whole bar's rest; one that its time signature does not fill needs rests of its own length."""
    voice = Voice(4 * staff - 3, staff, EMPTY)
    if not bar.is_whole:
        for piece in silence(bar, notation):
            _rest(measure, voice, piece)
        return
    note = add(measure, "note")
    add(note, "rest", measure="yes")
    add(note, "duration", bar.length)
    add(note, "voice", voice.number)
    add(note, "staff", staff)


def _rest(measure: Element, voice: Voice, piece: Piece) -> None:
    note = add(measure, "note", **({} if piece.value else {"print_object": "no"}))
    add(note, "rest")
    add(note, "duration", piece.off - piece.on)
    _places(note, voice, piece, None)


def _write(measure: Element, drawn: Drawn, index: int, piece: Piece, keys: KeyMarks) -> None:
    """Write a rest, or the notes of a chord."""
    if piece.stroke is None:
        _rest(measure, drawn.voice, piece)
        return
    for place, head in enumerate(piece.stroke.heads):
        note = add(measure, "note", **_performance(piece, head))
        if place:
            add(note, "chord")
        _pitch(note, head, keys)
        add(note, "duration", piece.off - piece.on)
        ties = [t for t, there in (("stop", not piece.first(head)), ("start", not piece.last(head))) if there]
        for tie in ties:
            add(note, "tie", type=tie)
        if head.note.layer == "percussion":
            add(note, "instrument", id=instrument_id(head.note.layer, head.note.pitch))
        _places(note, drawn.voice, piece, drawn.signs.get((index, place)))
        _notations(note, ties, piece, head)


def _performance(piece: Piece, head: Head) -> dict[str, object]:
    """Return how a note is played: its velocity, and how much earlier or later than written, in ticks."""
    said: dict[str, object] = {"dynamics": round(100 * head.note.velocity / _FORTE, 2)}
    if piece.first(head) and head.note.on != piece.on:
        said["attack"] = head.note.on - piece.on
    if piece.last(head) and head.note.off != piece.off:
        said["release"] = head.note.off - piece.off
    return said


def _pitch(note: Element, head: Head, keys: KeyMarks) -> None:
    if head.note.layer == "percussion":
        struck, unpitched = drum(head.note.pitch), add(note, "unpitched")
        add(unpitched, "display-step", struck.step)
        add(unpitched, "display-octave", struck.octave)
        return
    name, pitch = spelled(head.note.pitch, keys.at(head.note.on)), add(note, "pitch")
    add(pitch, "step", name.step)
    if name.alter:
        add(pitch, "alter", name.alter)
    add(pitch, "octave", name.octave)


def _places(note: Element, voice: Voice, piece: Piece, sign: str | None) -> None:
    add(note, "voice", voice.number)
    if piece.value is not None:
        add(note, "type", piece.value.name)
        for _ in range(piece.value.dots):
            add(note, "dot")
    if sign is not None:
        add(note, "accidental", sign)
    add(note, "staff", voice.staff)


def _notations(note: Element, ties: Sequence[str], piece: Piece, head: Head) -> None:
    """Write ties, and that a left hand's chord is rolled."""
    rolled = head.note.voice == "left" and piece.stroke and len(piece.stroke.heads) > 1 and piece.first(head)
    if ties or rolled:
        notations = add(note, "notations")
        for tie in ties:
            add(notations, "tied", type=tie)
        if rolled:
            add(notations, "arpeggiate")
