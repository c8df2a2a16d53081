"""The offline render: the walk down the corridor without a clock."""

from collections.abc import Iterator

from auralis.core.recipe import Recipe
from auralis.core.units import CHANNELS, Block, Frame
from auralis.engine import Kernels, Kit
from auralis.engine.kit import EFFECTS
from auralis.sequencing import Timeline, preceding, segment_at
from auralis.station.kits import Kits
from auralis.station.mixing import Mixing
from auralis.station.part import gone
from auralis.station.performance import Performance
from auralis.station.recipes import timeline_of

BLOCK = 22_050


def render(
    recipe: Recipe, kernels: Kernels, start: Frame, frames: int, block: int = BLOCK, kits: Kits | None = None
) -> Iterator[Block]:
    """Yield a recipe's frames [start, start + frames) as float32 blocks of shape (2, ≤ block).

    The samples are the same for any block size and any start. `kits` are the recipe's own.
    """
    performance = _performance(recipe, kernels, start, kits or Kits(recipe))
    for step in _steps(frames, block):
        yield performance.render(step)


def render_stems(
    recipe: Recipe, kernels: Kernels, start: Frame, frames: int, block: int = BLOCK, kits: Kits | None = None
) -> Iterator[tuple[Block, Block, Block]]:
    """Yield the same frames as `render`, then the mix ahead of the master, then its stems.

    Stems have two rows for each of `stem_names`; but for rounding they sum to the mix.
    """
    own = kits or Kits(recipe)
    performance = _performance(recipe, kernels, start, own)
    stems = _stems(recipe, kernels, start, own)
    for step in _steps(frames, block):
        yield performance.render(step), performance.mix, stems.render(step)


def stem_names(kit: Kit) -> tuple[str, ...]:
    """Return the stems of a kit, in their order: its layers and the return of the effects."""
    return (*kit.layers, EFFECTS)


def unheard(timeline: Timeline, start: Frame) -> Frame:
    """Return how many frames of segments a render from `start` plays ahead of it, unheard."""
    here = segment_at(timeline, start)
    total = start - here.start
    for segment in preceding(timeline, here):
        if gone(timeline, segment) <= start:
            break
        total += start - segment.start
    return total


def _performance(recipe: Recipe, kernels: Kernels, start: Frame, kits: Kits) -> Performance:
    player = kits.player(kernels, recipe.sample_rate)
    return Performance(timeline_of(recipe), kits.first, kernels, start, player)


def _stems(recipe: Recipe, kernels: Kernels, start: Frame, kits: Kits) -> Mixing:
    player = kits.player(kernels, recipe.sample_rate, stems=True)
    return Mixing(timeline_of(recipe), start, player, CHANNELS * len(stem_names(kits.first)))


def _steps(frames: int, block: int) -> Iterator[int]:
    """Yield the lengths of the blocks that make up some frames."""
    while frames > 0:
        yield min(block, frames)
        frames -= block
