"""Every sound of ours lies in its band, measured by other people's tools."""

from functools import partial
from pathlib import Path

import pytest

from tests.bands.bands import LOUDNESS, PRESETS, ROWS, Row
from tests.bands.clips import HALF_HOUR_S, Clip, Figures, in_processes, loudness_by_window
from tests.bands.tables import outside

rows = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
presets = pytest.mark.parametrize("preset", PRESETS)


@presets
@rows
def test_a_few_clips_lie_in_the_band(few: dict[Clip, Figures], preset: str, row: Row) -> None:
    assert outside(few, row, preset) == {}, f"{row.words}: {row.shown(preset)}"


@pytest.mark.bands
@pytest.mark.timeout(7200)
@presets
@rows
def test_every_clip_lies_in_the_band(every: dict[Clip, Figures], preset: str, row: Row) -> None:
    assert outside(every, row, preset) == {}, f"{row.words}: {row.shown(preset)}"


@pytest.mark.bands
@pytest.mark.timeout(1800)
def test_loudness_stays_in_its_band_for_half_an_hour(folder: Path) -> None:
    clips = [Clip(preset, 7, 0, HALF_HOUR_S) for preset in PRESETS]
    found = list(in_processes(partial(loudness_by_window, kernel_folder=folder), clips))
    beyond = {
        (clip.preset, index): round(value, 1)
        for clip, levels in zip(clips, found, strict=True)
        for index, value in enumerate(levels)
        if not LOUDNESS.holds(clip.preset, value)
    }
    assert [len(levels) for levels in found] == [10] * len(PRESETS)
    assert beyond == {}
