"""A catalogue of parts found by looking in one folder: adding a part is adding a file."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, TypeVar

T = TypeVar("T")


def catalogue(folder: ModuleType, kind: type[T], attribute: str) -> dict[str, T]:
    """Return every file's `attribute` in a package, by file name, in alphabetical order.

    Raises TypeError for a file that lacks the attribute or holds something else than `kind`.
    """
    found: dict[str, T] = {}
    for info in sorted(iter_modules(folder.__path__), key=lambda i: i.name):
        module: Any = import_module(f"{folder.__name__}.{info.name}")
        part = getattr(module, attribute, None)
        if not isinstance(part, kind):
            raise TypeError(f"{module.__name__} must define {attribute}, a {kind.__name__}")
        found[info.name] = part
    return found
