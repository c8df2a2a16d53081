"""Every command of the command line, from its declaration."""

from collections.abc import Iterator
from typing import Any

import typer

from auralis.app.cli import build
from documentation.table import table

_EMPTY: tuple[object, ...] = (None, False, (), [])


def page() -> str:
    """Return the page of all commands and options."""
    root = typer.main.get_command(build())
    return "# Every command\n\n" + _INTRODUCTION + "\n\n".join(_commands(root, "auralis")) + "\n"


_INTRODUCTION = """What `--help` says of each. [The command line](docs/commands.md) explains them, with
examples.

"""


def _commands(command: Any, name: str) -> Iterator[str]:
    """Yield a chapter for a command, and for each below it."""
    if name != "auralis":
        yield _chapter(command, name)
    for word, below in sorted(getattr(command, "commands", {}).items()):
        yield from _commands(below, f"{name} {word}")


def _chapter(command: Any, name: str) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [
        p for p in command.params if p.param_type_name == "option" and not (p.hidden or p.name == "help")
    ]
    group = bool(getattr(command, "commands", {}))
    usage = " ".join((name, *(_argument(a) for a in arguments), "COMMAND" if group else "[OPTIONS]"))
    parts = [f"## `{name}`", " ".join((command.help or "").split()), f"`{usage}`"]
    rows = [(f"`{_argument(a)}`", "", a.help or "") for a in arguments]
    rows += [(_spelled(o), _default(o), o.help or "") for o in options]
    if rows:
        parts.append(table(("option", "default", "what it is"), rows))
    return "\n\n".join(parts)


def _argument(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    return name if argument.required else f"[{name.strip('[]')}]"


def _spelled(option: Any) -> str:
    words = ", ".join(option.opts)
    if option.is_flag:
        return f"`{words}`"
    return f"`{words} {option.metavar or 'TEXT'}`"


def _default(option: Any) -> str:
    return "" if option.default in _EMPTY or callable(option.default) else f"`{option.default}`"
