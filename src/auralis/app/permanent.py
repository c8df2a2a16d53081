"""The permanent stations that a server is started with."""

import re
from pathlib import Path
from typing import Final

from auralis.composition import MusicalContext
from auralis.composition.presets import PRESETS
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Recipe, parse
from auralis.station.recipes import new_recipe

VARIABLE: Final = "AURALIS_STATIONS"
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,40}\Z")
_TAKEN: Final = ("main", "new")
_ALLOWED: Final = f"presets ({', '.join(PRESETS)}) and recipe files, separated by commas"


def permanent_stations(wanted: str, main: Recipe) -> dict[str, Recipe]:
    """Return `main` and the stations of a list of presets and recipe files, by name, in their order.

    A preset's station has the seed, the kit and the rate of `main`; a file's is named as the file without
    its extension. Raises `InvalidValue` naming the variable.
    """
    found = {"main": main}
    for entry in filter(None, (part.strip() for part in wanted.split(","))):
        name, recipe = _station(entry, main)
        if name in found or name in _TAKEN or not _NAME.match(name):
            raise InvalidValue(
                VARIABLE, entry, "names of letters, digits, _ and -, each once, not main or new"
            )
        found[name] = recipe
    return found


def _station(entry: str, main: Recipe) -> tuple[str, Recipe]:
    if entry in PRESETS:
        context = MusicalContext.of({"preset": entry})
        return entry, new_recipe(context, main.seed, main.kit, main.sample_rate)
    try:
        return Path(entry).stem, parse(Path(entry).expanduser().read_bytes())
    except OSError as error:
        raise InvalidValue(VARIABLE, entry, f"{_ALLOWED} ({error.strerror})") from None
    except InvalidValue as error:
        raise InvalidValue(f"{VARIABLE}: {entry}: {error.field}", error.value, error.allowed) from None
