"""Formats of recipes: an older one becomes today's, one step after another; any other is named."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from auralis import __version__
from auralis.core import migrations
from auralis.core.address import decode
from auralis.core.errors import InvalidValue
from auralis.core.migrations import FORMAT, migrated
from auralis.core.recipe import Recipe, parse
from tests.command_line import Said
from tests.core.test_addresses import a1

TODAY = Recipe(__version__, 7, "auralis", 44_100, {"preset": "sleep"})


def other(**changed: Any) -> str:
    return json.dumps({**TODAY.as_dict(), **changed})


def step_from_minus_one(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "tune"} | {"number": data["tune"]}


def step_from_zero(data: Mapping[str, Any]) -> dict[str, Any]:
    assert data["format"] == 0
    return {name: value for name, value in data.items() if name != "number"} | {"seed": data["number"]}


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Register two steps that there never were, and return a recipe of the first of their formats."""
    monkeypatch.setitem(migrations.CHAIN, -1, step_from_minus_one)
    monkeypatch.setitem(migrations.CHAIN, 0, step_from_zero)
    data = {name: value for name, value in TODAY.as_dict().items() if name != "seed"}
    return {**data, "format": -1, "tune": 7}


def test_an_older_format_is_read_step_by_step(older: dict[str, Any]) -> None:
    before = json.dumps(older)
    assert parse(before) == TODAY
    assert json.dumps(older) == before
    assert migrated(older) == TODAY.as_dict()


def test_an_older_format_plays_from_the_command_line(said: Said, older: dict[str, Any]) -> None:
    words = ("--duration", "20", "--json", "-")
    assert said("compose", "--recipe", json.dumps(older), *words) == said(
        "compose", "--recipe", TODAY.to_json(), *words
    )


def test_a_step_says_what_is_broken(older: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def strict(data: Mapping[str, Any]) -> dict[str, Any]:
        raise InvalidValue("recipe.number", data.get("number"), "a number")

    monkeypatch.setitem(migrations.CHAIN, 0, strict)
    with pytest.raises(InvalidValue, match=r"recipe\.number"):
        parse(json.dumps(older))


def test_todays_format_takes_no_step() -> None:
    assert migrated(TODAY.as_dict()) == TODAY.as_dict()
    assert TODAY.as_dict()["format"] == FORMAT
    assert all(number < FORMAT for number in migrations.CHAIN)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (other(format=FORMAT + 1, engine="9.1.0"), "this one is from a newer Auralis (engine 9.1.0)"),
        (other(format=FORMAT + 1, engine=["x"]), "this one is from a newer Auralis"),
        (other(format=0), "no Auralis wrote this one"),
        (other(format="1"), "as a number"),
        (other(format=None), "as a number"),
        (other(format=True), "as a number"),
        (other(format=1.0), "as a number"),
    ],
)
def test_another_format_is_named_and_why(said: Said, text: str, why: str) -> None:
    status, out, err = said("compose", "--recipe", text)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("auralis: recipe.format: ")
    assert why in err


def test_an_address_of_a_newer_format_says_so() -> None:
    class Newer(Recipe):
        def to_json(self) -> str:
            return other(format=FORMAT + 1)

    newer = Newer(TODAY.engine, 7, "auralis", 44_100, {})
    with pytest.raises(InvalidValue, match="from a newer Auralis"):
        decode(a1(newer))
