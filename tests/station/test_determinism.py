"""The same recipe gives the same bytes: any block size, any start, joined from parts, live or offline."""

import hashlib
from itertools import pairwise

import numpy as np
import pytest

from auralis.composition import MusicalContext
from auralis.core.recipe import Change, Recipe
from auralis.core.units import Block, to_pcm
from auralis.engine import Kernels, load_kit
from auralis.sequencing import following, notes, segment_at
from auralis.station.offline import render
from auralis.station.performance import Performance
from auralis.station.recipes import new_recipe, timeline_of
from auralis.station.recording import Recording, record
from auralis.station.station import Station

RATE = 44_100
SECONDS = 150
FRAMES = SECONDS * RATE


def digest(blocks: list[Block]) -> str:
    return hashlib.sha256(b"".join(to_pcm(b).tobytes() for b in blocks)).hexdigest()


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    changes = (
        Change(10 * RATE, "chunk", {"layers.pad.gain": 0.4, "brightness": 0.7}),
        Change(89 * RATE, "bar", {"key": "A minor", "bpm": 74}),
        Change(93 * RATE, "beat", {"intensity": 0.9}),
        Change(100 * RATE, "phrase", {"preset": "bright"}),
        Change(121 * RATE, "chunk", {"layers.piano.mute": True}),
        Change(125 * RATE, "chunk", {"layers.piano.mute": False, "space": 0.9}),
    )
    return new_recipe(MusicalContext.of(), 7, "auralis", RATE).with_changes(changes)


@pytest.fixture(scope="module")
def whole(recipe: Recipe, kernels: Kernels) -> Block:
    return np.concatenate(list(render(recipe, kernels, 0, FRAMES)), axis=1)


def test_it_sounds_and_stays_in_range(whole: Block) -> None:
    assert whole.shape == (2, FRAMES)
    assert np.isfinite(whole).all()
    assert 0.05 < np.abs(whole).max() <= 1
    seconds = whole.reshape(2, SECONDS, RATE)[:, 3:]
    assert np.sqrt((seconds**2).mean(axis=(0, 2))).min() > 1e-3


@pytest.mark.parametrize("block", [64, 333, 22_050, FRAMES])
def test_the_block_size_never_changes_the_sound(
    recipe: Recipe, kernels: Kernels, whole: Block, block: int
) -> None:
    assert digest(list(render(recipe, kernels, 0, FRAMES, block))) == digest([whole])


def test_not_even_single_frames_do(recipe: Recipe, kernels: Kernels, whole: Block) -> None:
    start, frames = 92 * RATE - 500, 3_000
    assert digest(list(render(recipe, kernels, start, frames, 1))) == digest(
        [whole[:, start : start + frames]]
    )


@pytest.mark.parametrize("second", [0.001, 1.5, 31.99, 64, 64.2, 70, 92.01, 95, 119, 122, 140])
def test_a_start_in_the_middle_sounds_as_if_from_zero(
    recipe: Recipe, kernels: Kernels, whole: Block, second: float
) -> None:
    start = int(second * RATE)
    heard = list(render(recipe, kernels, start, 2 * RATE))
    assert digest(heard) == digest([whole[:, start : start + 2 * RATE]])


def test_such_a_start_meets_held_notes(recipe: Recipe) -> None:
    start = 70 * RATE
    held = [
        n for n in notes(timeline_of(recipe), 0, start) if n.frame < start - RATE and n.end > start + RATE
    ]
    assert {"pad", "bass"} <= {n.layer for n in held}


def test_segments_rendered_apart_join_to_the_same(recipe: Recipe, kernels: Kernels, whole: Block) -> None:
    line, kit = timeline_of(recipe), load_kit("auralis")
    segments = [segment_at(line, 0)]
    while segments[-1].end < FRAMES + RATE:
        segments.append(following(line, segments[-1]))
    assert len(segments) == 4
    sounds = {s: record(s, line, kit, kernels) for s in reversed(segments)}
    joined = Performance(line, kit, kernels, player=lambda segment, *_: Recording(segment, sounds[segment]))
    assert digest([joined.render(FRAMES)]) == digest([whole])


def test_segments_overlap_and_ring_out(recipe: Recipe, kernels: Kernels) -> None:
    line, kit = timeline_of(recipe), load_kit("auralis")
    first = segment_at(line, 0)
    tail = (first.start + record(first, line, kit, kernels).shape[1] - first.end) / RATE
    assert 1 < tail < 40


def test_what_was_changed_live_renders_again_from_the_log(kernels: Kernels) -> None:
    live = Station(new_recipe(MusicalContext.of({"preset": "meditation"}), 11, "auralis", RATE), kernels)
    moves: dict[int, tuple[dict[str, object], str | None]] = {
        7: ({"intensity": 0.8}, None),
        8: ({"layers.bass.gain": 0.2}, None),
        20: ({"key": "E phrygian", "intensity": 0.2}, None),
        21: ({"bpm": 90}, "beat"),
        60: ({"preset": "sleep", "bpm": 66}, None),
        61: ({"intensity": 1.0}, "phrase"),
        90: ({"mode": "dorian"}, "chunk"),
        140: ({"density": 0.3, "brightness": 0.1}, None),
        141: ({"brightness": 0.9}, "beat"),
        200: ({"preset": "focus"}, "phrase"),
    }
    heard = []
    for chunk in range(400):
        if chunk in moves:
            assert live.control(*moves[chunk])
        heard.append(live.render_chunk())
    again = Station(live.recipe, kernels)
    assert all((again.render_chunk() == chunk).all() for chunk in heard)
    assert len(live.recipe.changes) >= len(moves)


def test_a_change_is_heard_from_its_frame_on_and_not_before(kernels: Kernels) -> None:
    recipe = new_recipe(MusicalContext.of(), 3, "auralis", RATE)
    plain, turned = Station(recipe, kernels), Station(recipe, kernels)
    for _ in range(50):
        assert (plain.render_chunk() == turned.render_chunk()).all()
    (change,) = turned.control({"key": "B minor", "bpm": 80})
    assert change.frame == 8 * RATE
    one, two = plain.render(10 * RATE), turned.render(10 * RATE)
    differs = np.flatnonzero(np.any(one != two, axis=0))[0] + 5 * RATE
    assert change.frame - 64 <= differs <= change.frame + RATE // 2


def test_a_glide_is_heard_at_once_and_without_a_step(kernels: Kernels) -> None:
    recipe = new_recipe(MusicalContext.of(), 3, "auralis", RATE)
    plain, turned = Station(recipe, kernels), Station(recipe, kernels)
    plain.render(12 * RATE)
    turned.render(12 * RATE)
    (change,) = turned.control({"layers.pad.gain": 0.0})
    assert change.frame == 12 * RATE
    one, two = plain.render(RATE), turned.render(RATE)
    difference = one - two
    assert 0 < np.flatnonzero(np.any(difference != 0, axis=0))[0] < RATE // 10
    assert np.abs(np.diff(difference)).max() < 0.02


def test_many_quick_changes_keep_the_living_few(kernels: Kernels) -> None:
    station = Station(new_recipe(MusicalContext.of({"bpm": 200}), 5, "auralis", RATE), kernels)
    for turn in range(24):
        station.control({"key": ("A minor", "D dorian")[turn % 2]})
        station.render(int(1.2 * RATE))
    assert len(station._performance.living) <= 8
    starts = [s.start for s in station._performance.living]
    assert all(a < b for a, b in pairwise(starts))
