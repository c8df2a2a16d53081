"""The MIDI file as others read it: mido, pretty_midi and music21 find the notes that were composed."""

from pathlib import Path
from typing import Any

import mido
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auralis.app.options import read_recipe
from auralis.composition import MusicalContext
from auralis.core.units import Frame
from auralis.export.score.score_files import write_midi
from auralis.sequencing import Timeline, notes
from auralis.station.recipes import timeline_of
from auralis.theory.keys import Key
from auralis.theory.modes import MODES
from tests.export.read_back import Note, in_order, music21
from tests.export.test_midi import TURNING, timed
from tests.export.test_score import RATE, recipe

QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]

SPANS = [
    (recipe({"preset": "focus"}), 0, 150),
    (recipe({"preset": "sleep", "meter": "6/8"}, seed=11), 540, 120),
    (recipe({"preset": "bright", "bpm": 133.7, "intensity": 1, "meter": "3/4"}), 61.3, 60),
    (TURNING, 44.4, 80),
]


def composed(timeline: Timeline, start: Frame, end: Frame) -> list[Note]:
    """Return the composed notes; one that another of its layer and pitch meets ends there, as in all MIDI."""
    out: list[Note] = []
    following: dict[tuple[str, int], int] = {}
    for note in reversed(in_order(timeline, start, end)):
        off = min(note.off, following.get((note.layer, note.pitch), note.off))
        following[note.layer, note.pitch] = note.on
        out.append(note._replace(off=off))
    return sorted(out)


def with_mido(path: Path) -> list[Note]:
    out = []
    for track in mido.MidiFile(path).tracks[1:]:
        sounding: dict[int, tuple[int, int]] = {}
        for tick, message in timed(track):
            if message.type == "note_on":
                sounding[message.note] = tick, message.velocity
            elif message.type == "note_off":
                on, velocity = sounding.pop(message.note)
                out.append(Note(track.name, on, tick, message.note, velocity))
    return sorted(out)


def with_pretty_midi(path: Path) -> list[Note]:
    pretty_midi = pytest.importorskip("pretty_midi")
    file = pretty_midi.PrettyMIDI(str(path))
    return sorted(
        Note(i.name, *(file.time_to_tick(t) for t in (n.start, n.end)), n.pitch, n.velocity)
        for i in file.instruments
        for n in i.notes
    )


def with_music21(path: Path) -> list[Note]:
    """Read the file with music21, as far as its notes: its bars would split them and round their ties."""
    translate, out = music21().midi.translate, []
    file = music21().midi.MidiFile()
    file.open(str(path))
    file.read()
    file.close()
    for track in file.tracks[1:]:
        events = translate.getTimeForEvents(track)
        name = next(event.data.decode() for _, event in events if event.type.name == "SEQUENCE_TRACK_NAME")
        for on, off, begins in translate.getNotesFromEvents(events):
            out.append(Note(name, on, off, begins.pitch, begins.velocity))
    return sorted(out)


@pytest.mark.parametrize("reader", [with_mido, with_pretty_midi, with_music21])
@pytest.mark.parametrize(("text", "start", "seconds"), SPANS)
def test_readers_find_what_was_composed(
    tmp_path: Path, text: str, start: float, seconds: float, reader: Any
) -> None:
    timeline, first = timeline_of(read_recipe(text)), int(start * RATE)
    last = first + int(seconds * RATE)
    write_midi(tmp_path / "x.mid", timeline, first, last)
    assert reader(tmp_path / "x.mid") == composed(timeline, first, last)


def test_pretty_midi_finds_the_conductor(tmp_path: Path) -> None:
    pretty_midi = pytest.importorskip("pretty_midi")
    timeline = timeline_of(read_recipe(TURNING))
    write_midi(tmp_path / "x.mid", timeline, 0, 180 * RATE)
    file = pretty_midi.PrettyMIDI(str(tmp_path / "x.mid"))
    read = dict(zip(*file.get_tempo_changes(), strict=True))
    for mark in (timeline.tempo.marks[i] for i in (0, 1, 3)):
        time = min(read, key=lambda t: abs(t - mark.frame / RATE))
        assert time == pytest.approx(mark.frame / RATE, abs=0.0005)
        assert read[time] == pytest.approx(mark.bpm, rel=1e-5)
    assert [(s.numerator, s.denominator) for s in file.time_signature_changes] == [(4, 4), (3, 4), (3, 4)]
    numbers = [pretty_midi.key_number_to_key_name(s.key_number) for s in file.key_signature_changes]
    assert numbers[:2] == ["G Major", "A minor"]
    assert {i.name: i.program for i in file.instruments if not i.is_drum} == {
        "pad": 89, "piano": 0, "bass": 38, "bells": 14, "air": 122
    }  # fmt: skip
    assert [i.name for i in file.instruments if i.is_drum] == ["percussion"]


def test_onsets_by_pretty_midi_are_those_of_the_sound(tmp_path: Path) -> None:
    pretty_midi = pytest.importorskip("pretty_midi")
    for bpm in (40, 61.7, 123.4):
        timeline = Timeline.of(7, RATE, MusicalContext.of({"bpm": bpm}))
        write_midi(tmp_path / "x.mid", timeline, 0, 300 * RATE)
        read = sorted(
            (n.start, n.pitch)
            for i in pretty_midi.PrettyMIDI(str(tmp_path / "x.mid")).instruments
            for n in i.notes
        )
        played = sorted((n.frame / RATE, n.pitch) for n in notes(timeline, 0, 300 * RATE))
        assert len(read) == len(played)
        assert max(abs(a[0] - b[0]) for a, b in zip(read, played, strict=True)) < 0.001


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


@settings(max_examples=6, deadline=None, suppress_health_check=QUIET)
@given(
    context=contexts,
    seed=st.integers(0, 2**63 - 1),
    start=st.integers(0, 3600 * RATE),
    length=st.integers(1, 30),
)
def test_any_span_is_read_back_note_for_note(
    tmp_path: Path, context: dict[str, Any], seed: int, start: int, length: int
) -> None:
    timeline, last = Timeline.of(seed, RATE, MusicalContext.of(context)), start + length * RATE
    write_midi(tmp_path / "x.mid", timeline, start, last)
    wanted = composed(timeline, start, last)
    assert all(reader(tmp_path / "x.mid") == wanted for reader in (with_mido, with_pretty_midi, with_music21))
