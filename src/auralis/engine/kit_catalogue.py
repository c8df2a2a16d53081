"""The kits there are: each file or package in `kits` is one."""

from auralis.core.catalogue import catalogue
from auralis.core.errors import InvalidValue
from auralis.engine import kits
from auralis.engine.kit import Kit


def load_kit(name: str) -> Kit:
    """Return a kit of the catalogue; raises `InvalidValue` for another name."""
    found = catalogue(kits, Kit, "KIT")
    if name not in found:
        raise InvalidValue("kit", name, ", ".join(found))
    return found[name]
