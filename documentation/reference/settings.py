"""Every setting of a server, from its declaration."""

from pathlib import Path

from pydantic_core import PydanticUndefined

from auralis.app.settings import PREFIX, Settings, allowed, written
from documentation.table import table

_HEADING = ("variable", "default", "allowed", "effect")


def page() -> str:
    """Return the page of settings."""
    return f"""# Settings

`auralis serve` reads `.env` in the current folder, then the environment, then its options; the later wins. A
wrong value stops the start with one line that names the variable, the value and what is allowed.

{listed()}
"""


def listed() -> str:
    """Return a row for each setting, with links as the README has them."""
    return table(_HEADING, (_line(name) for name in Settings.model_fields))


def _line(name: str) -> tuple[str, ...]:
    description = Settings.model_fields[name].description
    if description is None:
        raise LookupError(f"Settings.{name} has no docstring that says its effect")
    said = written(name)
    return (
        f"`{PREFIX}{name.upper()}`",
        said.default or _default(name),
        said.allowed or allowed(name),
        description,
    )


def _default(name: str) -> str:
    value = Settings.model_fields[name].default
    if value is PydanticUndefined or value is None or value == "" or isinstance(value, Path):
        return "(none)"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
