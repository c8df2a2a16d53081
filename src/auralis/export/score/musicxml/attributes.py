"""What a bar says of itself: key, meter, staves and clefs, where they are new."""

from xml.etree.ElementTree import Element

from auralis.core.units import TICKS_PER_BEAT
from auralis.export.score.musicxml.bars import Bar
from auralis.export.score.musicxml.elements import add
from auralis.export.score.musicxml.key_marks import KeyMarks
from auralis.export.score.musicxml.part import Part
from auralis.export.score.musicxml.spelling import fifths
from auralis.theory.keys import Key

_COMMON: dict[str, str] = {"ionian": "major", "aeolian": "minor"}


def write_attributes(measure: Element, part: Part, before: Bar | None, bar: Bar, keys: KeyMarks) -> None:
    """Write what differs from the bar before, everything in the first."""
    key = keys.at(bar.tick)
    new_key = part.layer != "percussion" and (before is None or keys.at(before.tick) != key)
    new_time = before is None or before.time != bar.time
    if not (new_key or new_time):
        return
    attributes = add(measure, "attributes")
    if before is None:
        add(attributes, "divisions", TICKS_PER_BEAT)
    if new_key:
        _key(attributes, key)
    if new_time:
        time = add(attributes, "time")
        add(time, "beats", bar.time[0])
        add(time, "beat-type", bar.time[1])
    if before is None:
        _staves(attributes, part)


def _key(attributes: Element, key: Key) -> None:
    written = add(attributes, "key")
    add(written, "fifths", fifths(key))
    add(written, "mode", _COMMON.get(key.mode, key.mode))


def _staves(attributes: Element, part: Part) -> None:
    add(attributes, "staves", len(part.clefs))
    for number, clef in enumerate(part.clefs, 1):
        written = add(attributes, "clef", number=number)
        add(written, "sign", clef.sign)
        add(written, "line", clef.line)
        if clef.octaves:
            add(written, "clef-octave-change", clef.octaves)
