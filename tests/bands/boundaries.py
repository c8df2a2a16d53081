"""Where music could break: the frames at which sections, segments, phrases meet, or a control acts."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from auralis.analysis import analyse
from auralis.composition import MusicalContext
from auralis.core.recipe import Change, Recipe
from auralis.core.units import Frame, to_pcm
from auralis.engine import Kernels
from auralis.sequencing import Timeline, following, phrases, segment_at
from auralis.station.offline import render
from auralis.station.recipes import new_recipe, timeline_of
from tests.bands.clips import RATE
from tests.bands.measures import Sound, clicks

SIDE_S = 1
_NEAR_S = 0.1

CHANGES = (
    Change(20 * RATE, "chunk", {"layers.pad.gain": 0.2}),
    Change(23 * RATE, "chunk", {"layers.piano.mute": True}),
    Change(26 * RATE, "chunk", {"layers.piano.mute": False, "layers.pad.gain": 1.6}),
    Change(29 * RATE, "chunk", {"brightness": 1.0}),
    Change(32 * RATE, "chunk", {"space": 1.0, "brightness": 0.1}),
    Change(35 * RATE, "beat", {"intensity": 0.95}),
    Change(40 * RATE, "bar", {"key": "F# minor"}),
    Change(52 * RATE, "bar", {"bpm": 84}),
    Change(64 * RATE, "bar", {"preset": "sleep"}),
    Change(80 * RATE, "bar", {"preset": "bright"}),
)
"""A listener who turns everything."""


def recipe_of(preset: str, seed: int, changes: tuple[Change, ...] = ()) -> Recipe:
    """Return the recipe of a preset's music, with a listener's changes."""
    recipe = new_recipe(MusicalContext.of({"preset": preset}), seed, "auralis", RATE)
    return recipe.with_changes(changes)


def phrase_frames(timeline: Timeline, end: Frame) -> list[Frame]:
    """Return where phrases begin."""
    return [phrase.start for phrase in phrases(timeline, 0, end) if phrase.start > 0]


def section_frames(timeline: Timeline, end: Frame) -> list[Frame]:
    """Return where sections begin."""
    found = list(phrases(timeline, 0, end))
    return [later.start for one, later in pairwise(found) if later.place.section != one.place.section]


def segment_frames(timeline: Timeline, end: Frame) -> list[Frame]:
    """Return where segments begin."""
    found, segment = [], segment_at(timeline, 0)
    while segment.end < end:
        found.append(segment.end)
        segment = following(timeline, segment)
    return found


def change_frames(recipe: Recipe) -> list[Frame]:
    """Return where changes take effect."""
    return [change.frame for change in timeline_of(recipe).changes]


def clicks_at(sound: Sound, start: Frame, frames: Iterable[Frame]) -> dict[Frame, list[float]]:
    """Return what is heard within 0.1 s of frames, where anything is, in a sound that begins at `start`.

    Essentia listens, and our own detector; each hears a second before and after.
    """
    found = {}
    for frame in frames:
        middle = frame - start
        found[frame] = list(_heard(sound[:, middle - SIDE_S * RATE : middle + SIDE_S * RATE]))
    return {frame: seconds for frame, seconds in found.items() if seconds}


def stretch(recipe: Recipe, kernels: Kernels, start: Frame, end: Frame) -> Sound:
    """Return frames [start, end) of a recipe, as 16 bit hold them."""
    blocks = list(render(recipe, kernels, start, end - start))
    return to_pcm(np.concatenate(blocks, axis=1)).T / 32_768


def _heard(sound: Sound) -> Iterator[float]:
    faults = analyse(sound, RATE).faults
    dropouts = [hole.start_s for hole in faults.dropouts]
    for second in (*clicks(sound, RATE), *faults.clicks_s, *dropouts):
        if abs(second - SIDE_S) < _NEAR_S:
            yield second
