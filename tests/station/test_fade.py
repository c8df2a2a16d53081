"""The listeners' fade: its curve, and that it is the only thing that changes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.composition import MusicalContext
from auralis.core.address import encode
from auralis.core.recipe import Change, Recipe
from auralis.core.units import Block
from auralis.engine import Kernels
from auralis.station.fade import SHORTEST_S, Fade
from auralis.station.offline import render
from auralis.station.recipes import new_recipe, timeline_of
from auralis.station.station import Station

RATE = 44_100
CHUNK = RATE // 10


def recipe(*changes: Change, **first: object) -> Recipe:
    plain = new_recipe(MusicalContext.of({"preset": "focus", **first}), 7, "light", RATE)
    return plain.with_changes(changes)


def fade(chunk: int, to: float, seconds: float) -> Change:
    return Change(chunk * CHUNK, "chunk", {"fade": to, "fade_s": seconds})


def gains(recipe: Recipe, start: int, frames: int) -> np.ndarray:
    return Fade.of(timeline_of(recipe)).gains(start, frames).astype(float)


def sound(recipe: Recipe, kernels: Kernels, start: int, frames: int, block: int = CHUNK) -> Block:
    return np.concatenate(list(render(recipe, kernels, start, frames, block)), axis=1)


FADES = st.lists(
    st.builds(
        fade,
        st.integers(0, 60),
        st.floats(0, 1),
        st.one_of(st.sampled_from((0.0, 7200.0)), st.floats(0, 4)),
    ),
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(FADES, st.integers(500, 30_000), st.integers(0, 300_000))
def test_each_frame_has_one_gain_however_it_is_asked_for(
    changes: list[Change], block: int, start: int
) -> None:
    own = recipe(*changes)
    whole = gains(own, start, 60_000)
    parts = [gains(own, start + n, min(block, 60_000 - n)) for n in range(0, 60_000, block)]
    np.testing.assert_array_equal(np.concatenate(parts), whole)
    assert whole.min() >= 0
    assert whole.max() <= 1
    assert np.abs(np.diff(np.sqrt(whole))).max() <= 1.01 / (SHORTEST_S * RATE)


def test_the_square_root_moves_evenly_and_both_ends_are_exact() -> None:
    down = gains(recipe(fade(10, 0.25, 2)), 0, 4 * RATE)
    x = np.clip((np.arange(4 * RATE) - RATE) / (2 * RATE), 0, 1)
    np.testing.assert_allclose(down, (1 - 0.5 * x) ** 2, rtol=1e-6)
    assert set(down[: RATE + 1]) == {1.0}
    assert set(down[3 * RATE :]) == {0.25}


def test_a_fade_that_turns_round_goes_on_from_where_it_is() -> None:
    there = gains(recipe(fade(10, 0, 2), fade(20, 1, 1)), 0, 5 * RATE)
    assert there[2 * RATE] == pytest.approx(0.25)
    assert np.abs(np.diff(there)).max() < 3 / RATE
    assert set(there[3 * RATE :]) == {1.0}


def test_the_same_end_in_less_time_is_another_fade() -> None:
    hurried = gains(recipe(fade(10, 0, 600), fade(20, 0, 1)), 0, 4 * RATE)
    assert hurried[2 * RATE] > 0.99
    assert hurried[3 * RATE] == 0


def test_a_station_may_begin_silent() -> None:
    assert set(gains(recipe(fade=0), 0, 100)) == {0.0}
    morning = recipe(fade(0, 1, 1), fade=0)
    assert gains(morning, 0, RATE + 1)[[0, RATE // 2, RATE]].tolist() == [0, 0.25, 1]


def test_a_recipe_that_does_not_fade_says_nothing_of_it() -> None:
    own = recipe()
    assert not {"fade", "fade_s"} & set(own.context)
    spelt = replace(own, context={**own.context, "fade": 1, "fade_s": 0})
    assert timeline_of(spelt) == timeline_of(own)
    assert encode(recipe(fade=0.5)) != encode(own)


def test_a_fade_is_within_half_a_decibel_of_its_curve_and_touches_nothing_before_it(kernels: Kernels) -> None:
    start, frames, change = 20 * RATE, 4 * RATE, fade(210, 0, 2)
    plain = sound(recipe(), kernels, start, frames)
    faded = sound(recipe(change), kernels, start, frames, 1_237)
    np.testing.assert_array_equal(faded[:, :RATE], plain[:, :RATE])
    assert not faded[:, 3 * RATE :].any()
    for begin in range(RATE, 3 * RATE - 2 * CHUNK, CHUNK):
        window = slice(begin, begin + CHUNK)
        x = (np.arange(begin, begin + CHUNK) - RATE) / (2 * RATE)
        wanted = np.sqrt(np.mean((plain[:, window] * (1 - x) ** 2) ** 2))
        assert abs(20 * np.log10(np.sqrt(np.mean(faded[:, window] ** 2)) / wanted)) < 0.5


def test_a_live_fade_is_heard_at_the_next_chunk_and_renders_to_the_same_bytes(kernels: Kernels) -> None:
    station = Station(recipe(), kernels)
    heard = [station.render_chunk() for _ in range(5)]
    (change,) = station.control({"fade": 0.1, "fade_s": 0.5})
    assert (change.frame, change.boundary) == (5 * CHUNK, "chunk")
    heard += [station.render_chunk() for _ in range(8)]
    again = Station(station.recipe, kernels)
    np.testing.assert_array_equal(
        np.concatenate(heard), np.concatenate([again.render_chunk() for _ in heard])
    )
