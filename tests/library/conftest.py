"""A library that makes its files by a stand-in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from auralis.library.exports import Exports
from auralis.library.library import MEGABYTE, Library
from tests.library.shelf import workshop


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library", 1_000 * MEGABYTE)


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """Name the file that lets the stand-in finish."""
    return tmp_path / "gate"


@pytest.fixture
def exports(tmp_path: Path, gate: Path) -> Iterator[Exports]:
    running = workshop(tmp_path / "library", gate)
    running.start()
    yield running
    running.stop()
