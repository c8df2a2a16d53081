"""Which subjects are wanted, and which kits can be measured."""

from collections.abc import Callable, Sequence
from pkgutil import iter_modules

from auralis.core.errors import InvalidValue
from auralis.engine import Kit, kits, load_kit
from auralis.engine.patch_instrument import PatchInstrument


def chosen(names: Sequence[str], wanted: str | None) -> list[str]:
    """Return the names that have `wanted` as a part of their path: `saw`, `module`, `kit/auralis`.

    All of them where nothing is wanted; raises `InvalidValue` where nothing fits.
    """
    fits = fitting(wanted)
    found = [name for name in names if fits(name)]
    if not found:
        parts = sorted({part for name in names for part in name.split("/")})
        raise InvalidValue("only", wanted, ", ".join(parts))
    return found


def fitting(wanted: str | None) -> Callable[[str], bool]:
    """Return whether a subject's name has a part."""
    return lambda name: wanted is None or f"/{wanted.strip('/')}/" in f"/{name}/"


def patch_kits(tell: Callable[[str], None]) -> list[Kit]:
    """Return the kits that are made of patches alone, and tell of each other one that it is left out.

    What a SoundFont sounds like and costs is the font's affair and FluidSynth's.
    """
    found = []
    for name in (info.name for info in iter_modules(kits.__path__)):
        try:
            kit = load_kit(name)
        except InvalidValue as error:
            tell(f"kit {name} is left out: {error}")
            continue
        if all(isinstance(i, PatchInstrument) for i in kit.instruments.values()):
            found.append(kit)
        else:
            tell(f"kit {name} is left out: it plays more than patches")
    return found
