"""A patch, and the instrument made of it, as a TOML or JSON file; `patch_schema` describes its form."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from auralis.engine.compiler.kernel_source import available
from auralis.engine.compiler.plan import GROUP, Plan
from auralis.engine.compiler.validation import check
from auralis.engine.errors import InvalidPatch, UnknownParameter
from auralis.engine.files.document import parse_document, read_document
from auralis.engine.files.file_table import FileTable
from auralis.engine.files.note_law import NoteLaw
from auralis.engine.files.sound_reading import read_sound
from auralis.engine.patch import Node, Patch, Send, Voice
from auralis.engine.patch_instrument import PatchInstrument

MOST_LANES = 4096
LONGEST_RELEASE = 60.0


@dataclass(frozen=True)
class PatchFile:
    """What a patch file says: a patch, and how notes play it where it has a `[play]` table."""

    patch: Patch
    instrument: PatchInstrument | None = None


def read_patch(path: Path) -> PatchFile:
    """Return what a .toml or .json file says; raises `InvalidPatch` naming file, field, value, allowed."""
    return patch_of(read_document(path), str(path), path.parent)


def parse_patch(text: str, where: str = "patch", folder: Path = Path()) -> PatchFile:
    """Return what a text in TOML says; `where` is its name in an error, `folder` where its sounds lie."""
    return patch_of(parse_document(text, where), where, folder)


def patch_of(content: Mapping[str, object], where: str, folder: Path) -> PatchFile:
    """Return the patch of a document; raises as `read_patch`."""
    table = FileTable(where, content)
    patch = Patch(
        name=table.text("name"),
        voice=_voice(table.table("voice"), folder),
        bus=_bus(table.table("bus"), folder),
        cables=table.texts("cables"),
        sends=tuple(_send(t) for t in table.tables("sends")),
        inputs=table.texts("inputs", ()),
        outputs=table.texts("outputs", ("out",)),
    )
    play, note, definitions = (table.table(name) for name in ("play", "note", "let"))
    table.close()
    plan = _checked(patch, where)
    if play is None:
        for unused in (note, definitions):
            if unused is not None:
                raise InvalidPatch(unused.field(), "a table", "this table beside a table [play]")
        return PatchFile(patch)
    return PatchFile(patch, _instrument(plan, play, note, definitions))


def _voice(table: FileTable | None, folder: Path) -> Voice | None:
    if table is None:
        return None
    lanes = table.integer("lanes", 1, MOST_LANES, 1)
    voice = Voice(table.integer("count", 1, MOST_LANES // lanes, GROUP), lanes, _nodes(table, folder))
    table.close()
    return voice


def _bus(table: FileTable | None, folder: Path) -> tuple[Node, ...]:
    if table is None:
        return ()
    nodes = _nodes(table, folder)
    table.close()
    return nodes


def _nodes(table: FileTable, folder: Path) -> tuple[Node, ...]:
    return tuple(_node(each, folder) for each in table.tables("nodes"))


def _node(table: FileTable, folder: Path) -> Node:
    name, module = table.text("id"), table.text("module")
    declared = available().get(module)
    files = {key: table.text(key, "") for key in sorted(declared.sounds)} if declared else {}
    sounds = tuple((k, read_sound(folder / file, table.field(k))) for k, file in files.items() if file)
    return Node(name, module, tuple(sorted(table.numbers().items())), sounds)


def _send(table: FileTable) -> Send:
    send = Send(table.text("name"), table.text("left"), table.text("right"))
    table.close()
    return send


def _checked(patch: Patch, where: str) -> Plan:
    try:
        return check(patch)
    except InvalidPatch as error:
        raise type(error)(f"{where}: {error.field}", error.value, error.allowed) from None


def _instrument(
    plan: Plan, play: FileTable, note: FileTable | None, definitions: FileTable | None
) -> PatchInstrument:
    patch = plan.patch
    if not plan.count or patch.inputs or len(patch.outputs) != 1:
        allowed = "this table in a patch with voices, no inputs and one output"
        raise InvalidPatch(play.field(), "a table", allowed)
    law = NoteLaw(note.laws() if note else {}, definitions.laws() if definitions else {}, play.where)
    instrument = PatchInstrument(
        patch,
        law,
        polyphony=play.integer("polyphony", 1, plan.count),
        release=play.number("release", 0.0, LONGEST_RELEASE),
        gate=play.text("gate", "env.gate"),
        choke=play.text("choke", ""),
    )
    play.close()
    named = {f"note.{name}": name for name in law.laws.values} | {"play.gate": instrument.gate}
    if instrument.choke:
        named["play.choke"] = instrument.choke
    for field, name in named.items():
        _check_parameter(plan, f"{play.where}: {field}", name)
    return instrument


def _check_parameter(plan: Plan, field: str, name: str) -> None:
    known = [f"{n.id}.{p}" for n in plan.voice for p in n.values]
    if name not in known:
        raise UnknownParameter(field, name, ", ".join(known))
