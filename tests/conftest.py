"""What every test may ask for."""

from pathlib import Path

import pytest

from auralis.engine import Kernels

CACHE = Path(__file__).parents[1] / ".cache"


@pytest.fixture(scope="session")
def cache_home() -> Path:
    """Name the folder for `XDG_CACHE_HOME`, kept between runs so that kernels are compiled once."""
    return CACHE


@pytest.fixture(scope="session")
def kernel_folder(cache_home: Path) -> Path:
    """Name the folder of compiled kernels, the one that the command line uses under `cache_home`."""
    return cache_home / "auralis" / "kernels"


@pytest.fixture(scope="session")
def kernels(kernel_folder: Path) -> Kernels:
    """Share one set of kernels."""
    return Kernels(kernel_folder)
