"""`auralis warm`: compile and cache the kernels."""

import typer

from auralis.app import options
from auralis.app.kernels import kernel_folder, tell
from auralis.app.kits import kits_of
from auralis.composition import MusicalContext
from auralis.station.loading import telling_kernels
from auralis.station.precompiling import precompile
from auralis.station.recipes import new_recipe


def command(kit: options.KitName = None, rate: options.Rate = None) -> None:
    """Compile the kernels of a kit, so that the next start is quick."""
    named = new_recipe(MusicalContext.of(), 0, kit or options.DEFAULT_KIT, options.rate_from(rate))
    patches = kits_of(named)[1].first.patches
    kernels = telling_kernels(kernel_folder(), tell)
    precompile(patches, named.sample_rate, kernels)
    typer.echo(f"{len(patches)} kernels are ready in {kernel_folder()}")
