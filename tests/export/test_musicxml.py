"""The score as MusicXML: what music21 reads back is what was composed."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.app.options import read_recipe
from auralis.composition import MusicalContext
from auralis.composition.layers import LAYERS
from auralis.export.score.musicxml import document, parse_notation
from auralis.export.score.musicxml.harmony import KINDS, symbol_parts, write_harmony
from auralis.export.score.musicxml.note_values import values_of
from auralis.export.score.musicxml.spelling import fifths, spelled
from auralis.sequencing import Timeline
from auralis.station.recipes import timeline_of
from auralis.theory.chords import QUALITIES, symbol
from auralis.theory.keys import Key
from auralis.theory.modes import MODES
from tests.command_line import Said
from tests.export.notation import drums, exact, parsed, tied, tree
from tests.export.read_back import composed, music21
from tests.export.test_midi import TURNING
from tests.export.test_score import RATE, recipe

CUT = recipe({"preset": "bright"}, (13.37, "chunk", {"key": "A minor"}), (41.9, "chunk", {"meter": "6/8"}))
SPANS = [
    (recipe({"preset": "focus"}), 0, 150),
    (recipe({"preset": "sleep", "meter": "6/8"}, seed=11), 540, 120),
    (recipe({"preset": "bright", "bpm": 133.7, "intensity": 1, "meter": "3/4"}), 61.3, 60),
    (TURNING, 44.4, 80),
    (CUT, 5.01, 70),
]


@pytest.mark.parametrize(("text", "start", "seconds"), SPANS)
def test_music21_reads_every_note_where_it_is_played(text: str, start: float, seconds: float) -> None:
    timeline, first = timeline_of(read_recipe(text)), int(start * RATE)
    last = first + int(seconds * RATE)
    content = document(timeline, first, last, "played")
    assert tied(parsed(content), drums(content)) == composed(timeline, first, last)


@pytest.mark.parametrize(("text", "start", "seconds"), SPANS)
def test_what_is_written_says_how_it_is_played(text: str, start: float, seconds: float) -> None:
    timeline, first = timeline_of(read_recipe(text)), int(start * RATE)
    last = first + int(seconds * RATE)
    content = document(timeline, first, last)
    assert exact(content) == composed(timeline, first, last)


@pytest.mark.parametrize(("text", "start", "seconds"), SPANS)
def test_music21_reads_what_is_written_within_the_notation(text: str, start: float, seconds: float) -> None:
    timeline, first = timeline_of(read_recipe(text)), int(start * RATE)
    last = first + int(seconds * RATE)
    content = document(timeline, first, last)
    read = tied(parsed(content), drums(content))
    wanted = composed(timeline, first, last)
    assert Counter((n.layer, n.pitch, n.velocity) for n in read) == Counter(
        (n.layer, n.pitch, n.velocity) for n in wanted
    )
    assert all(n.on % 240 == 0 and n.off % 240 == 0 and n.off > n.on for n in read)


def test_what_is_written_is_near_what_is_played() -> None:
    """Where no bar is cut short: within half a sixteenth, or on its bar line where the chord is spread."""
    timeline = Timeline.of(7, RATE, MusicalContext.of({"preset": "bright"}))
    score = tree(document(timeline, 0, 300 * RATE))
    early = [int(note.get("attack", 0)) for note in score.iter("note") if note.find("rest") is None]
    assert sum(abs(late) <= 120 for late in early) > 0.9 * len(early)
    assert all(-120 <= late < 480 for late in early)


def in_bars(score: ElementTree.Element) -> Iterator[tuple[str, ElementTree.Element]]:
    for part in score.iter("part"):
        for measure in part.iter("measure"):
            yield part.get("id", ""), measure


@pytest.mark.parametrize("notation", ["written", "played"])
@pytest.mark.parametrize(("text", "start", "seconds"), SPANS)
def test_every_voice_fills_its_bar(text: str, start: float, seconds: float, notation: str) -> None:
    timeline, first = timeline_of(read_recipe(text)), int(start * RATE)
    score = tree(document(timeline, first, first + int(seconds * RATE), parse_notation(notation)))
    lengths: dict[str, set[int]] = {}
    for _, measure in in_bars(score):
        now, ends = 0, set()
        for element in measure:
            length = int(element.findtext("duration", "0"))
            if element.tag == "backup":
                ends.add(now)
                now -= length
                assert now == 0
            elif element.tag == "note" and element.find("chord") is None:
                now += length
        lengths.setdefault(measure.get("number", ""), set()).update({*ends, now})
    assert all(len(found) == 1 for found in lengths.values())


def test_no_note_value_differs_from_its_length_where_it_is_written() -> None:
    values = {"16th": 240, "eighth": 480, "quarter": 960, "half": 1920, "whole": 3840}
    timeline = timeline_of(read_recipe(CUT))
    for note in tree(document(timeline, 5 * RATE, 80 * RATE)).iter("note"):
        if (kind := note.findtext("type")) is not None:
            dots = len(note.findall("dot"))
            assert int(note.findtext("duration", "")) == values[kind] * (2 - 0.5**dots)


@pytest.mark.parametrize("meter", ["4/4", "3/4", "6/8"])
def test_values_fill_any_room_in_a_bar(meter: str) -> None:
    bar = {"4/4": 3840, "3/4": 2880, "6/8": 2880}[meter]
    beat = 1440 if meter == "6/8" else 960
    for start in range(0, bar, 240):
        for end in range(start + 240, bar + 1, 240):
            values = list(values_of(start, end - start, meter))
            assert sum(value.ticks for value in values) == end - start
            position = start
            for value in values:
                within = position % beat
                assert within == 0 or within + value.ticks <= beat
                position += value.ticks


def test_the_form_is_written_above_the_notes(said: Said, tmp_path: Path) -> None:
    words = ["--duration", "3m", "--json", "x.json", "--musicxml", "x.musicxml"]
    assert said("compose", "--recipe", TURNING, *words)[0] == 0
    score = tree((tmp_path / "x.musicxml").read_bytes())
    data = json.loads((tmp_path / "x.json").read_text())
    upper = next(score.iter("part"))
    chords = [next(same)["symbol"] for _, same in groupby(data["chords"], key=lambda c: c["symbol"])]
    written = []
    for harmony in upper.iter("harmony"):
        root, bass = (named(harmony, tag) for tag in ("root", "bass"))
        suffix = harmony.find("kind").get("text", "")  # type: ignore[union-attr]
        written.append((root, suffix, bass))
    assert written == [(s.root, s.suffix.strip(), s.bass) for s in map(symbol_parts, chords)]
    rehearsals = [r.text for r in upper.iter("rehearsal")]
    assert rehearsals == [f"section {section['section']}" for section in data["sections"]]
    keys = [key for key, _ in groupby(phrase["key"] for phrase in data["phrases"])]
    assert [w.text for w in upper.iter("words")] == keys
    modes = [(k.findtext("fifths"), k.findtext("mode")) for k in upper.iter("key")]
    assert modes[:3] == [("1", "lydian"), ("0", "minor"), modes[2]]
    tempo = timeline_of(read_recipe(TURNING)).tempo
    assert [float(s.get("tempo", "")) for s in upper.iter("sound")] == [
        bpm for bpm, _ in groupby(mark.bpm for mark in tempo.marks)
    ]
    times = {(t.findtext("beats"), t.findtext("beat-type")) for t in upper.iter("time")}
    assert {("4", "4"), ("3", "4")} <= times


def named(harmony: ElementTree.Element, tag: str) -> str | None:
    if harmony.find(tag) is None:
        return None
    alter = int(harmony.findtext(f"{tag}/{tag}-alter", "0"))
    return harmony.findtext(f"{tag}/{tag}-step", "") + ("#" * alter if alter > 0 else "b" * -alter)


@pytest.mark.parametrize("name", QUALITIES)
@pytest.mark.parametrize(("root", "pitch_class", "bass"), [("C", 0, None), ("F#", 6, "C#"), ("Bb", 10, "D")])
def test_a_chord_symbol_is_the_chord_that_sounds(
    name: str, root: str, pitch_class: int, bass: str | None
) -> None:
    quality = QUALITIES[name]
    text = symbol(root, quality, bass)
    assert symbol_parts(text) == (root, name, quality.suffix, bass)
    measure = ElementTree.Element("measure")
    write_harmony(measure, text, 0)
    chord = music21().musicxml.xmlToM21.MeasureParser().xmlToChordSymbol(measure.find("harmony"))
    wanted = {(pitch_class + interval) % 12 for interval in quality.intervals}
    wanted |= set() if bass is None else {{"C#": 1, "D": 2}[bass]}
    assert {pitch.pitchClass for pitch in chord.pitches} == wanted
    assert set(KINDS) == set(QUALITIES)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("tonic", range(12))
def test_pitches_are_spelled_as_in_their_key(tonic: int, mode: str) -> None:
    key = Key(tonic, mode)
    for pitch in range(30, 100):
        written = spelled(pitch, key)
        natural = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}[written.step]
        assert 12 * (written.octave + 1) + natural + written.alter == pitch
    signed = music21().key.KeySignature(fifths(key))
    assert {p.pitchClass for p in signed.getScale().pitches} == set(key.pitch_classes)


@pytest.mark.parametrize("notation", ["written", "played"])
def test_a_file_is_the_same_twice_and_may_be_packed(said: Said, tmp_path: Path, notation: str) -> None:
    for name in ("a.musicxml", "a.mxl", "b.mxl"):
        words = ["--musicxml", name, "--notation", notation]
        assert said("compose", "--duration", "40", *words) == (0, "", "")
    assert (tmp_path / "a.mxl").read_bytes() == (tmp_path / "b.mxl").read_bytes()
    with ZipFile(tmp_path / "a.mxl") as packed:
        assert packed.namelist()[0] == "mimetype"
        assert packed.read("score.musicxml") == (tmp_path / "a.musicxml").read_bytes()
    assert len(music21().converter.parse(tmp_path / "a.mxl", forceSource=True).parts) >= 4


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--musicxml", "no/such/x.musicxml"], "musicxml"),
        (["--musicxml", "x.mxl", "--notation", "neat"], "notation"),
    ],
)
def test_what_can_not_be_written_is_named(said: Said, tmp_path: Path, words: list[str], named: str) -> None:
    status, out, err = said("compose", *words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"auralis: {named}: ")
    assert list(tmp_path.iterdir()) == []


def test_a_span_without_notes_is_a_bar_of_rest() -> None:
    score = parsed(document(Timeline.of(7, RATE, MusicalContext.of()), 100 * RATE, 100 * RATE))
    assert [part.partName for part in score.parts] == ["Pad"]
    assert not score.recurse().notes


contexts = st.fixed_dictionaries(
    {
        "preset": st.sampled_from(["focus", "meditation", "sleep", "bright"]),
        "key": st.builds(
            lambda tonic, mode: Key(tonic, mode).name, st.integers(0, 11), st.sampled_from(list(MODES))
        ),
        "bpm": st.integers(40, 200),
        "intensity": st.sampled_from([0, 0.5, 1]),
        "meter": st.sampled_from(["4/4", "3/4", "6/8"]),
    }
)


@settings(max_examples=8, deadline=None)
@given(
    context=contexts,
    seed=st.integers(0, 2**63 - 1),
    start=st.integers(0, 3600 * RATE),
    length=st.integers(1, 30),
)
def test_any_span_is_read_back_note_for_note(
    context: dict[str, Any], seed: int, start: int, length: int
) -> None:
    timeline, last = Timeline.of(seed, RATE, MusicalContext.of(context)), start + length * RATE
    wanted = composed(timeline, start, last)
    assert {note.layer for note in wanted} <= set(LAYERS)
    content = document(timeline, start, last, "played")
    assert tied(parsed(content), drums(content)) == wanted
    assert exact(document(timeline, start, last)) == wanted
