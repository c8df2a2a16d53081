"""A score in MusicXML, read back by music21 and by its own attributes."""

from typing import Any
from xml.etree import ElementTree

from tests.export.read_back import Note, by_music21, music21


def parsed(content: bytes) -> Any:
    return music21().converter.parseData(content.decode(), format="musicxml")


def tree(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314  (our own)


def drums(content: bytes) -> dict[str, int]:
    """Return the pitch of each place on the percussion's staff, by its drum's name in the part list."""
    root = tree(content)
    pitches = {i.get("id"): int(i.findtext("midi-unpitched", "0")) - 1 for i in root.iter("midi-instrument")}
    found = {}
    for note in root.iter("note"):
        if (struck := note.find("unpitched")) is not None:
            place = struck.findtext("display-step", "") + struck.findtext("display-octave", "")
            found[place] = pitches[note.find("instrument").get("id")]  # type: ignore[union-attr]
    return found


def tied(score: Any, unpitched: dict[str, int]) -> list[Note]:
    """Return the notes of a parsed score."""
    parts = [(part.partName.lower(), part) for part in score.parts]
    return by_music21(parts, lambda note: unpitched[note.displayStep + str(note.displayOctave)])


def exact(content: bytes) -> list[Note]:
    """Return the notes of a written score as they are played, by `attack` and `release`."""
    root = tree(content)
    names = {p.get("id"): p.findtext("part-name", "").lower() for p in root.iter("score-part")}
    pitches = {i.get("id"): int(i.findtext("midi-unpitched", "0")) - 1 for i in root.iter("midi-instrument")}
    found = []
    for part in root.iter("part"):
        now = last = 0
        open_: dict[tuple[str, int, int], list[int]] = {}
        for element in (e for measure in part.iter("measure") for e in measure):
            length = int(element.findtext("duration", "0"))
            if element.tag == "backup":
                now -= length
            if element.tag != "note":
                continue
            on = last if element.find("chord") is not None else now
            last, now = on, on + length
            if element.find("rest") is not None:
                continue
            instrument = element.find("instrument")
            pitch = midi_of(element) if instrument is None else pitches[instrument.get("id")]
            ties = {tie.get("type") for tie in element.iter("tie")}
            voice = element.findtext("voice", "")
            since = open_[voice, pitch, on].pop(0) if "stop" in ties else on + int(element.get("attack", 0))
            if "start" in ties:
                open_.setdefault((voice, pitch, now), []).append(since)
                continue
            velocity = round(float(element.get("dynamics", 0)) * 0.9)
            found.append(
                Note(names[part.get("id")], since, now + int(element.get("release", 0)), pitch, velocity)
            )
        assert not any(open_.values())
    return sorted(found)


def midi_of(note: ElementTree.Element) -> int:
    natural = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}[note.findtext("pitch/step", "")]
    return (
        12 * (int(note.findtext("pitch/octave", "")) + 1) + natural + int(note.findtext("pitch/alter", "0"))
    )
