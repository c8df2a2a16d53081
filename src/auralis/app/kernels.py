"""Where compiled kernels are kept, and who is told about compiling."""

from pathlib import Path

import typer
from platformdirs import user_cache_path

from auralis.app.ready_kernels import adopt


def kernel_place() -> Path:
    """Return where compiled kernels are kept, in the user's cache (`XDG_CACHE_HOME` moves it)."""
    return user_cache_path("auralis") / "kernels"


def kernel_folder() -> Path:
    """Return the same folder with the kernels in it that came with the program.

    Raises `OSError` where there are some and the folder can't be written.
    """
    folder = kernel_place()
    adopt(folder)
    return folder


def tell(line: str) -> None:
    """Print a line of progress on stderr."""
    typer.echo(line, err=True)
