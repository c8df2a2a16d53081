"""The list of parts: names, and the General MIDI instruments that play them."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from auralis.export.score.general_midi import CHANNELS, PROGRAMS
from auralis.export.score.musicxml.elements import add
from auralis.export.score.musicxml.part import Part, drum, instrument_id, part_id
from auralis.export.score.played_notes import PlayedNote


def write_part_list(score: Element, parts: Sequence[Part], notes: Sequence[PlayedNote]) -> None:
    """Write the parts of a score; percussion has an instrument for each drum that is struck."""
    written = add(score, "part-list")
    for part in parts:
        entry = add(written, "score-part", id=part_id(part.layer))
        add(entry, "part-name", part.name)
        pitches = sorted({note.pitch for note in notes if note.layer == part.layer})
        if part.layer == "percussion":
            _drums(entry, part, pitches)
        else:
            _instrument(entry, part)


def _instrument(entry: Element, part: Part) -> None:
    name = instrument_id(part.layer)
    add(add(entry, "score-instrument", id=name), "instrument-name", part.name)
    midi = add(entry, "midi-instrument", id=name)
    add(midi, "midi-channel", CHANNELS[part.layer] + 1)
    add(midi, "midi-program", PROGRAMS[part.layer] + 1)


def _drums(entry: Element, part: Part, pitches: Sequence[int]) -> None:
    for pitch in pitches:
        instrument = add(entry, "score-instrument", id=instrument_id(part.layer, pitch))
        add(instrument, "instrument-name", drum(pitch).name)
    for pitch in pitches:
        midi = add(entry, "midi-instrument", id=instrument_id(part.layer, pitch))
        add(midi, "midi-channel", CHANNELS[part.layer] + 1)
        add(midi, "midi-unpitched", pitch + 1)
