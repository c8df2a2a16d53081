"""Whether what came is what the page says would come, but for what differs from run to run."""

import json
import re
from collections.abc import Iterator
from typing import Any

_TOLD_ONCE = ("id", "name", "token", "owner_token", "moment")
"""Fields whose values later commands of a page repeat."""
_GATHERED = ".set"
"""Settings that take effect together: a page's earlier examples may have left some for the same bar."""


def values(text: str) -> list[Any]:
    """Return the JSON values that stand one after another in a text; `{…}` is an object that is left out."""
    decoder, text = json.JSONDecoder(), text.replace("{…}", "{}").strip()
    found = []
    while text:
        value, end = decoder.raw_decode(text)
        found.append(value)
        text = text[end:].strip()
    return found


def check_alike(written: Any, real: Any, where: str = "") -> None:
    """Assert that two JSON values have the same fields and kinds of values; empty means left out.

    What comes first in a list is alike to something in the page's: a beat may be the next bar, or before it.
    """
    if isinstance(written, dict) and written:
        assert isinstance(real, dict), where
        assert set(written) <= set(real), where
        assert where.endswith(_GATHERED) or set(written) == set(real), where
        for name, value in written.items():
            check_alike(value, real[name], f"{where}.{name}")
    elif isinstance(written, list) and written and isinstance(real, list):
        for value in real[:1]:
            assert any(_are_alike(one, value, f"{where}[]") for one in written), f"{where}[]: {value}"
    elif written is not None and real is not None and not isinstance(written, float | int):
        assert type(written) is type(real), where


def _are_alike(written: Any, real: Any, where: str) -> bool:
    try:
        check_alike(written, real, where)
    except AssertionError:
        return False
    return True


def told(written: Any, real: Any) -> Iterator[tuple[str, str]]:
    """Yield what a page calls a name or a token, and what it is here."""
    for name in _TOLD_ONCE:
        if isinstance(written, dict) and isinstance(written.get(name), str) and name in real:
            yield written[name], real[name]


def check_said(output: str, said: str, *, whole: bool) -> None:
    """Assert that a command said each line that the page has; only what is no measurement if not `whole`."""
    for line in output.splitlines():
        if whole or re.match(r"(auralis:|address )", line):
            assert line.strip() in said, f"{line!r} is not in {said!r}"
