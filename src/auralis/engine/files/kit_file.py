"""A kit as a folder: `kit.toml` names the patch files and says how controls set their parameters."""

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

from auralis.core.errors import InvalidValue
from auralis.engine.compiler.layout import Layout
from auralis.engine.compiler.validation import check
from auralis.engine.errors import InvalidPatch, UnknownParameter
from auralis.engine.files.document import read_document
from auralis.engine.files.file_table import FileTable
from auralis.engine.files.kit_law import CONTROLS, GAIN, KitLaw
from auralis.engine.files.note_checking import check_notes
from auralis.engine.files.patch_file import PatchFile, read_patch
from auralis.engine.kit import BUS, EFFECTS, Kit
from auralis.engine.patch import Patch
from auralis.engine.patch_instrument import PatchInstrument

NAME = "kit.toml"


def read_kit(folder: Path) -> Kit:
    """Return the kit of a folder that holds `kit.toml`.

    Raises `InvalidPatch` naming file, field, value and what is allowed, also for a value that leaves
    its parameter's range at an end of the controls' ranges, and for a note that does.
    """
    path = folder / NAME
    table = FileTable(str(path), read_document(path))
    name = table.text("name")
    instruments = _instruments(table, folder)
    patches = {part: _patch(table, folder, part) for part in (EFFECTS, BUS, "master")}
    law = _law(table, tuple(instruments))
    table.close()
    try:
        kit = Kit(name, instruments, patches[EFFECTS], patches[BUS], patches["master"], law)
    except InvalidValue as error:
        raise InvalidPatch(f"{path}: {error.field}", error.value, error.allowed) from None
    _check_values(table, law, {n: i.patch for n, i in instruments.items()} | patches)
    return kit


def _instruments(table: FileTable, folder: Path) -> dict[str, PatchInstrument]:
    files = table.table("instruments")
    names = {name: files.text(name) for name in files.names()} if files else {}
    if not names:
        raise InvalidPatch(table.field("instruments"), None, "a patch file for each layer, one or more")
    return {name: _instrument(table, folder, name, file) for name, file in names.items()}


def _instrument(table: FileTable, folder: Path, layer: str, file: str) -> PatchInstrument:
    found = _read(table, folder, f"instruments.{layer}", file).instrument
    if found is None:
        raise InvalidPatch(table.field(f"instruments.{layer}"), file, "a patch file with a table [play]")
    check_notes(str(folder / file), found)
    return found


def _patch(table: FileTable, folder: Path, part: str) -> Patch:
    return _read(table, folder, part, table.text(part)).patch


def _read(table: FileTable, folder: Path, field: str, file: str) -> PatchFile:
    if not (folder / file).is_file():
        raise InvalidPatch(table.field(field), file, "a patch file that exists")
    return read_patch(folder / file)


def _law(table: FileTable, layers: tuple[str, ...]) -> KitLaw:
    presets, definitions, values = (table.table(name) for name in ("presets", "let", "values"))
    numbers = {name: t.numbers() for name, t in presets.each()} if presets else {}
    texts = (t.laws() if t else {} for t in (definitions, values))
    return KitLaw(table.where, layers, numbers, *texts)


def _check_values(table: FileTable, law: KitLaw, patches: Mapping[str, Patch]) -> None:
    layouts = {name: Layout(check(patch)) for name, patch in patches.items() if name != "master"}
    for name in law.laws.values:
        if name.partition(".")[0] not in layouts:
            raise UnknownParameter(table.field(f"values.{name}"), name, f"those of {', '.join(layouts)}")
    for controls in _corners(law):
        for name, value in law(controls).items():
            player, _, parameter = name.partition(".")
            _check_value(layouts[player], table.field(f"values.{name}"), parameter, value)


def _corners(law: KitLaw) -> Iterator[dict[str, float | str]]:
    """Yield every preset with each control at both ends of its range; all gains move together."""
    gains = [name for name in law.controls if name not in CONTROLS]
    for preset, gain, ends in product(law.presets, GAIN, product(*CONTROLS.values())):
        yield {"preset": preset, **dict(zip(CONTROLS, ends, strict=True)), **dict.fromkeys(gains, gain)}


def _check_value(layout: Layout, field: str, parameter: str, value: float) -> None:
    try:
        layout.check(parameter, value)
    except UnknownParameter as error:
        raise UnknownParameter(field, error.value, error.allowed) from None
    except InvalidValue as error:
        raise InvalidPatch(field, error.value, error.allowed) from None
