"""A table of a patch or kit file, read strictly: a wrong type and a key nobody asked for are errors."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Final

from auralis.engine.errors import InvalidPatch

_LONGEST: Final = 60


class FileTable:
    """Keys and values of one table; each method takes a key's value, and `close` refuses what is left.

    Every error is an `InvalidPatch` that names the file, the way to the key, the value and what is allowed.
    A key without a default must be there.
    """

    def __init__(self, where: str, content: Mapping[str, object], path: str = "") -> None:
        self.where = where
        self._content = dict(content)
        self._path = path
        self._known: list[str] = []

    def field(self, name: str = "") -> str:
        """Return a key's name in an error: the file and the way to it."""
        way = ".".join(x for x in (self._path, name) if x)
        return f"{self.where}: {way}" if way else self.where

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text."""
        value = self._take(name, default)
        if not isinstance(value, str):
            raise InvalidPatch(self.field(name), _shown(value), "a text")
        return value

    def integer(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number from `low` to `high`."""
        value = self._take(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise InvalidPatch(self.field(name), _shown(value), f"a whole number, {low} to {high}")
        return value

    def number(self, name: str, low: float, high: float, default: float | None = None) -> float:
        """Return a number from `low` to `high`."""
        value = self._take(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise InvalidPatch(self.field(name), _shown(value), f"a number, {low:g} to {high:g}")
        return float(value)

    def texts(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._take(name, default)
        if not isinstance(value, list | tuple):
            raise InvalidPatch(self.field(name), _shown(value), "a list of texts")
        for k, item in enumerate(value):
            if not isinstance(item, str):
                raise InvalidPatch(self.field(f"{name}[{k}]"), _shown(item), "a text")
        return tuple(value)

    def table(self, name: str) -> "FileTable | None":
        """Return a table within this one, or None without it."""
        value = self._take(name, None, needed=False)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise InvalidPatch(self.field(name), _shown(value), "a table")
        return FileTable(self.where, value, self.field(name).removeprefix(f"{self.where}: "))

    def tables(self, name: str) -> list["FileTable"]:
        """Return a list of tables, empty without it."""
        value = self._take(name, [])
        if not isinstance(value, list):
            raise InvalidPatch(self.field(name), _shown(value), "a list of tables")
        found = []
        for k, item in enumerate(value):
            if not isinstance(item, dict):
                raise InvalidPatch(self.field(f"{name}[{k}]"), _shown(item), "a table")
            found.append(FileTable(self.where, item, f"{self._path}.{name}[{k}]".removeprefix(".")))
        return found

    def names(self) -> tuple[str, ...]:
        """Return the keys that are left."""
        return tuple(self._content)

    def each(self) -> Iterator["tuple[str, FileTable]"]:
        """Yield every table left in this one, by its key."""
        for name in self.names():
            table = self.table(name)
            if table is not None:
                yield name, table

    def numbers(self) -> dict[str, float]:
        """Return all that is left, which must be finite numbers."""
        found: dict[str, float] = {}
        for name, value in self._rest():
            if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
                raise InvalidPatch(self.field(name), _shown(value), "a finite number")
            found[name] = float(value)
        return found

    def laws(self) -> dict[str, str]:
        """Return all that is left, which must be expressions or numbers; a table within is a dotted name."""
        found: dict[str, str] = {}
        for name, value in self._flat(dict(self._rest())):
            number = isinstance(value, int | float) and not isinstance(value, bool) and _is_finite(value)
            if not number and not isinstance(value, str):
                raise InvalidPatch(self.field(name), _shown(value), "an expression")
            if name in found:
                raise InvalidPatch(self.field(name), _shown(value), "each name once")
            found[name] = value if isinstance(value, str) else repr(value)
        return found

    def close(self) -> None:
        """Refuse a key that nobody has asked for."""
        for name, value in self._content.items():
            raise InvalidPatch(self.field(name), _shown(value), f"the keys {', '.join(self._known)}")

    def _take(self, name: str, default: object, needed: bool = True) -> object:
        self._known.append(name)
        if name in self._content:
            return self._content.pop(name)
        if default is None and needed:
            raise InvalidPatch(self.field(name), None, "a value, for it is missing")
        return default

    def _rest(self) -> list[tuple[str, object]]:
        items = list(self._content.items())
        self._content.clear()
        return items

    def _flat(self, content: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
        for name, value in content.items():
            if isinstance(value, dict):
                yield from self._flat(value, f"{before}{name}.")
            else:
                yield before + name, value


def _is_finite(value: float) -> bool:
    try:
        return isfinite(value)
    except OverflowError:
        return False


def _shown(value: object) -> object:
    """Return a value as an error shows it: short, and a structure by its kind."""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else value[:_LONGEST] + "..."
    if isinstance(value, dict):
        return "a table"
    return "a list" if isinstance(value, list) else value
