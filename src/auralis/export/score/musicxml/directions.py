"""Directions above the staff: tempo, sections, keys by their names, and how loudly to play."""

from typing import Final
from xml.etree.ElementTree import Element

from auralis.core.units import Tick
from auralis.export.score.musicxml.elements import add

_MARKS: Final = ((20, "ppp"), (36, "pp"), (50, "p"), (64, "mp"), (80, "mf"), (96, "f"))


def dynamic(velocity: float) -> str:
    """Return the mark for a velocity, `ppp` to `ff`."""
    return next((mark for below, mark in _MARKS if velocity < below), "ff")


def write_tempo(measure: Element, bpm: float, meter: str, offset: Tick) -> None:
    """Write a metronome mark, in 6/8 for its dotted quarters; `bpm` counts quarters."""
    dotted = meter == "6/8"
    direction, kind = _direction(measure)
    metronome = add(kind, "metronome")
    add(metronome, "beat-unit", "quarter")
    if dotted:
        add(metronome, "beat-unit-dot")
    add(metronome, "per-minute", f"{bpm / 1.5 if dotted else bpm:.6g}")
    _offset(direction, offset)
    add(direction, "sound", tempo=f"{bpm:.10g}")


def write_section(measure: Element, section: int, offset: Tick) -> None:
    """Write a rehearsal mark for a section, counted from 0 as in the JSON score."""
    direction, kind = _direction(measure)
    add(kind, "rehearsal", f"section {section}")
    _offset(direction, offset)


def write_words(measure: Element, words: str, offset: Tick) -> None:
    """Write words, such as the name of a key."""
    direction, kind = _direction(measure)
    add(kind, "words", words)
    _offset(direction, offset)


def write_dynamic(measure: Element, mark: str, staff: int) -> None:
    """Write a dynamic mark below a staff."""
    direction = add(measure, "direction", placement="below")
    add(add(add(direction, "direction-type"), "dynamics"), mark)
    add(direction, "staff", staff)


def _direction(measure: Element) -> tuple[Element, Element]:
    direction = add(measure, "direction", placement="above")
    return direction, add(direction, "direction-type")


def _offset(direction: Element, offset: Tick) -> None:
    if offset:
        add(direction, "offset", offset)
