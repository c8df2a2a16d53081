"""The built-in kits, from their declaration."""

from auralis.core.catalogue import catalogue
from auralis.engine import kits
from auralis.engine.kit import Kit
from auralis.engine.kit_maker import KitMaker
from auralis.engine.patch import Patch
from documentation.table import table

_INTRODUCTION = """# Kits

A kit is what a station plays with: an instrument a layer, the effects they share, a bus and a master. Choose
one with `--kit` or `AURALIS_KIT`. [Your own](docs/how-to/kit.md) is a folder.
"""


def page() -> str:
    """Return the page of kits."""
    found = catalogue(kits, object, "KIT")
    return "\n\n".join((_INTRODUCTION, *(_chapter(name, kit) for name, kit in found.items()))) + "\n"


def _chapter(name: str, kit: object) -> str:
    if isinstance(kit, KitMaker):
        words = "It is made of a SoundFont, which FluidSynth plays, so its instruments are the font's."
        return f"## `{name}`\n\n{words}"
    if not isinstance(kit, Kit):
        raise TypeError(f"kit {name} is a {type(kit).__name__}")
    patches = [(layer, i.patches) for layer, i in kit.instruments.items()]
    patches += [("effects", (kit.effects,)), ("bus", (kit.bus,)), ("master", (kit.master,))]
    rows = [(part, f"`{p.name}`", _modules(p)) for part, several in patches for p in several]
    return f"## `{name}`\n\n{table(('part', 'patch', 'modules'), rows)}"


def _modules(patch: Patch) -> str:
    nodes = (*(patch.voice.nodes if patch.voice else ()), *patch.bus)
    return ", ".join(
        f"[`{name}`](docs/reference/modules.md#{name})" for name in dict.fromkeys(n.module for n in nodes)
    )
