"""Our figures beside those of ffmpeg, pyloudnorm, librosa and essentia, on our own music."""

import os

import pytest

from tests.analysis.conftest import RATE, Render
from tests.bands import measures

pytestmark = [
    pytest.mark.skipif(bool(measures.missing()) and not os.environ.get("CI"), reason="tools are missing"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def test_loudness_and_peak_are_ffmpegs(music: Render) -> None:
    ffmpeg = measures.ebur128(music.path)
    assert music.report.loudness.integrated_lufs == pytest.approx(ffmpeg["lufs"], abs=0.1)
    assert music.report.loudness.range_lu == pytest.approx(ffmpeg["range"], abs=0.1)
    assert music.report.peaks.true_dbtp == pytest.approx(ffmpeg["true_peak"], abs=0.1)


def test_integrated_loudness_is_pyloudnorms(music: Render) -> None:
    found = measures.integrated(music.sound, RATE)
    assert music.report.loudness.integrated_lufs == pytest.approx(found, abs=0.1)


def test_loudness_is_essentias(music: Render) -> None:
    lufs, spread = measures.essentia_loudness(music.sound, RATE)
    assert music.report.loudness.integrated_lufs == pytest.approx(lufs, abs=0.1)
    assert music.report.loudness.range_lu == pytest.approx(spread, abs=0.2)


def test_the_spectrum_is_librosas(music: Render) -> None:
    found = measures.spectrum(music.sound, RATE)
    spectrum = music.report.spectrum
    assert spectrum.slope_db_octave == pytest.approx(found["slope"], abs=0.2)
    assert spectrum.centroid_hz == pytest.approx(found["centroid"], rel=0.01)
    assert spectrum.share_20_120_db == pytest.approx(found["low"], abs=0.1)
    assert spectrum.share_200_400_db == pytest.approx(found["mud"], abs=0.1)
    assert spectrum.share_2500_5000_db == pytest.approx(found["harsh"], abs=0.1)


def test_onsets_are_librosas(music: Render) -> None:
    assert music.report.onsets_a_minute == pytest.approx(measures.onsets(music.sound, RATE), rel=0.1, abs=1.5)


def test_correlation_is_numpys(music: Render) -> None:
    found = measures.correlation(music.sound, RATE)
    assert music.report.stereo.correlation_mean == pytest.approx(found["correlation"], abs=0.001)
    assert music.report.stereo.correlation_min == pytest.approx(found["correlation_min"], abs=0.001)


def test_nobody_finds_clicks_in_our_music(music: Render) -> None:
    assert music.report.faults.clicks_s == ()
    assert measures.clicks(music.sound, RATE) == []


def test_both_find_clicks_that_are_there(music: Render) -> None:
    damaged = music.sound.copy()
    damaged[:, [10 * RATE, 20 * RATE]] += 0.4
    assert measures.clicks(damaged, RATE) == pytest.approx([10, 20], abs=0.01)
