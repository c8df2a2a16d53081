"""The score as a MIDI file: what is read back is what was composed."""

import json
import random
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import mido
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.app.durations import frames
from auralis.app.options import read_recipe
from auralis.composition import MusicalContext
from auralis.composition.layers import LAYERS
from auralis.core.recipe import BOUNDARIES, Change
from auralis.export.score.midi_conductor import signature
from auralis.export.score.midi_file import midi_file
from auralis.export.score.midi_tempo import tempos
from auralis.sequencing import Timeline
from auralis.station.recipes import timeline_of
from auralis.theory.keys import Key
from auralis.theory.modes import MODES
from tests.command_line import Said
from tests.export.test_score import RATE, recipe

TURNING = recipe(
    {"preset": "bright"},
    (45, "bar", {"key": "A minor", "bpm": 84.5}),
    (70.3, "beat", {"intensity": 0.9, "meter": "3/4"}),
    (95, "chunk", {"preset": "sleep", "bpm": 47}),
)


class Heard(NamedTuple):
    """A note of a MIDI file, in ticks."""

    layer: str
    on: int
    off: int
    pitch: int
    velocity: int


def timed(track: Any) -> Iterator[tuple[int, Any]]:
    tick = 0
    for message in track:
        tick += message.time
        yield tick, message


def heard(file: Any) -> list[Heard]:
    """Return the notes of a file; a note must be over before another begins in its place."""
    found = []
    for track in file.tracks[1:]:
        sounding: dict[int, tuple[int, int]] = {}
        for tick, message in timed(track):
            if message.type == "note_on":
                assert message.velocity > 0
                assert message.note not in sounding
                sounding[message.note] = (tick, message.velocity)
            elif message.type == "note_off":
                on, velocity = sounding.pop(message.note)
                found.append(Heard(track.name, on, tick, message.note, velocity))
        assert not sounding
    return found


@pytest.mark.parametrize(
    ("text", "start", "duration"),
    [
        (recipe({"preset": "focus"}), "0", "6m"),
        (recipe({"preset": "sleep"}, seed=11), "9m", "5m"),
        (recipe({"preset": "bright", "bpm": 133.7, "intensity": 1}), "61.3", "90"),
        (TURNING, "0", "3m"),
        (TURNING, "44.4", "1m"),
        (TURNING, "99", "1m"),
    ],
)
def test_a_file_holds_the_notes_of_the_score(
    said: Said, tmp_path: Path, text: str, start: str, duration: str
) -> None:
    words = ["--start", start, "--duration", duration, "--json", "x.json", "--midi", "x.mid"]
    status, _, err = said("compose", "--recipe", text, *words)
    assert status == 0, err
    file, score = mido.MidiFile(tmp_path / "x.mid"), json.loads((tmp_path / "x.json").read_text())
    assert (file.type, file.ticks_per_beat) == (1, 960)
    tempo = timeline_of(read_recipe(text)).tempo
    first = tempo.tick_from(frames(start, RATE))
    assert sorted((n.layer, tempo.frame(first + n.on), n.pitch, n.velocity) for n in heard(file)) == sorted(
        (n["layer"], n["frame"], n["pitch"], n["velocity"]) for n in score["notes"]
    )


def test_a_player_of_the_file_keeps_the_time_of_the_score(said: Said, tmp_path: Path) -> None:
    said("compose", "--recipe", TURNING, "--duration", "3m", "--json", "x.json", "--midi", "x.mid")
    score, now, played = json.loads((tmp_path / "x.json").read_text()), 0.0, []
    for message in mido.MidiFile(tmp_path / "x.mid"):
        now += message.time
        if message.type == "note_on":
            played.append(now)
    assert played == pytest.approx([n["seconds"] for n in score["notes"]], abs=0.0005)
    assert now >= 180 - 0.004


def lateness(timeline: Timeline, start: int, end: int) -> float:
    """Return by how many seconds at most a tick of the file is away from the frame at which it sounds."""
    tempo, first = timeline.tempo, timeline.tempo.tick_from(start)
    length = tempo.tick_from(end) - first
    asked = sorted(
        {*range(0, length, 977), *(m.tick - first for m in tempo.marks if 0 < m.tick - first < length)}
    )
    waiting = [*((e.tick, e.message.tempo) for e in tempos(timeline, start, end)), (length + 1, 0)]
    worst = now = 0.0
    tick = current = 0
    for tock in asked:
        while waiting[0][0] <= tock:
            begins, following = waiting.pop(0)
            now, tick, current = now + (begins - tick) * current / 960e6, begins, following
        played = now + (tock - tick) * current / 960e6
        worst = max(worst, abs(played - (tempo.frame(first + tock) - tempo.frame(first)) / RATE))
    return worst


@pytest.mark.parametrize("bpm", [40, 61.7, 133.33, 199.9])
def test_after_a_night_the_file_is_still_on_time(bpm: float) -> None:
    timeline = Timeline.of(7, RATE, MusicalContext.of({"bpm": bpm}))
    assert lateness(timeline, 12_345, 8 * 3600 * RATE) < 0.0005


def test_after_many_changes_the_file_is_still_on_time() -> None:
    draw = random.Random(3)  # noqa: S311
    wishes: list[dict[str, object]] = [{"bpm": 61.3}, {"bpm": 97}, {"key": "A minor"}, {"key": "D dorian"}]
    log = [
        Change(frame, draw.choice(BOUNDARIES[:3]), draw.choice(wishes))
        for frame in sorted(draw.randrange(1800 * RATE) for _ in range(100))
    ]
    timeline = Timeline.of(7, RATE, MusicalContext.of(), log)
    assert lateness(timeline, 999, 1800 * RATE) < 0.0005


def test_the_first_track_conducts(said: Said, tmp_path: Path) -> None:
    said("compose", "--recipe", TURNING, "--duration", "3m", "--json", "x.json", "--midi", "x.mid")
    score = json.loads((tmp_path / "x.json").read_text())
    tempo = timeline_of(read_recipe(TURNING)).tempo
    track = mido.MidiFile(tmp_path / "x.mid").tracks[0]
    events = [(tempo.frame(tick), message) for tick, message in timed(track)]
    written = [(frame, m.tempo) for frame, m in events if m.type == "set_tempo"]
    wanted = [(m.frame, mido.bpm2tempo(m.bpm)) for m in (tempo.marks[i] for i in (0, 1, 3))]
    assert [mark for mark in written if mark in wanted] == wanted
    assert all(any(abs(t / w - 1) < 0.02 for _, w in wanted) for _, t in written)
    meters = [f"{m.numerator}/{m.denominator}" for _, m in events if m.type == "time_signature"]
    assert meters == ["4/4", "3/4", "3/4"]
    keys = [key for key, _ in groupby(phrase["key"] for phrase in score["phrases"])]
    assert [m.text for _, m in events if m.type == "text"] == keys
    assert [m.key for _, m in events if m.type == "key_signature"][:2] == ["G", "Am"]
    markers = [(frame, m.text) for frame, m in events if m.type == "marker"]
    sections = [(f, text) for f, text in markers if text.startswith("section ")]
    named = [f"section {section['section']}, {section['key']}" for section in score["sections"]]
    assert [text for _, text in sections] == named
    chords = [next(same) for _, same in groupby(score["chords"], key=lambda c: c["symbol"])]
    assert [m for m in markers if m not in sections] == [(c["frame"], c["symbol"]) for c in chords]


def test_bars_are_counted_from_the_first_bar_line() -> None:
    timeline = Timeline.of(1, RATE, MusicalContext.of({"meter": "6/8"}))
    track = midi_file(timeline, RATE, 20 * RATE).tracks[0]
    meters = [(tick, m.numerator, m.denominator) for tick, m in timed(track) if m.type == "time_signature"]
    assert meters == [(0, 6, 8), (2880 - 960, 6, 8)]


def test_layers_have_tracks_channels_and_instruments_of_their_own() -> None:
    timeline = Timeline.of(7, RATE, MusicalContext.of({"preset": "bright"}))
    tracks = midi_file(timeline, 0, 300 * RATE).tracks[1:]
    assert [track.name for track in tracks] == list(LAYERS)
    channels = [{m.channel for m in track if not m.is_meta} for track in tracks]
    assert all(len(channel) == 1 for channel in channels)
    assert len(set.union(*channels)) == len(LAYERS)
    assert channels[LAYERS.index("percussion")] == {9}
    programs = {track.name: m.program for track in tracks for m in track if m.type == "program_change"}
    assert programs == {"pad": 89, "piano": 0, "bass": 38, "bells": 14, "air": 122}


@pytest.mark.parametrize(
    ("tonic", "mode", "expected"),
    [
        (2, "dorian", "C"),
        (9, "aeolian", "Am"),
        (4, "phrygian", "C"),
        (0, "lydian", "G"),
        (3, "aeolian", "Ebm"),
        (6, "ionian", "F#"),
        (3, "dorian", "Db"),
        (10, "locrian", "B"),
    ],
)
def test_a_mode_takes_the_signature_of_its_relative_major(tonic: int, mode: str, expected: str) -> None:
    assert signature(Key(tonic, mode)) == expected


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("tonic", range(12))
def test_every_key_has_a_signature_that_midi_knows(tonic: int, mode: str) -> None:
    written = mido.MetaMessage("key_signature", key=signature(Key(tonic, mode)))
    assert mido.MetaMessage.from_bytes(written.bytes()) == written


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 2**63 - 1),
    bpm=st.floats(40, 200).map(lambda x: round(x, 2)),
    intensity=st.floats(0, 1),
    start=st.integers(0, 3600 * RATE),
    length=st.integers(0, 120 * RATE),
)
def test_every_note_ends_and_none_begins_twice(
    seed: int, bpm: float, intensity: float, start: int, length: int
) -> None:
    timeline = Timeline.of(seed, RATE, MusicalContext.of({"bpm": bpm, "intensity": intensity}))
    written = BytesIO()
    midi_file(timeline, start, start + length).save(file=written)
    written.seek(0)
    file = mido.MidiFile(file=written)
    span = timeline.tempo.tick_from(start + length) - timeline.tempo.tick_from(start)
    assert all(0 <= n.on <= n.off and n.on < max(1, span) for n in heard(file))
    assert all(list(timed(track))[-1][0] >= span for track in file.tracks)
    again = BytesIO()
    midi_file(timeline, start, start + length).save(file=again)
    assert again.getvalue() == written.getvalue()
