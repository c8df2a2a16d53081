"""A TOML or JSON file becomes plain data, or an error that names the file and the line."""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from auralis.engine.errors import InvalidPatch

LARGEST = 1 << 20
"""Bytes: no patch written by a person comes near it."""

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def read_document(path: Path) -> Mapping[str, object]:
    """Return what a .toml or .json file says.

    Raises `InvalidPatch` naming the file, and the line for wrong syntax and for what is not UTF-8.
    """
    if path.suffix not in (".toml", ".json"):
        raise InvalidPatch("file", str(path), "a .toml or .json file")
    try:
        content = path.read_bytes() if path.is_file() and path.stat().st_size <= LARGEST else None
    except OSError as error:
        raise InvalidPatch("file", str(path), f"a file that can be read ({error.strerror})") from None
    if content is None:
        raise InvalidPatch("file", str(path), "a file that exists, 1 MiB at most")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidPatch(f"{path}: line {line}", content[error.start : error.end], "UTF-8") from None
    return parse_document(text, str(path), path.suffix.removeprefix("."))


def parse_document(text: str, where: str, kind: str = "toml") -> Mapping[str, object]:
    """Return what a text says in TOML or JSON; `where` is its name in an error."""
    try:
        return tomllib.loads(text) if kind == "toml" else _json(text, where)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else len(text.splitlines())
        _refuse(text, where, line, f"TOML: {_PLACE.sub('', str(error))}")
    except json.JSONDecodeError as error:
        _refuse(text, where, error.lineno, f"JSON: {error.msg}")
    except RecursionError:
        raise InvalidPatch(where, "tables within tables", "fewer levels") from None


def _json(text: str, where: str) -> Mapping[str, object]:
    def table(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        for name in names:
            if names.count(name) > 1:
                raise InvalidPatch(where, name, "each key once")
        return dict(pairs)

    def constant(name: str) -> NoReturn:
        raise InvalidPatch(where, name, "finite numbers")

    found = json.loads(text, object_pairs_hook=table, parse_constant=constant)
    if not isinstance(found, dict):
        raise InvalidPatch(where, type(found).__name__, "a JSON object")
    return found


def _refuse(text: str, where: str, line: int, allowed: str) -> NoReturn:
    lines = text.splitlines()
    said = lines[line - 1].strip()[:60] if 0 < line <= len(lines) else ""
    raise InvalidPatch(f"{where}: line {line}", said, allowed) from None
