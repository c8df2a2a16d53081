"""The analyser as a whole: any blocks, any length, nothing invented."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.analysis import Analyser, analyse
from auralis.analysis.pool import Pool
from auralis.core.errors import InvalidValue
from tests.analysis.conftest import RATE, Render
from tests.analysis.signals import noise, sine

SOUND = noise(-20, 5, -3, RATE)
WHOLE = analyse(SOUND, RATE)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, SOUND.shape[1]), max_size=12))
def test_the_figures_do_not_depend_on_the_blocks(cuts: list[int]) -> None:
    analyser = Analyser(RATE)
    for block in np.split(SOUND, sorted(cuts), axis=1):
        analyser.feed(block)
    assert analyser.report() == WHOLE


@pytest.mark.parametrize("slope", [-3.0, -6.0, -9.0])
def test_the_slope_of_noise(slope: float) -> None:
    assert analyse(noise(-20, 20, slope, RATE), RATE).spectrum.slope_db_octave == pytest.approx(
        slope, abs=0.15
    )


def test_the_figures_of_a_sine() -> None:
    report = analyse(sine(-20, 10, 300, RATE), RATE)
    assert report.spectrum.centroid_hz == pytest.approx(300, abs=3)
    assert report.spectrum.share_200_400_db == pytest.approx(0, abs=0.01)
    assert report.levels.rms_dbfs == pytest.approx(-23.01, abs=0.01)
    assert report.stereo.correlation_mean == pytest.approx(1)
    assert report.curves.spectrogram.powers.max() == pytest.approx(10 ** (-20 / 10), rel=0.6)
    loudest = report.curves.spectrogram.powers.mean(axis=0).argmax()
    assert report.curves.spectrogram.frequencies[loudest] == pytest.approx(300, rel=0.02)


def test_stereo_of_two_noises_and_of_opposites() -> None:
    apart = analyse(noise(-20, 10, rate=RATE), RATE).stereo
    assert apart.correlation_mean == pytest.approx(0, abs=0.02)
    assert apart.side_to_mid_db == pytest.approx(0, abs=0.2)
    tone = sine(-20, 6, rate=RATE) * np.array([[1], [-1]])
    assert analyse(tone, RATE).stereo.correlation_min == pytest.approx(-1)


def test_an_offset_from_zero() -> None:
    shifted = sine(-30, 2, rate=RATE) + np.array([[0.0], [0.004]])
    assert analyse(shifted, RATE).levels.dc_offset == pytest.approx(0.004, abs=1e-5)


def test_struck_notes_are_onsets() -> None:
    since = np.arange(20 * RATE) % RATE / RATE
    struck = sine(-12, 20, 440, RATE) * np.exp(-4 * since) * np.minimum(1, since / 0.01)
    assert analyse(struck, RATE).onsets_a_minute == pytest.approx(60, abs=4)
    once = analyse(sine(-12, 60, 440, RATE), RATE).onsets_a_minute
    assert once == pytest.approx(1, abs=0.1)


def test_what_is_too_short_has_no_figure() -> None:
    report = analyse(sine(-20, 0.3), 48_000)
    assert report.loudness.integrated_lufs is None
    assert report.steadiness.step_lu is None
    assert report.stereo.correlation_mean is None
    assert report.onsets_a_minute is None
    assert report.levels.dead_seconds is None
    assert report.peaks.true_dbtp == pytest.approx(-20, abs=0.1)
    assert analyse(sine(-20, 29), 48_000).loudness.range_lu is None


def test_one_sample_and_none() -> None:
    one = analyse(np.full((2, 1), 0.5), RATE)
    assert one.peaks.sample_dbfs == pytest.approx(-6.02, abs=0.01)
    assert one.spectrum.slope_db_octave is None
    assert analyse(np.zeros((2, 0)), RATE).peaks.sample_dbfs is None


def test_silence_has_no_level() -> None:
    report = analyse(np.zeros((2, 40 * RATE)), RATE)
    assert report.loudness.integrated_lufs is None
    assert report.loudness.range_lu is None
    assert report.peaks.true_dbtp is None
    assert report.spectrum.centroid_hz is None
    assert report.levels.dead_seconds == 40
    assert report.onsets_a_minute == 0


def test_mono_has_no_stereo(music: Render) -> None:
    report = analyse(music.sound[:1], RATE)
    assert report.stereo.correlation_mean is None
    assert report.stereo.side_to_mid_db is None
    assert report.format.channels == 1


def test_a_low_rate_lacks_high_bands() -> None:
    report = analyse(noise(-20, 5, rate=8000), 8000)
    assert report.spectrum.slope_db_octave is None
    assert report.spectrum.share_2500_5000_db is None
    assert report.spectrum.share_200_400_db is not None


@pytest.mark.parametrize(
    ("rate", "channels", "field"), [(7999, 2, "rate"), (400_000, 2, "rate"), (RATE, 3, "channels")]
)
def test_what_cannot_be_measured_is_named(rate: int, channels: int, field: str) -> None:
    with pytest.raises(InvalidValue, match=f"^{field}: "):
        Analyser(rate, channels)
    with pytest.raises(InvalidValue, match=r"^block: "):
        Analyser(RATE).feed(np.zeros((1, 10)))


@given(st.lists(st.integers(0, 40), max_size=30))
def test_a_pool_keeps_means_in_order_and_in_bounds(lengths: list[int]) -> None:
    pool, values = Pool(8, 1, np.mean), np.arange(float(sum(lengths)))
    for part in np.split(values, np.cumsum(lengths)[:-1]) if lengths else []:
        pool.add(part[:, None])
    count, each = len(pool.columns), pool.each
    assert count < 16
    assert count * each <= len(values) < (count + 1) * each
    assert pool.columns[:, 0] == pytest.approx(values[: count * each].reshape(-1, each).mean(axis=1))
