"""Formats of recipes: how one of an older format becomes one of today's.

Each step is a pure function from plain JSON data of format n to format n + 1, and is kept for ever.
What may change without a new format is in docs/recipe.md.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from auralis.core.errors import InvalidValue

Migration = Callable[[Mapping[str, Any]], dict[str, Any]]
"""Returns data of the next format, but for `format` itself; raises `InvalidValue` for broken data."""

FORMAT: Final = 1
"""The format of recipes that are written today."""

CHAIN: Final[dict[int, Migration]] = {}
"""Steps by the format that they begin from. Format 1 is the first there is."""


def migrated(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a recipe's data in today's format; raises `InvalidValue` for a format that can't be read."""
    found = dict(data)
    number = _format(found)
    while number < FORMAT:
        if number not in CHAIN:
            raise InvalidValue("recipe.format", number, f"{_known()}; no Auralis wrote this one")
        found = {**CHAIN[number](found), "format": number + 1}
        number += 1
    return found


def _format(data: Mapping[str, Any]) -> int:
    number = data.get("format")
    if isinstance(number, bool) or not isinstance(number, int):
        raise InvalidValue("recipe.format", number, f"{_known()}, as a number")
    if number > FORMAT:
        maker = data.get("engine")
        by = f" (engine {maker[:20]})" if isinstance(maker, str) else ""
        raise InvalidValue("recipe.format", number, f"{_known()}; this one is from a newer Auralis{by}")
    return number


def _known() -> str:
    return ", ".join(map(str, sorted({*CHAIN, FORMAT})))
