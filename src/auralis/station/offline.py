"""The offline render: the walk down the corridor without a clock."""

from collections.abc import Iterator

from auralis.core.recipe import Recipe
from auralis.core.units import Block, Frame
from auralis.engine import Kernels, load_kit
from auralis.station.performance import Performance
from auralis.station.recipes import timeline_of

BLOCK = 4_410


def render(
    recipe: Recipe, kernels: Kernels, start: Frame, frames: int, block: int = BLOCK
) -> Iterator[Block]:
    """Yield a recipe's frames [start, start + frames) as float32 blocks of shape (2, ≤ block).

    The samples are the same for any block size and any start.
    """
    performance = Performance(timeline_of(recipe), load_kit(recipe.kit), kernels, start)
    while frames > 0:
        yield performance.render(min(block, frames))
        frames -= block
