"""JSON data that others have written: what of it can be followed, shown and written again."""

import math
from typing import Final

from auralis.core.errors import InvalidValue

DEEPEST: Final = 8
"""Levels of nesting that are read."""


def check_text(value: object, where: str) -> None:
    """Raise `InvalidValue` for text that no encoding can hold, halves of letters, and names that are none."""
    if isinstance(value, str) and not _is_whole(value):
        raise InvalidValue(where, value, "whole letters")
    if isinstance(value, dict):
        if not all(map(_is_whole, value)):
            raise InvalidValue(where, "a name that is no text", "whole letters")
        for name, part in value.items():
            check_text(part, f"{where}.{name}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            check_text(part, f"{where}[{index}]")


def check_parts(value: object, where: str, whole: str, depth: int = 0) -> None:
    """Raise `InvalidValue` for a number that is none, or for parts nested more than eight levels deep.

    The field is the part's name, `where.name` or `where[0]`; of data nested too deep it is `whole`.
    """
    if depth > DEEPEST:
        raise InvalidValue(whole, "data nested too deep", f"at most {DEEPEST} levels")
    if isinstance(value, float) and not math.isfinite(value):
        raise InvalidValue(where or whole, value, "a finite number")
    if isinstance(value, dict):
        for name, part in value.items():
            check_parts(part, f"{where}.{name}" if where else name, whole, depth + 1)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            check_parts(part, f"{where}[{index}]", whole, depth + 1)


def _is_whole(name: object) -> bool:
    if not isinstance(name, str):
        return False
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
