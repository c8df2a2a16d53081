"""The clips that are measured: a few in every test run, all of them for `make bands` (marker `bands`)."""

import json
import os
from pathlib import Path

import pytest

from tests.bands.bands import PRESETS
from tests.bands.clips import Clip, Figures, measure_all
from tests.bands.measures import missing
from tests.bands.picture import draw
from tests.bands.tables import as_json, lines

FEW = [*(Clip(preset, 7, 0) for preset in PRESETS), Clip("focus", 42, 300)]
ALL = [Clip(preset, seed, start) for preset in PRESETS for seed in range(1, 11) for start in (0, 300)]
REPORTS = Path(__file__).parents[2] / "build" / "bands"
TABLE = pytest.StashKey[list[str]]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table of what was measured at length."""
    for line in config.stash.get(TABLE, []):
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def few(folder: Path) -> dict[Clip, Figures]:
    """Measure a clip of each preset from its beginning, and one from its sixth minute on."""
    return dict(measure_all(FEW, folder))


@pytest.fixture(scope="session")
def every(folder: Path, pytestconfig: pytest.Config) -> dict[Clip, Figures]:
    """Measure all clips; write table, JSON and picture into build/bands."""
    found = dict(measure_all(ALL, folder))
    REPORTS.mkdir(parents=True, exist_ok=True)
    table = list(lines(found))
    (REPORTS / "bands.txt").write_text("\n".join(table) + "\n", encoding="utf-8")
    (REPORTS / "bands.json").write_text(json.dumps(as_json(found), indent=1) + "\n", encoding="utf-8")
    draw(found, REPORTS / "bands.png")
    pytestconfig.stash[TABLE] = table
    return found


@pytest.fixture(scope="session")
def folder(kernel_folder: Path) -> Path:
    """Name the folder of kernels, where the tools that measure are installed; skip where they aren't."""
    if absent := missing():
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"needs {', '.join(absent)}: pip install 'auralis[bands]', apt install ffmpeg")
    return kernel_folder
