"""What every test may ask for."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from auralis.engine import Kernels
from tests.command_line import Said

CACHE = Path(__file__).parents[1] / ".cache"

# No test depends on the clock's speed.
settings.register_profile(
    "auralis", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("auralis")

LONG = {
    "fuzz": "malformed inputs, a hundred thousand of them, or AURALIS_FUZZ_INPUTS",
    "live": "a real server for two minutes, or AURALIS_SOAK_S seconds; runs beside all other tests",
    "soak": "a crowd for ten minutes, or AURALIS_SOAK_S seconds",
    "bands": "measures every preset with ten seeds, and modules on more processors; takes some minutes",
}


def pytest_configure(config: pytest.Config) -> None:
    # A shell's background jobs ignore Ctrl-C, and so would what is started here to be interrupted.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name, why in LONG.items():
        config.addinivalue_line("markers", f"{name}: {why}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes long unless a marker is asked for."""
    if config.option.markexpr:
        return
    long = [item for item in items if any(item.get_closest_marker(name) for name in LONG)]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session", autouse=True)
def data_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests away from what the user keeps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AURALIS_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        yield


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


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Said:
    monkeypatch.chdir(tmp_path)
    return Said(monkeypatch, capsys)
