"""Libraries for tests: a recipe to keep, files made by a stand-in, and waiting for what is to come."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from auralis.composition import MusicalContext
from auralis.core.moment import Moment
from auralis.core.recipe import Recipe
from auralis.library.exports import Exports
from auralis.library.kept_moment import KeptMoment
from auralis.library.library import MEGABYTE, Library

MAKER = Path(__file__).with_name("maker.py")
NOW = "2026-11-22T01:02:03.000000Z"
RECIPE = Recipe("0.2.0", 7, "auralis", 44_100, MusicalContext.of({"preset": "sleep"}).first_settings())
PATIENCE_S = 20.0


def keep(library: Library, at: int = 0, seconds: int = 10, **words: Any) -> KeptMoment:
    return library.keep(Moment(RECIPE, at), seconds * 44_100, NOW, **words)[0]


def workshop(folder: Path, gate: Path, quota: int = 1_000 * MEGABYTE) -> Exports:
    """Return exports of the library in a folder, made by the stand-in."""
    return Exports(Library(folder, quota), (sys.executable, str(MAKER), str(gate)))


def awaited(condition: Callable[[], Any]) -> Any:
    """Return what a condition gives once it gives something."""
    end = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)
    return found


def state(exports: Exports, name: str) -> str:
    return exports.find(name).state
