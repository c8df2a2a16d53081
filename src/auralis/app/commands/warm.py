"""`auralis warm`: compile and cache the kernels."""

import typer

from auralis.app import options
from auralis.app.kernels import kernel_folder, tell
from auralis.engine import load_kit
from auralis.station.loading import telling_kernels


def command(kit: options.KitName = None, rate: options.Rate = None) -> None:
    """Compile the kernels of a kit, so that the next start is quick."""
    parts = load_kit(kit or options.DEFAULT_KIT)
    kernels = telling_kernels(kernel_folder(), tell)
    for patch in parts.patches:
        kernels.program(patch, options.rate_from(rate))
    typer.echo(f"{len(parts.patches)} kernels are ready in {kernel_folder()}")
