"""The JSON Schema of patch files, made from the modules' own declarations."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from auralis.core.parameters import Parameter
from auralis.engine.compiler.kernel_source import available
from auralis.engine.compiler.plan import GROUP
from auralis.engine.files.patch_file import LONGEST_RELEASE, MOST_LANES
from auralis.engine.module import Module

Schema: TypeAlias = dict[str, object]

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_NAME: Schema = {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}
_LAW: Schema = {"type": ["string", "number"]}


def patch_schema() -> Schema:
    """Return the schema: what a text editor needs to complete and to check a patch file."""
    nodes: Schema = {"type": "array", "items": {"oneOf": [_node(n, m) for n, m in available().items()]}}
    send = _table({"name": _NAME, "left": _TEXT, "right": _TEXT}, ("name", "left", "right"))
    properties: Schema = {
        "name": {**_NAME, "description": "seeds the noise of its nodes: a part of the sound"},
        "inputs": {"type": "array", "items": _NAME},
        "outputs": {"type": "array", "items": _NAME},
        "voice": {**_voice(nodes), "description": "what exists once a sounding note"},
        "bus": {**_table({"nodes": nodes}), "description": "the stereo part, after the voices"},
        "cables": {**_TEXTS, "description": "'osc.y -> vcf.x', 'voices.main -> rev.x', 'rev.y -> out'"},
        "sends": {"type": "array", "items": send, "description": "ways from the voices to the bus"},
        "play": {**_play(), "description": "makes it an instrument"},
        "let": {**_laws(_NAME), "description": "definitions for the table note, in order"},
        "note": {**_laws(_TEXT), "description": "node.parameter from pitch, velocity and frequency"},
    }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Auralis patch"}
    return {**head, **_table(properties, ("name", "cables"))}


def _voice(nodes: Schema) -> Schema:
    count = {"type": "integer", "minimum": 1, "maximum": MOST_LANES, "default": GROUP}
    lanes = {"type": "integer", "minimum": 1, "maximum": MOST_LANES, "default": 1}
    return _table({"count": count, "lanes": lanes, "nodes": nodes})


def _play() -> Schema:
    properties: Schema = {
        "polyphony": {"type": "integer", "minimum": 1, "description": "notes that sound at once"},
        "release": {"type": "number", "minimum": 0, "maximum": LONGEST_RELEASE, "description": "seconds"},
        "gate": {
            **_TEXT,
            "default": "env.gate",
            "description": "is 1 while a note is held",
        },
        "choke": {**_TEXT, "default": "", "description": "fades a voice quickly"},
    }
    return _table(properties, ("polyphony", "release"))


def _node(name: str, module: Module) -> Schema:
    parameters: Schema = {p.name: _parameter(p) for p in module.parameters}
    sounds: Schema = {table: {**_TEXT, "description": "a sound file"} for table in module.sounds}
    properties = {"id": _TEXT, "module": {"const": name}, **parameters, **sounds}
    return {"title": module.caption, **_table(properties, ("id", "module"))}


def _parameter(parameter: Parameter) -> Schema:
    unit = f" ({parameter.unit})" if parameter.unit else ""
    return {
        "type": "number",
        "minimum": parameter.low,
        "maximum": parameter.high,
        "default": parameter.default,
        "description": parameter.caption + unit,
    }


def _laws(names: Schema) -> Schema:
    nested: Schema = {"type": "object", "additionalProperties": _LAW}
    allowed: object = {"anyOf": [_LAW, nested]} if names is _TEXT else _LAW
    return {"type": "object", "propertyNames": names, "additionalProperties": allowed}


def _table(properties: Mapping[str, object], required: Sequence[str] = ()) -> Schema:
    table: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return {**table, "required": list(required)} if required else table
