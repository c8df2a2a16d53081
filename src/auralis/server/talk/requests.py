"""What clients say, as far as it can be judged without knowing any music."""

import json
from collections.abc import Mapping
from typing import Final

from auralis.core.errors import InvalidValue
from auralis.core.json_data import check_parts

LARGEST: Final = 1 << 16
"""Bytes in a client's message."""

_TIERS: Final = ("emergency", "low", "healthy", "full")
_ENVELOPE: Final = frozenset({"type", "boundary", "timestamp", "id"})
_MOST_MS: Final = 10_000


def parse(text: str | bytes, field: str = "message") -> dict[str, object]:
    """Return a JSON object; raises `InvalidValue` for anything else.

    NaN, infinities and data nested more than eight levels deep are refused as well.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidValue(field, text, "a JSON object") from None
    check_parts(data, "", field)
    if not isinstance(data, dict):
        raise InvalidValue(field, data, "a JSON object")
    return data


def settings_of(message: Mapping[str, object]) -> dict[str, object]:
    """Return the settings of a control message; raises `InvalidValue` if there are none."""
    settings = {name: value for name, value in message.items() if name not in _ENVELOPE}
    if not settings:
        raise InvalidValue("settings", None, "one setting or more, such as key, bpm or intensity")
    return settings


def boundary_of(message: Mapping[str, object]) -> str | None:
    """Return the boundary asked for, None for each setting's own; raises `InvalidValue`."""
    boundary = message.get("boundary")
    if boundary is not None and not isinstance(boundary, str):
        raise InvalidValue("boundary", boundary, "chunk, beat, bar, phrase")
    return boundary


def check_report(message: Mapping[str, object]) -> None:
    """Raise `InvalidValue` unless a report's figures are possible."""
    for field in ("buffer_depth_ms", "latency_ms"):
        _check_number(field, message.get(field), _MOST_MS)
    underruns = message.get("underruns")
    if underruns is not None and (type(underruns) is not int or underruns < 0):
        raise InvalidValue("underruns", underruns, "an integer, 0 or more")
    tier = message.get("tier")
    if tier is not None and tier not in _TIERS:
        raise InvalidValue("tier", tier, ", ".join(_TIERS))


def after_of(text: str | None) -> int | None:
    """Return the chunk number a client resumes after; raises `InvalidValue`."""
    if text is None:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise InvalidValue("after", text, "the number of the last chunk received")
    return int(text)


def _check_number(field: str, value: object, most: float) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise InvalidValue(field, value, f"a number, 0 to {most} ms")
