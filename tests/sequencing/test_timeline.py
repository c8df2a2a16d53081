"""The timeline: a pure function of the log, and nothing before a change depends on it."""

import itertools
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from auralis.composition import MusicalContext
from auralis.core.errors import InvalidValue
from auralis.core.events import NoteEvent
from auralis.core.recipe import BOUNDARIES, Change
from auralis.sequencing import (
    Segment,
    Timeline,
    bar_at,
    chords,
    following,
    notes,
    phrases,
    preceding,
    segment_at,
    segment_notes,
)

RATE = 44_100
SETTINGS = st.sampled_from(
    [
        {"key": "A minor"},
        {"bpm": 71.5},
        {"bpm": 200},
        {"preset": "sleep"},
        {"mode": "lydian"},
        {"intensity": 0.9},
        {"intensity": 0.1, "density": 0.5},
        {"layers.pad.gain": 0.3},
        {"brightness": 0.8, "layers.piano.mute": True},
    ]
)
CHANGES = st.lists(
    st.builds(Change, st.integers(0, 240 * RATE), st.sampled_from(BOUNDARIES), SETTINGS), max_size=7
)
LOGS = CHANGES.map(lambda cs: sorted(cs, key=lambda c: c.frame))


def timeline(changes: Sequence[Change] = (), **wanted: object) -> Timeline:
    return Timeline.of(7, RATE, MusicalContext.of(wanted), changes)


@settings(deadline=None)
@given(LOGS)
def test_the_resolved_log_makes_the_same_timeline(log: list[Change]) -> None:
    once = timeline(log)
    assert timeline(list(once.changes)) == once
    assert [c.frame for c in once.changes] == sorted(c.frame for c in once.changes)
    assert all(p.start < q.start for p, q in zip(once.passages, once.passages[1:], strict=False))


@settings(deadline=None)
@given(LOGS)
def test_each_change_takes_effect_at_the_first_boundary_not_before_its_frame(log: list[Change]) -> None:
    for change in timeline(log).changes:
        assert timeline(log).boundary(change.frame, change.boundary) == change.frame
    assert all(min(c.frame for c in timeline(log).changes) >= log[0].frame for _ in log[:1])


@settings(deadline=None)
@given(LOGS)
def test_changes_made_live_one_by_one_give_the_same_timeline(log: list[Change]) -> None:
    live = timeline()
    for change in log:
        live = live.with_change(change)
    assert timeline(list(live.changes)) == live


@settings(deadline=None)
@given(LOGS, st.integers(0, 240 * RATE), st.sampled_from(BOUNDARIES), SETTINGS)
def test_nothing_before_a_change_depends_on_it(
    log: list[Change], frame: int, boundary: str, wanted: dict[str, object]
) -> None:
    before = timeline([c for c in log if c.frame <= frame])
    after = before.with_change(Change(frame, boundary, wanted))
    fresh = [c for c in after.changes if c not in before.changes]
    assume(fresh)
    effect = min(c.frame for c in fresh)
    assert effect >= frame
    window = max(0, effect - 40 * RATE), effect
    heard = [(n.frame, min(n.end, effect), n.layer, n.pitch, n.velocity) for n in notes(before, *window)]
    again = [(n.frame, min(n.end, effect), n.layer, n.pitch, n.velocity) for n in notes(after, *window)]
    assert heard == again
    assert before.context_at(max(0, effect - 1)) == after.context_at(max(0, effect - 1)) or effect == 0


@settings(deadline=None)
@given(LOGS, st.integers(0, 300 * RATE))
def test_segments_tile_the_time(log: list[Change], frame: int) -> None:
    line = timeline(log)
    here = segment_at(line, frame)
    assert here.start <= frame < here.end
    assert following(line, here).start == here.end
    earlier = list(preceding(line, here))
    assert [s.end for s in earlier] == [s.start for s in [here, *earlier][:-1]]
    assert not earlier or earlier[-1].start == 0


@pytest.mark.parametrize(("preset", "bpm"), [("focus", 60), ("sleep", 40), ("bright", 70), ("focus", 200)])
def test_a_segment_is_the_fewest_whole_phrases_that_last_a_minute(preset: str, bpm: float) -> None:
    line = timeline(preset=preset, bpm=bpm)
    segment = segment_at(line, 0)
    lengths = [p.end - p.start for p in phrases(line, 0, segment.end)]
    assert len(lengths) == segment.phrases
    assert sum(lengths) == segment.end >= 60 * RATE > segment.end - lengths[-1]


def bar_after(line: Timeline, segment: Segment) -> int:
    """Return the frames of a bar after a segment, in the passage that cuts it short or its own."""
    return line.tempo.duration(line.passage_at(segment.end).context.bar_ticks, segment.end)


@settings(deadline=None)
@given(LOGS, st.integers(0, 300 * RATE))
def test_notes_of_a_segment_begin_in_it_and_end_soon_after_it(log: list[Change], frame: int) -> None:
    line = timeline(log)
    segment = segment_at(line, frame)
    bar = line.tempo.duration(line.passages[segment.passage].context.bar_ticks, segment.start)
    for note in segment_notes(line, segment):
        assert segment.start <= note.frame < segment.end
        rings = {"pad": max(bar, bar_after(line, segment)) // 2, "bass": 0, "air": 0}.get(note.layer, 2 * bar)
        assert note.frame < note.end <= segment.end + rings


@settings(deadline=None)
@given(LOGS)
def test_chords_follow_one_another_without_a_gap(log: list[Change]) -> None:
    line = timeline(log)
    spans = [(c.start, c.end) for c in chords(line, 0, 100 * RATE)]
    assert spans[0][0] == 0
    assert all(a[1] == b[0] for a, b in itertools.pairwise(spans))
    assert spans[-1][1] >= 100 * RATE


def struck(played: Iterable[NoteEvent]) -> list[tuple[int, str, int, int]]:
    return [(n.frame, n.layer, n.pitch, n.velocity) for n in played]


def test_a_change_of_intensity_is_spliced_at_its_beat() -> None:
    quiet = timeline(intensity=0.0)
    beat = quiet.boundary(21 * RATE, "beat")
    both = quiet.with_change(Change(21 * RATE, "beat", {"intensity": 1.0}))
    loud = timeline(intensity=1.0)
    assert struck(notes(both, 0, beat)) == struck(notes(quiet, 0, beat))
    assert struck(notes(both, beat, 60 * RATE)) == struck(notes(loud, beat, 60 * RATE))
    assert struck(notes(quiet, beat, 60 * RATE)) != struck(notes(loud, beat, 60 * RATE))


def test_a_change_of_key_begins_a_new_passage_at_the_bar() -> None:
    line = timeline([Change(5 * RATE, "bar", {"key": "A minor"})])
    assert [p.start for p in line.passages] == [0, 8 * RATE]
    assert line.passages[1].first[:2] == (0, 0)
    assert line.context_at(8 * RATE - 1).key_signature == "D dorian"
    assert line.context_at(8 * RATE).key_signature == "A minor"
    assert bar_at(line, 8 * RATE) == 2


def test_a_change_that_changes_nothing_begins_nothing() -> None:
    line = timeline([Change(5 * RATE, "bar", {"preset": "focus"})])
    assert len(line.passages) == 1
    assert len(line.changes) == 1


def test_two_changes_at_one_boundary_are_one_passage() -> None:
    line = timeline([Change(1, "bar", {"key": "A minor"}), Change(2, "bar", {"bpm": 90})])
    assert len(line.passages) == 2
    assert (line.context_at(4 * RATE).key_signature, line.context_at(4 * RATE).bpm) == ("A minor", 90)


@pytest.mark.parametrize("later", [(), (Change(20 * RATE, "phrase", {"density": 0.5}),)])
def test_of_two_wishes_at_one_boundary_the_last_one_made_wins(later: tuple[Change, ...]) -> None:
    line = timeline(later)
    for bpm in (66, 77, 55, 88, 60, 99):
        line = line.with_change(Change(63, "bar", {"bpm": bpm}))
    assert [passage.context.bpm for passage in line.passages] == [60, 99]
    assert timeline(line.changes) == line


def test_a_wrong_setting_in_a_log_is_named() -> None:
    with pytest.raises(InvalidValue, match="bpm"):
        timeline([Change(0, "bar", {"bpm": 39})])


def test_a_boundary_never_jumps_over_the_next_passage() -> None:
    line = timeline([Change(5 * RATE, "bar", {"bpm": 47})])
    for kind in ("beat", "bar", "phrase"):
        assert line.boundary(8 * RATE - 1, kind) == 8 * RATE
    assert timeline().boundary(9 * RATE, "phrase") == 32 * RATE
