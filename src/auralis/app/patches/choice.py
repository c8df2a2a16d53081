"""Which patch is meant: one of a built-in kit, such as auralis/pad, or a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from auralis.composition import MusicalContext
from auralis.core.errors import InvalidValue
from auralis.engine.compiler.layout import Layout
from auralis.engine.compiler.validation import check
from auralis.engine.files.patch_file import PatchFile, read_patch
from auralis.engine.kit import BUS, EFFECTS, Kit
from auralis.engine.kit_catalogue import kit_names, load_kit, wants_font
from auralis.engine.patch_instrument import PatchInstrument
from auralis.station.controls import control_values


@dataclass(frozen=True)
class Choice:
    """A patch and what it is played with: `values` by `node.parameter`, other than its own."""

    name: str
    file: PatchFile
    values: Mapping[str, float] = field(default_factory=dict)

    def having(self, values: Mapping[str, float]) -> "Choice":
        """Return this patch with more values; raises `InvalidValue` for an unknown or a wrong one."""
        layout = Layout(check(self.file.patch))
        checked = {name: layout.check(name, value) for name, value in values.items()}
        return replace(self, values={**self.values, **checked})


def choose(word: str) -> Choice:
    """Return the patch that a word names: a built-in one, with its kit's values, or a file's.

    Raises `InvalidPatch` for what is wrong in the file and `InvalidValue` for a word that names none.
    """
    path = Path(word)
    if path.suffix in (".toml", ".json") and path.is_file():
        return Choice(word, read_patch(path))
    found = {choice.name: choice for choice in built_in()}
    if word not in found:
        raise InvalidValue("patch", word, f"a .toml or .json file that exists, or {', '.join(found)}")
    return found[word]


def built_in() -> list[Choice]:
    """Return the patches of the built-in kits, in the order in which they sound."""
    return [choice for name in kit_names() if not wants_font(name) for choice in _of_kit(load_kit(name))]


def _of_kit(kit: Kit) -> list[Choice]:
    files = {n: PatchFile(i.patch, i) for n, i in kit.instruments.items() if isinstance(i, PatchInstrument)}
    shared = {EFFECTS: kit.effects, BUS: kit.bus, "master": kit.master}
    files |= {name: PatchFile(patch) for name, patch in shared.items()}
    values = kit.values(control_values(MusicalContext.of({})))
    return [Choice(f"{kit.name}/{n}", file, _of_player(values, n)) for n, file in files.items()]


def _of_player(values: Mapping[str, float], player: str) -> dict[str, float]:
    head = f"{player}."
    return {name.removeprefix(head): value for name, value in values.items() if name.startswith(head)}
