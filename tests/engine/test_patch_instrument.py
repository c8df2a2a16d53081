"""Notes and voices: bounded, deterministic, and never dependent on what comes later."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.core.errors import InvalidValue
from auralis.core.events import NoteEvent
from auralis.engine.allocation import Allocation
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.compiler.program import Program
from auralis.engine.patch_instrument import PatchInstrument
from auralis.engine.tuning import hertz
from tests.engine.pads import PAD, RATE


def values(pitch: int, velocity: int) -> dict[str, float]:
    return {"o1.freq": hertz(pitch), "amp.amp": velocity / 1270}


INSTRUMENT = PatchInstrument(PAD, values, polyphony=4, release=0.01)
NOTES = st.lists(
    st.builds(
        lambda frame, length, pitch: NoteEvent(frame, frame + length, "pad", pitch, 64),
        st.integers(0, 5_000),
        st.integers(1, 3_000),
        st.integers(40, 80),
    ),
    max_size=30,
)


@pytest.fixture(scope="module")
def program(kernels: Kernels) -> Program:
    return kernels.program(PAD, RATE)


def sounding(program: Program, rows: list[tuple[int, int, float]], frame: int) -> int:
    gate = program.layout.rows["env.gate"]
    state = np.zeros(gate.size)
    for at, row, value in sorted(rows, key=lambda r: r[0]):
        if at <= frame and gate.offset <= row < gate.offset + gate.size:
            state[row - gate.offset] = value
    return int(state.sum())


def test_a_note_sets_its_voice_opens_the_gate_and_triggers(program: Program) -> None:
    rows = INSTRUMENT.rows(program, [NoteEvent(100, 900, "pad", 69, 127)])
    at = program.layout.at
    assert (100, at("o1.freq"), 440.0) in rows
    assert (100, at("env.gate"), 1.0) in rows
    assert (100, at("trigger"), 1.0) in rows
    assert (900, at("env.gate"), 0.0) in rows


@given(NOTES, st.integers(0, 8_000))
@settings(max_examples=60, deadline=None)
def test_rows_before_a_frame_depend_on_no_note_after_it(
    program: Program, notes: list[NoteEvent], t: int
) -> None:
    full = sorted(r for r in INSTRUMENT.rows(program, notes) if r[0] < t)
    known = sorted(r for r in INSTRUMENT.rows(program, [n for n in notes if n.frame < t]) if r[0] < t)
    assert full == known


def test_when_notes_end_changes_nothing_before(program: Program) -> None:
    """A change that cuts notes short must not exchange the voices of two that began together."""
    long = [NoteEvent(100, 5_000, "pad", 60, 70), NoteEvent(100, 4_000, "pad", 67, 70)]
    cut = [replace(note, end=3_900) for note in long]
    full, short = (INSTRUMENT.rows(program, notes) for notes in (long, cut))
    assert sorted(r for r in full if r[0] < 3_900) == sorted(r for r in short if r[0] < 3_900)


@given(NOTES)
@settings(max_examples=60, deadline=None)
def test_polyphony_is_bounded_and_every_note_ends(program: Program, notes: list[NoteEvent]) -> None:
    rows = INSTRUMENT.rows(program, notes)
    assert all(sounding(program, rows, n.frame) <= INSTRUMENT.polyphony for n in notes)
    assert sounding(program, rows, 100_000) == 0
    assert rows == INSTRUMENT.rows(program, list(reversed(notes)))


def test_the_one_that_ended_first_gives_way_else_the_oldest() -> None:
    voices = Allocation(voices=16, polyphony=2, release=1_000, choking=False)
    assert voices.take(0, 100) == (0, None)
    assert voices.take(10, 50) == (1, None)
    assert voices.take(200, 900) == (1, None)
    assert voices.take(210, 900) == (0, None)
    assert voices.take(220, 900) == (1, None)


def test_with_a_choke_the_note_takes_a_spare_voice() -> None:
    voices = Allocation(voices=3, polyphony=2, release=1_000, choking=True)
    voices.take(0, 5_000)
    voices.take(10, 5_000)
    assert voices.take(20, 5_000) == (2, 0)
    assert voices.take(30, 5_000) == (0, 1)


def test_a_silent_voice_of_the_lowest_number_comes_first() -> None:
    voices = Allocation(voices=16, polyphony=16, release=10, choking=False)
    assert [voices.take(t, t + 5)[0] for t in (0, 1, 30, 31)] == [0, 1, 0, 1]


def test_pitches_are_tuned_to_440() -> None:
    assert hertz(69) == 440.0
    assert hertz(57) == 220.0
    assert hertz(60) == pytest.approx(261.6255653, abs=1e-6)
    with pytest.raises(InvalidValue, match="pitch"):
        hertz(128)
