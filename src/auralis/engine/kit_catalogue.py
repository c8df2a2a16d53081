"""The kits there are: each file or package in `kits` is one, and so is a folder that holds `kit.toml`."""

from pathlib import Path

from auralis.core.catalogue import catalogue
from auralis.core.errors import InvalidValue, Unavailable
from auralis.engine import kits
from auralis.engine.files.kit_file import read_kit
from auralis.engine.kit import Kit
from auralis.engine.kit_maker import KitMaker
from auralis.engine.soundfont.font import Font


def kit_names() -> tuple[str, ...]:
    """Return the names of the built-in kits."""
    return tuple(catalogue(kits, object, "KIT"))


def load_kit(name: str, font: Font | None = None) -> Kit:
    """Return a kit of the catalogue, made of a font where it is made of one, or the kit of a folder.

    A name with a / is the folder's path. Raises `InvalidValue` for another name, `InvalidPatch` for
    what is wrong in a folder's files, `Unavailable` where a font is wanted and there is none.
    """
    entry = _entry(name)
    if isinstance(entry, Kit):
        return entry
    if font is None:
        raise Unavailable("soundfont", None, f"an SF2 or SF3 file, which kit {name} plays")
    return entry.make(font)


def wants_font(name: str) -> bool:
    """Return whether a kit is made of a font; raises `InvalidValue` for a name that there is not."""
    return isinstance(_entry(name), KitMaker)


def _entry(name: str) -> Kit | KitMaker:
    if "/" in name:
        return read_kit(Path(name).expanduser())
    found = catalogue(kits, object, "KIT")
    if name not in found:
        raise InvalidValue("kit", name, ", ".join(found))
    entry = found[name]
    if not isinstance(entry, Kit | KitMaker):
        raise TypeError(f"kit {name} is a {type(entry).__name__}, neither a Kit nor a KitMaker")
    return entry
