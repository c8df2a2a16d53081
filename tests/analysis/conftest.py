"""Renders of our own, shared by all tests of the room, and as files for the tools that read files."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile

from auralis.analysis import Report, analyse
from auralis.composition import MusicalContext
from auralis.core.units import to_pcm
from auralis.engine import Kernels
from auralis.station.offline import render
from auralis.station.recipes import new_recipe
from tests.analysis.signals import Sound

RATE = 44_100
SECONDS = 40


@dataclass(frozen=True)
class Render:
    """Forty seconds of a preset as 16 bit: the samples, a file of them, and what we say of them."""

    path: Path
    sound: Sound
    report: Report


@pytest.fixture(scope="session", params=["focus", "sleep"])
def music(
    request: pytest.FixtureRequest, kernels: Kernels, tmp_path_factory: pytest.TempPathFactory
) -> Render:
    """Render from the sixth minute on, where every voice may sound."""
    return rendered({"preset": request.param}, kernels, tmp_path_factory.mktemp("music"))


@pytest.fixture(scope="session")
def airless(kernels: Kernels, tmp_path_factory: pytest.TempPathFactory) -> Render:
    """Render without the air, whose hiss hides small clicks from every ear."""
    settings = {"preset": "focus", "layers.air.mute": True}
    return rendered(settings, kernels, tmp_path_factory.mktemp("music"))


def rendered(settings: dict[str, object], kernels: Kernels, folder: Path) -> Render:
    recipe = new_recipe(MusicalContext.of(settings), 7, "auralis", RATE)
    blocks = list(render(recipe, kernels, 300 * RATE, SECONDS * RATE))
    path = folder / "music.wav"
    soundfile.write(path, to_pcm(np.concatenate(blocks, axis=1)), RATE)
    sound = soundfile.read(path)[0].T
    return Render(path, sound, analyse(sound, RATE))
