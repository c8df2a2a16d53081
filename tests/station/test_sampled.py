"""A station that plays a SoundFont: the same bytes for any block size, from any start, joined from parts."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from auralis.core.address import decode, encode
from auralis.core.errors import InvalidValue, Unavailable
from auralis.core.recipe import Change, Recipe
from auralis.core.units import Block
from auralis.engine import Kernels
from auralis.engine.soundfont.library import version
from auralis.sequencing import following, segment_at
from auralis.station.kits import Kits, with_font
from auralis.station.offline import render
from auralis.station.performance import Performance
from auralis.station.recipes import timeline_of
from auralis.station.recording import Recording, record
from tests.engine.soundfont.small_font import write_font
from tests.station.sampled import RATE, sampled

FRAMES = 90 * RATE


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> tuple[Recipe, Kits]:
    recipe, kits = sampled(tmp_path_factory.mktemp("sampled"))
    changes = (
        Change(10 * RATE, "chunk", {"layers.pad.gain": 0.4, "brightness": 0.7}),
        Change(70 * RATE, "bar", {"key": "A minor", "bpm": 74}),
    )
    return recipe.with_changes(changes), kits


@pytest.fixture(scope="module")
def whole(station: tuple[Recipe, Kits], kernels: Kernels) -> Block:
    recipe, kits = station
    return np.concatenate(list(render(recipe, kernels, 0, FRAMES, kits=kits)), axis=1)


def test_it_sounds(whole: Block) -> None:
    assert np.isfinite(whole).all()
    seconds = whole.reshape(2, -1, RATE)[:, 3:]
    assert np.sqrt((seconds**2).mean(axis=(0, 2))).min() > 1e-3


@pytest.mark.parametrize("block", [64, 333, 44_100])
def test_the_block_size_never_changes_the_sound(
    station: tuple[Recipe, Kits], kernels: Kernels, whole: Block, block: int
) -> None:
    recipe, kits = station
    frames = FRAMES if block > 64 else 12 * RATE
    again = np.concatenate(list(render(recipe, kernels, 0, frames, block, kits)), axis=1)
    assert np.array_equal(again, whole[:, :frames])


@pytest.mark.parametrize("second", [0.001, 31.99, 66, 70.5, 85])
def test_a_start_in_the_middle_sounds_as_if_from_zero(
    station: tuple[Recipe, Kits], kernels: Kernels, whole: Block, second: float
) -> None:
    recipe, kits = station
    start = int(second * RATE)
    heard = np.concatenate(list(render(recipe, kernels, start, 2 * RATE, kits=kits)), axis=1)
    assert np.array_equal(heard, whole[:, start : start + 2 * RATE])


def test_segments_rendered_apart_join_to_the_same(
    station: tuple[Recipe, Kits], kernels: Kernels, whole: Block
) -> None:
    recipe, kits = station
    line = timeline_of(recipe)
    segments = [segment_at(line, 0)]
    while segments[-1].end < FRAMES + RATE:
        segments.append(following(line, segments[-1]))
    sounds = {s: record(s, line, kits.first, kernels) for s in reversed(segments)}
    joined = Performance(
        line, kits.first, kernels, player=lambda segment, *_: Recording(segment, sounds[segment])
    )
    assert np.array_equal(joined.render(FRAMES), whole)


def test_the_recipe_names_font_and_fluidsynth(station: tuple[Recipe, Kits], tmp_path: Path) -> None:
    recipe, _ = station
    path = write_font(tmp_path / "copy.sf2")
    again, font = with_font(replace(recipe, font="", fluidsynth=""), [path])
    assert font is not None
    assert (again.font, again.fluidsynth) == (font.sha256, version())
    assert again == recipe
    assert decode(encode(recipe)) == recipe


def test_a_named_font_is_found_among_others(station: tuple[Recipe, Kits], tmp_path: Path) -> None:
    recipe, _ = station
    other = write_font(tmp_path / "other.sf2", presets=((0, 0, "Other"), (0, 89, "Pad")))
    text = tmp_path / "text.sf2"
    text.write_text("no font")
    same = write_font(tmp_path / "same.sf2")
    _, font = with_font(recipe, [text, other, same])
    assert font is not None
    assert font.path == same
    with pytest.raises(Unavailable, match=r"recipe\.font") as caught:
        with_font(recipe, [text, other])
    assert str(other) in caught.value.allowed


def test_a_font_that_is_missing_or_broken_is_named(station: tuple[Recipe, Kits], tmp_path: Path) -> None:
    plain = replace(station[0], font="", fluidsynth="")
    with pytest.raises(Unavailable, match="AURALIS_SOUNDFONT"):
        with_font(plain, [])
    with pytest.raises(Unavailable, match="a file that exists"):
        with_font(plain, [tmp_path / "none.sf2"])
    with pytest.raises(InvalidValue, match="kit: 'brass'"):
        with_font(replace(plain, kit="brass"), [])


def test_a_kit_without_a_font_names_none(station: tuple[Recipe, Kits], tmp_path: Path) -> None:
    plain = replace(station[0], kit="auralis", font="", fluidsynth="")
    assert with_font(plain, [tmp_path / "none.sf2"]) == (plain, None)
    assert '"font"' not in plain.to_json()
