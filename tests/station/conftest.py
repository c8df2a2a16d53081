"""A fleet that the tests of a file share, and what its stations play."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from auralis.composition import MusicalContext
from auralis.core.recipe import Recipe
from auralis.station.recipes import new_recipe
from tests.station.on_stage import RATE, Theatre


@pytest.fixture(scope="module")
def theatre(kernel_folder: Path) -> Iterator[Theatre]:
    with Theatre(kernel_folder) as running:
        yield running


@pytest.fixture
def recipe() -> Recipe:
    return new_recipe(MusicalContext.of({"bpm": 180}), 21, "auralis", RATE)
