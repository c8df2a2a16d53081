"""A patch as the text of a patch file, which reads back as the same patch."""

import json
from collections.abc import Iterable, Mapping, Sequence

from auralis.core.errors import InvalidValue
from auralis.engine.files.note_law import NoteLaw
from auralis.engine.files.patch_file import PatchFile
from auralis.engine.patch import Node
from auralis.engine.patch_instrument import PatchInstrument


def to_toml(file: PatchFile) -> str:
    """Return a patch file's text; `parse_patch` gives an equal patch.

    Raises `InvalidValue` for an instrument whose notes are not set by expressions, and for a node
    with sounds: a text holds none.
    """
    patch = file.patch
    parts = [[f"name = {_text(patch.name)}"]]
    if patch.inputs:
        parts[0].append(f"inputs = {_texts(patch.inputs)}")
    if patch.outputs != ("out",):
        parts[0].append(f"outputs = {_texts(patch.outputs)}")
    parts[0] += _list("cables", map(_text, patch.cables))
    if patch.sends:
        sends = ({"name": s.name, "left": s.left, "right": s.right} for s in patch.sends)
        parts[0] += _list("sends", (_inline({k: _text(v) for k, v in s.items()}) for s in sends))
    if patch.voice:
        head = ["[voice]", f"count = {patch.voice.count}", f"lanes = {patch.voice.lanes}"]
        parts.append([*head, *_nodes(patch.voice.nodes)])
    if patch.bus:
        parts.append(["[bus]", *_nodes(patch.bus)])
    if file.instrument:
        parts += _playing(file.instrument)
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _playing(instrument: PatchInstrument) -> list[list[str]]:
    law = instrument.note
    if not isinstance(law, NoteLaw):
        raise InvalidValue(f"{instrument.patch.name}: note", law, "a law of expressions")
    play = ["[play]", f"polyphony = {instrument.polyphony}", f"release = {instrument.release!r}"]
    play += [f"gate = {_text(instrument.gate)}"]
    if instrument.choke:
        play.append(f"choke = {_text(instrument.choke)}")
    tables = {"let": law.laws.definitions, "note": law.laws.values}
    return [play, *(_laws(name, texts) for name, texts in tables.items() if texts)]


def _laws(name: str, texts: Mapping[str, str]) -> list[str]:
    return [f"[{name}]", *(f"{key} = {_text(text)}" for key, text in texts.items())]


def _nodes(nodes: Sequence[Node]) -> list[str]:
    return _list("nodes", (_node(n) for n in nodes))


def _node(node: Node) -> str:
    if node.sounds:
        raise InvalidValue(f"node {node.id!r}.{node.sounds[0][0]}", "a sound", "none, for a text holds none")
    numbers = {name: repr(value) for name, value in node.parameters}
    return _inline({"id": _text(node.id), "module": _text(node.module), **numbers})


def _list(name: str, items: Iterable[str]) -> list[str]:
    return [f"{name} = [", *(f"  {item}," for item in items), "]"]


def _inline(values: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{key} = {value}" for key, value in values.items()) + " }"


def _texts(texts: Sequence[str]) -> str:
    return "[" + ", ".join(map(_text, texts)) + "]"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
