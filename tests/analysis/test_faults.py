"""Clicks and holes: none where there are none, each where it is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.analysis import analyse
from tests.analysis.conftest import RATE, Render
from tests.analysis.signals import Sound, noise, rounded, sine

CLICK = 0.01
"""-40 dBFS."""


def damaged(sound: Sound, places: list[int], shape: str) -> Sound:
    found = sound.copy()
    for sign, place in enumerate(places):
        height = CLICK if sign % 2 else -CLICK
        if shape == "sample":
            found[sign % 2, place] += height
        elif shape == "step":
            found[:, place:] += height
        else:
            found[:, place : place + 4] += height * np.array([0.5, 1, -1, -0.5])
    return found


@pytest.mark.parametrize("shape", ["sample", "step", "burst"])
def test_clicks_of_minus_40_dbfs_are_found_within_a_millisecond(airless: Render, shape: str) -> None:
    assert airless.report.faults.clicks_s == ()
    places = [round((1.3 + 1.7 * i) * RATE) for i in range(22)]
    found = analyse(damaged(airless.sound, places, shape), RATE).faults.clicks_s
    assert np.array(found) == pytest.approx(np.array(places) / RATE, abs=0.001)


def test_a_click_that_stands_28_db_out_of_hiss_is_found() -> None:
    hiss = noise(-50, 10, 0.0, RATE)
    places = [round((0.5 + i) * RATE) for i in range(9)]
    hiss[0, places] += 10 ** (-22 / 20)
    found = analyse(hiss, RATE).faults.clicks_s
    assert np.array(found) == pytest.approx(np.array(places) / RATE, abs=0.001)


@settings(max_examples=15, deadline=None)
@given(
    place=st.integers(1000, 87_000), level=st.floats(-50, -15), hertz=st.floats(40, 2000), up=st.booleans()
)
def test_a_click_is_found_in_any_soft_tone(place: int, level: float, hertz: float, up: bool) -> None:
    tone = rounded(sine(level, 2, hertz, RATE))
    assert analyse(tone, RATE).faults.clicks_s == ()
    tone[int(up), place] += CLICK if up else -CLICK
    assert analyse(tone, RATE).faults.clicks_s == pytest.approx([place / RATE], abs=0.001)


@pytest.mark.parametrize("slope", [0.0, -3.0, -6.0])
def test_noise_and_struck_notes_are_no_clicks(slope: float) -> None:
    hiss = rounded(noise(-30, 10, slope, RATE))
    struck = rounded(sine(-12, 10, 220, RATE) * np.exp(-3 * (np.arange(10 * RATE) % RATE) / RATE))
    swell = np.minimum(1, (np.arange(10 * RATE) % RATE) / (0.004 * RATE))
    assert analyse(hiss, RATE).faults.clicks_s == ()
    assert analyse(rounded(struck * np.square(swell)), RATE).faults.clicks_s == ()
    assert analyse(np.zeros((2, RATE)), RATE).faults.clicks_s == ()


@pytest.mark.parametrize("milliseconds", [6, 50, 900])
def test_dropouts_are_found_with_their_lengths(music: Render, milliseconds: int) -> None:
    sound, frames = music.sound.copy(), milliseconds * RATE // 1000
    sound[:, 12 * RATE : 12 * RATE + frames] = 0
    sound[:, 30 * RATE : 30 * RATE + frames] = sound[:, 30 * RATE : 30 * RATE + 1]
    found = analyse(sound, RATE).faults.dropouts
    assert [hole.start_s for hole in found] == pytest.approx([12, 30], abs=0.001)
    assert [hole.length_s for hole in found] == pytest.approx([milliseconds / 1000] * 2, abs=0.001)


def test_music_has_no_dropouts_and_its_silent_ends_are_none(music: Render) -> None:
    assert music.report.faults.dropouts == ()
    framed = np.pad(music.sound, ((0, 0), (RATE, RATE)))
    report = analyse(framed, RATE)
    assert report.faults.dropouts == ()
    assert report.levels.dead_seconds == pytest.approx(2, abs=0.2)
    assert music.report.levels.dead_seconds == 0


def test_samples_that_are_no_numbers_are_counted() -> None:
    sound = sine(-20, 3)
    sound[0, 5000], sound[1, 70_000:70_004] = np.nan, np.inf
    report = analyse(sound, 48_000)
    assert report.faults.non_finite == 5
    assert report.loudness.integrated_lufs == pytest.approx(-20, abs=0.1)
