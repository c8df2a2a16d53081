"""The reference is what the code says."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from documentation.readme import README, with_tables
from documentation.reference import command_line, http, kits, modules, presets, settings

from auralis.app.cli import build
from auralis.app.settings import PREFIX, Settings
from auralis.composition.presets import PRESETS
from auralis.engine.compiler.kernel_source import available
from auralis.engine.kit_catalogue import kit_names


def test_the_readmes_tables_are_the_codes() -> None:
    text = README.read_text(encoding="utf-8")
    assert with_tables(text) == text, "python -m documentation --readme writes them anew"


def test_every_setting_says_its_effect_and_stands_in_the_table() -> None:
    rows = settings.listed().splitlines()[2:]
    assert [row.split(" | ")[0].strip("| `") for row in rows] == [
        f"{PREFIX}{name.upper()}" for name in Settings.model_fields
    ]
    assert all(field.description for field in Settings.model_fields.values())


def test_a_mark_that_is_missing_is_named() -> None:
    with pytest.raises(LookupError, match="settings"):
        with_tables("# A page without tables")


def commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    yield name, command
    for word, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{name} {word}")


def test_every_command_stands_with_every_option() -> None:
    page = command_line.page()
    chapters = dict(re.findall(r"^## `([^`]+)`\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    found = dict(commands(typer.main.get_command(build()), "auralis"))
    del found["auralis"]
    assert set(chapters) == set(found)
    for name, command in found.items():
        shown = [p for p in command.params if p.name != "help" and not getattr(p, "hidden", False)]
        assert all(any(word in chapters[name] for word in (*p.opts, p.name.upper())) for p in shown), name


def test_every_route_stands_with_its_answers() -> None:
    page = http.page()
    for path, methods in http.document()["paths"].items():
        for method, route in methods.items():
            assert f"## `{method.upper()} {path}`" in page
            assert route["description"].split()[0] in page


def test_every_module_stands_with_its_parameters_ranges() -> None:
    page = modules.page()
    for name, module in available().items():
        assert f"## `{name}` {{ #{name} }}" in page
        for p in module.parameters:
            assert f"| `{p.name}` | {p.default:g} | {p.low:g} to {p.high:g} |" in page
    assert "| `t60` |" in page


def test_every_kit_and_preset_stands_there() -> None:
    assert re.findall(r"^## `(\w+)`", kits.page(), re.MULTILINE) == list(kit_names())
    assert re.findall(r"^\| `(\w+)` \|", presets.page(), re.MULTILINE) == list(PRESETS)
    assert "| `sleep` | E phrygian | 40 | 0.2 |" in presets.page()
