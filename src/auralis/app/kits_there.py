"""The names of the built-in kits, for who needs no more than these."""

from pathlib import Path
from pkgutil import iter_modules

import auralis


def kits_there() -> frozenset[str]:
    """Return what `engine.kit_catalogue.kit_names` does, without loading the engine and its compiler."""
    folder = Path(auralis.__file__).parent / "engine" / "kits"
    return frozenset(part.name for part in iter_modules([str(folder)]))
