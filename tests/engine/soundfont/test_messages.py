"""Notes on the grid: late by less than a period, never early, each with its end."""

from hypothesis import given
from hypothesis import strategies as st

from auralis.core.events import NoteEvent
from auralis.engine.soundfont.messages import Message, messages
from auralis.engine.soundfont.synth import PERIOD

START = 12_345

notes = st.builds(
    lambda at, length, pitch, velocity: NoteEvent(START + at, START + at + length, "pad", pitch, velocity),
    st.integers(0, 4_000),
    st.integers(1, 3_000),
    st.integers(40, 52),
    st.integers(1, 127),
)


def held_most(told: list[Message]) -> int:
    held: set[int] = set()
    most = 0
    for message in told:
        held = held | {message.pitch} if message.velocity else held - {message.pitch}
        most = max(most, len(held))
    return most


@given(st.lists(notes, max_size=40))
def test_every_note_begins_at_the_first_period_after_its_frame(played: list[NoteEvent]) -> None:
    begun = sorted((m.period, m.pitch, m.velocity) for m in messages(played, START, 4) if m.velocity)
    assert begun == sorted((-(-(n.frame - START) // PERIOD), n.pitch, n.velocity) for n in played)


@given(st.lists(notes, max_size=40), st.integers(1, 6))
def test_notes_are_bounded_in_order_and_all_end(played: list[NoteEvent], polyphony: int) -> None:
    told = messages(played, START, polyphony)
    assert [m.period for m in told] == sorted(m.period for m in told)
    assert held_most(told) <= polyphony
    last = {m.pitch: m.velocity for m in told}
    assert not any(last.values())


@given(st.lists(notes, max_size=40), st.integers(0, 4_000))
def test_the_past_depends_on_no_note_to_come(played: list[NoteEvent], frame: int) -> None:
    past = [n for n in played if n.frame < START + frame]
    whole, part = (
        [m for m in messages(some, START, 4) if m.period * PERIOD < frame] for some in (played, past)
    )
    assert whole == part


def test_a_note_struck_again_ends_where_the_second_does() -> None:
    played = [NoteEvent(0, 6_400, "pad", 60, 50), NoteEvent(640, 1_280, "pad", 60, 70)]
    assert messages(played, 0, 4) == [Message(0, 60, 50), Message(10, 60, 70), Message(20, 60, 0)]
