"""A change of kits cuts a segment at a bar, and leaves the music's settings alone."""

from hypothesis import given
from hypothesis import strategies as st

from auralis.composition import MusicalContext
from auralis.core.recipe import Change
from auralis.sequencing import Timeline, following, segment_at

RATE = 44_100
OPENING = MusicalContext.of({"preset": "bright"})


def timeline(*changes: Change) -> Timeline:
    return Timeline.of(5, RATE, OPENING, changes)


@given(st.integers(0, 200 * RATE))
def test_it_begins_a_segment_at_the_next_bar(frame: int) -> None:
    line = timeline(Change(frame, "bar", {"kit": "auralis"}))
    (change,) = line.changes
    assert 0 <= change.frame - frame < 4 * RATE
    assert segment_at(line, change.frame).start == change.frame
    assert line.context_at(change.frame) == OPENING
    if change.frame > 0:
        before = segment_at(line, change.frame - 1)
        assert before.end == change.frame
        assert following(line, before).start == change.frame


@given(st.integers(0, 100 * RATE), st.integers(0, 100 * RATE))
def test_the_log_gives_the_same_timeline_again(first: int, second: int) -> None:
    line = timeline(Change(first, "bar", {"kit": "auralis"}), Change(second, "bar", {"key": "A minor"}))
    assert timeline(*line.changes) == line


def test_what_comes_before_it_is_untouched() -> None:
    plain, changed = timeline(), timeline(Change(50 * RATE, "bar", {"kit": "auralis"}))
    first, cut = segment_at(plain, 0), segment_at(changed, 0)
    assert (cut.start, cut.first, cut.phrases) == (first.start, first.first, first.phrases)
    assert cut.end == changed.changes[0].frame
