"""No click and no hole where anything begins, ends or is changed."""

import pytest

from auralis.core.units import Frame
from auralis.engine import Kernels
from auralis.sequencing import Timeline
from auralis.station.recipes import timeline_of
from tests.bands.bands import PRESETS
from tests.bands.boundaries import (
    CHANGES,
    RATE,
    SIDE_S,
    change_frames,
    clicks_at,
    phrase_frames,
    recipe_of,
    section_frames,
    segment_frames,
    stretch,
)
from tests.bands.measures import clicks

SIDE = SIDE_S * RATE
END = 200 * RATE
HALF_HOUR = 1800 * RATE

pytestmark = [
    pytest.mark.usefixtures("folder"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
presets = pytest.mark.parametrize("preset", PRESETS)


def boundaries(timeline: Timeline, end: Frame) -> list[Frame]:
    """Return where phrases, segments and sections begin, a second or more before the end."""
    found = {f for frames in (phrase_frames, segment_frames, section_frames) for f in frames(timeline, end)}
    return sorted(frame for frame in found if frame < end - SIDE)


@presets
def test_phrases_and_segments(kernels: Kernels, preset: str) -> None:
    recipe = recipe_of(preset, 7)
    frames = boundaries(timeline_of(recipe), END)
    assert len(frames) >= 4
    assert clicks_at(stretch(recipe, kernels, 0, END), 0, frames) == {}


@presets
def test_sections(kernels: Kernels, preset: str) -> None:
    recipe = recipe_of(preset, 3)
    frame, *_ = section_frames(timeline_of(recipe), HALF_HOUR)
    sound = stretch(recipe, kernels, frame - SIDE, frame + SIDE)
    assert clicks_at(sound, frame - SIDE, [frame]) == {}


@pytest.mark.parametrize("preset", ["focus", "sleep"])
def test_a_listeners_changes(kernels: Kernels, preset: str) -> None:
    recipe = recipe_of(preset, 7, CHANGES)
    frames = change_frames(recipe)
    assert len(frames) == len(CHANGES)
    assert clicks_at(stretch(recipe, kernels, 0, frames[-1] + SIDE), 0, frames) == {}


def test_a_click_there_would_be_heard(kernels: Kernels) -> None:
    sound = stretch(recipe_of("focus", 7), kernels, 59 * RATE, 61 * RATE)
    sound[:, RATE:] += 0.3
    assert clicks(sound, RATE) == pytest.approx([1], abs=0.01)
    assert list(clicks_at(sound, 59 * RATE, [60 * RATE])) == [60 * RATE]


@pytest.mark.bands
@pytest.mark.timeout(3600)
@presets
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_half_an_hour(kernels: Kernels, preset: str, seed: int) -> None:
    recipe = recipe_of(preset, seed)
    frames = boundaries(timeline_of(recipe), HALF_HOUR)
    assert clicks_at(stretch(recipe, kernels, 0, HALF_HOUR), 0, frames) == {}
