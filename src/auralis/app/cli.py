"""The command line: one line names what is wrong; exit 0 done, 1 failed, 2 wrong use."""

import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated

import typer
from typer.exceptions import Abort, Exit, TyperException

from auralis import __version__
from auralis.app import commands
from auralis.app.ready_kernels import choose_level
from auralis.core.errors import InvalidValue, Unavailable
from auralis.streaming.source import SourceGone

COMMANDS = tuple(sorted(part.name for part in iter_modules(commands.__path__)))
"""Each file in `commands` is one."""

_INTERRUPTED = 128 + 2


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"auralis {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    """Composes, plays and streams ambient music without end."""


def build(wanted: Sequence[str] = COMMANDS) -> typer.Typer:
    """Return the command line with the commands that are wanted; only their modules are imported.

    A server that does not render has no need of a compiler in its memory.
    """
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(_root)
    for name in wanted:
        command = import_module(f"auralis.app.commands.{name}").command
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def main() -> None:
    """Run the command line and exit."""
    choose_level()
    sys.exit(_run())


def _run() -> int:
    try:
        named = [word for word in sys.argv[1:2] if word in COMMANDS]
        return build(named or COMMANDS)(standalone_mode=False) or 0
    except Unavailable as error:
        return _fail(str(error), 1)
    except InvalidValue as error:
        return _fail(str(error), 2)
    except Exit as leaving:
        return _fail("interrupted", _INTERRUPTED) if leaving.exit_code == _INTERRUPTED else leaving.exit_code
    except TyperException as error:
        return _fail(error.format_message(), 2)
    except (OSError, SourceGone) as error:
        return _fail(str(error), 1)
    except (Abort, KeyboardInterrupt):
        return _fail("interrupted", _INTERRUPTED)


def _fail(message: str, status: int) -> int:
    typer.echo(f"auralis: {message}", err=True)
    return status
