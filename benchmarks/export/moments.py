"""How soon any moment of a night sounds."""

import random
import time

from auralis.app.kernels import kernel_folder
from auralis.composition import MusicalContext
from auralis.engine import Kernels
from auralis.station.kits import Kits
from auralis.station.offline import render
from auralis.station.recipes import new_recipe

RATE = 44_100
CHUNK = RATE // 10


def moments(count: int, hours: float) -> list[float]:
    """Return the seconds from asking for a random moment to its first tenth of a second, kernels loaded."""
    chance = random.Random(7)  # noqa: S311 -- the same each time
    recipe = new_recipe(MusicalContext.of({"preset": "sleep"}), 7, "auralis", RATE)
    kernels, kits = Kernels(kernel_folder()), Kits(recipe)
    kits.ready(kernels, RATE)
    next(render(recipe, kernels, 0, CHUNK, CHUNK, kits))
    took = []
    for _ in range(count):
        start = chance.randrange(int(hours * 3600 * RATE))
        begun = time.monotonic()
        next(render(recipe, kernels, start, CHUNK, CHUNK, kits))
        took.append(time.monotonic() - begun)
    return took
