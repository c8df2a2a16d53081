"""What every test may ask for."""

import os
from pathlib import Path

import pytest

from auralis.engine import Kernels

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def kernel_folder() -> Path:
    """Name the folder of compiled kernels, kept between runs; `AURALIS_TEST_KERNELS` names another."""
    return Path(os.environ.get("AURALIS_TEST_KERNELS", ROOT / ".cache" / "kernels-test"))


@pytest.fixture(scope="session")
def kernels(kernel_folder: Path) -> Kernels:
    """Share one set of kernels."""
    return Kernels(kernel_folder)
