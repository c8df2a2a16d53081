"""A listener's change as it sounds: no jolt, no hole, and every notice told once."""

import numpy as np
import pytest

from auralis.composition import MusicalContext
from auralis.core.recipe import Change
from auralis.core.units import Block
from auralis.engine import Kernels
from auralis.station.offline import render
from auralis.station.recipes import new_recipe, timeline_of
from auralis.station.station import Station
from tests.station.jolt import depths, jolt

RATE = 44_100
SEEDS = {"focus": 7, "meditation": 11, "sleep": 3, "bright": 7}
SECOND = 150
STEEP = 1.2
"""How far a step may exceed those of the music."""
BEFORE, AFTER = 48, 27
"""Seconds that are rendered around a change."""
CHANGES: dict[str, tuple[dict[str, object], ...]] = {
    "focus": ({"key": "A dorian"}, {"key": "F dorian", "bpm": 70}, {"mode": "aeolian"}, {"preset": "sleep"}),
    "meditation": (
        {"key": "E minor"},
        {"key": "C minor", "bpm": 60},
        {"mode": "dorian"},
        {"preset": "focus"},
    ),
    "sleep": (
        {"key": "B phrygian"},
        {"key": "G phrygian", "bpm": 50},
        {"mode": "aeolian"},
        {"preset": "focus"},
    ),
    "bright": ({"key": "G lydian"}, {"key": "Eb lydian", "bpm": 80}, {"mode": "ionian"}, {"preset": "sleep"}),
}
"""A fifth, a third and ten beats a minute, another mode, another preset."""


def sound(kernels: Kernels, preset: str, wanted: dict[str, object] | None = None) -> Block:
    """Return a recording in which a change comes at second `BEFORE`, if one does."""
    recipe = new_recipe(MusicalContext.of({"preset": preset}), SEEDS[preset], "auralis", RATE)
    at = timeline_of(recipe).boundary(SECOND * RATE, "bar")
    if wanted:
        recipe = recipe.with_changes([Change(at, "bar", wanted)])
    blocks = render(recipe, kernels, at - BEFORE * RATE, (BEFORE + AFTER) * RATE, RATE)
    return np.concatenate(list(blocks), axis=1)


@pytest.mark.parametrize("preset", CHANGES)
def test_a_change_is_heard_as_music_and_not_as_a_change(kernels: Kernels, preset: str) -> None:
    bar = MusicalContext.of({"preset": preset}).structure.bar_seconds
    plain = sound(kernels, preset)
    lines = (BEFORE + bars * bar for bars in range(-12, 8))
    ordinary = max(depths(plain, RATE, line)[0] for line in lines if 9 < line < BEFORE + AFTER - 10)
    found = []
    for wanted in CHANGES[preset]:
        heard = jolt(sound(kernels, preset, wanted), RATE, BEFORE)
        assert heard.flux <= STEEP
        assert heard.fall <= STEEP
        found.append(heard.hole if "preset" in wanted else heard.dip)
    assert sum(found) <= 3.0 * len(found)
    assert max(found) <= ordinary + 0.5


def test_a_cut_is_a_jolt_and_silence_a_hole(kernels: Kernels) -> None:
    one, others = sound(kernels, "focus"), [sound(kernels, p) for p in ("bright", "sleep")]
    at = BEFORE * RATE
    for other in others:
        cut = np.concatenate((one[:, :at], other[:, at:]), axis=1)
        assert jolt(cut, RATE, BEFORE).fall > STEEP
    silent = one.copy()
    silent[:, at : at + 2 * RATE] *= 0.1
    assert jolt(silent, RATE, BEFORE).hole > 6.0


def test_a_notice_is_told_once_and_again_when_it_is_true_again(kernels: Kernels) -> None:
    station = Station(new_recipe(MusicalContext.of({"key": "D dorian"}), 7, "auralis", RATE), kernels)
    absent = {"chords": ["bII"]}
    assert station.announcement(station.control({"chords": ["i"]})).notices == []
    (sentence,) = station.announcement(station.control(absent)).notices
    assert sentence.startswith("bII is not in D dorian")
    assert station.announcement().notices == []
    assert station.announcement(station.control({"bpm": 66})).notices == []
    assert station.announcement(station.control({"chords": []})).notices == []
    assert station.announcement(station.control(absent)).notices == [sentence]
