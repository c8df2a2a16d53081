"""Many wishes, few entries: the log holds one entry a boundary, and the music is what each asked for."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.composition import MusicalContext
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Change
from auralis.sequencing import Timeline
from auralis.station.control_log import ControlLog, Wish, _checked, _groups, _same_music

RATE = 44_100
WISHES = st.builds(
    Wish,
    st.sampled_from(
        [
            {"intensity": 0.2},
            {"intensity": 0.9},
            {"layers.pad.gain": 0.5},
            {"layers.pad.gain": 1.5},
            {"brightness": 0.1, "layers.pad.gain": 0.7},
            {"bpm": 71},
            {"preset": "sleep"},
            {"key": "A minor"},
            {"key": "D"},
            {"wander": 0.7},
            {"bpm": 39},
        ]
    ),
    st.sampled_from([None, None, "chunk", "beat", "bar", "phrase", "tick"]),
)


def plain() -> Timeline:
    return Timeline.of(7, RATE, MusicalContext.of())


def one_by_one(timeline: Timeline, wishes: Sequence[Wish], frame: int) -> Timeline:
    """Follow each wish by entries of its own."""
    for wanted in map(_checked, wishes):
        if not isinstance(wanted, InvalidValue):
            for kind, group in _groups(wanted).items():
                timeline = timeline.with_change(Change(frame, kind, group))
    return timeline


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 9 * RATE), st.lists(WISHES, max_size=12)), max_size=4))
def test_the_log_is_resolved_and_answers_name_what_is_in_it(turns: list[tuple[int, list[Wish]]]) -> None:
    log, frame = ControlLog(plain(), 0), 0
    for step, wishes in turns:
        frame += step
        outcomes = log.grant(wishes, frame, frame + 63)
        assert len(outcomes) == len(wishes)
        for wish, outcome in zip(wishes, outcomes, strict=True):
            wrong = wish.boundary == "tick" or wish.settings == {"bpm": 39}
            assert isinstance(outcome, InvalidValue) == wrong
            assert wrong or outcome
    changes = log.timeline.changes
    assert Timeline.of(7, RATE, MusicalContext.of(), changes) == log.timeline
    assert [c.frame for c in changes] == sorted(c.frame for c in changes)


@settings(deadline=None, max_examples=120)
@given(st.lists(WISHES, max_size=14), st.integers(0, 9 * RATE))
def test_wishes_together_play_as_wishes_one_by_one(wishes: list[Wish], frame: int) -> None:
    together = ControlLog(plain(), 0)
    together.grant(wishes, frame, frame)
    single = one_by_one(plain(), wishes, frame)
    assert _same_music(together.timeline, single)


def test_a_flood_of_one_slider_is_one_entry() -> None:
    log = ControlLog(plain(), 0)
    outcomes = log.grant([Wish({"intensity": n / 1000}) for n in range(1000)], 0, 63)
    assert log.timeline.changes == (Change(RATE, "beat", {"intensity": 0.999}),)
    assert outcomes == [log.timeline.changes] * 1000


def test_sliders_of_one_boundary_share_an_entry_and_those_of_another_have_their_own() -> None:
    log = ControlLog(plain(), 0)
    for n in range(50):
        log.grant([Wish({"brightness": n / 50}), Wish({"intensity": n / 50})], 0, 63)
        log.grant([Wish({"layers.pad.gain": n / 50})], 0, 63)
    assert log.timeline.changes == (
        Change(0, "chunk", {"brightness": 0.98, "layers.pad.gain": 0.98}),
        Change(RATE, "beat", {"intensity": 0.98}),
    )


def test_what_was_played_is_never_touched() -> None:
    log = ControlLog(plain(), 0)
    log.grant([Wish({"brightness": 0.1})], 0, 63)
    log.grant([Wish({"brightness": 0.2})], 4410, 4473)
    assert [c.set for c in log.timeline.changes] == [{"brightness": 0.1}, {"brightness": 0.2}]
    assert log.settled == 1


@pytest.mark.parametrize("order", [("bpm", "preset"), ("preset", "bpm")])
def test_where_order_matters_entries_stay_apart_or_say_the_same(order: tuple[str, str]) -> None:
    wanted = {"bpm": Wish({"bpm": 90}), "preset": Wish({"preset": "sleep"})}
    log = ControlLog(plain(), 0)
    log.grant([wanted[name] for name in order], 0, 63)
    context = log.timeline.passages[-1].context
    assert context.bpm == (40 if order[-1] == "preset" else 90)
    assert len(log.timeline.changes) == (2 if order[-1] == "preset" else 1)
