"""Where compiled kernels are kept, and who is told about compiling."""

from pathlib import Path

import typer
from platformdirs import user_cache_path


def kernel_folder() -> Path:
    """Return the folder of compiled kernels, in the user's cache (`XDG_CACHE_HOME` moves it)."""
    return user_cache_path("auralis") / "kernels"


def tell(line: str) -> None:
    """Print a line of progress on stderr."""
    typer.echo(line, err=True)
