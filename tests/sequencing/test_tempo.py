"""The tempo map: exact, monotone, without drift."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auralis.core.units import TICKS_PER_BEAT
from auralis.sequencing import TempoMap

tempos = st.integers(40, 200) | st.floats(40, 200).map(lambda x: round(x, 3))
rates = st.sampled_from([44_100, 48_000])


@given(tempos, rates, st.integers(0, 10**9))
def test_every_tick_is_within_half_a_frame_of_its_true_time(bpm: float, rate: int, tick: int) -> None:
    true = Fraction(tick * 60 * rate, TICKS_PER_BEAT) / Fraction(str(bpm))
    assert abs(TempoMap.constant(bpm, rate).frame(tick) - true) <= Fraction(1, 2)


@given(st.lists(st.tuples(st.integers(1, 500_000), tempos), min_size=1, max_size=5), st.integers(0, 10**6))
def test_frames_and_ticks_are_inverse_and_monotone(turns: list[tuple[int, float]], frame: int) -> None:
    tempo, at = TempoMap.constant(60, 44_100), 0
    for gap, bpm in turns:
        at += gap
        tempo = tempo.then(at, bpm)
    tick = tempo.tick_from(frame)
    assert tempo.frame(tick) >= frame > tempo.frame(tick - 1)
    assert tempo.frame(tick) <= tempo.frame(tick + 1)


@given(st.integers(1, 10**7), tempos, tempos)
def test_a_turn_leaves_what_came_before_alone(frame: int, before: float, after: float) -> None:
    one = TempoMap.constant(before, 44_100)
    two = one.then(frame, after)
    turn = two.tick_from(frame)
    assert two.frame(turn) == frame
    assert all(two.frame(t) == one.frame(t) for t in range(max(0, turn - 50), turn))


def test_a_beat_at_sixty_is_a_second_for_ever() -> None:
    day = 24 * 3600
    assert TempoMap.constant(60, 44_100).frame(day * TICKS_PER_BEAT) == day * 44_100


def test_a_duration_is_measured_in_the_tempo_in_force() -> None:
    tempo = TempoMap.constant(60, 44_100).then(88_200, 120)
    assert tempo.duration(TICKS_PER_BEAT, 88_199) == 44_100
    assert tempo.duration(TICKS_PER_BEAT, 88_200) == 22_050
    assert tempo.seconds(4 * TICKS_PER_BEAT) == pytest.approx(3.0)
