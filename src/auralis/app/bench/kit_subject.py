"""A whole kit as it is measured: as a station plays a preset with it, offline."""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from auralis.app.bench.layer_subject import SEED, score
from auralis.app.bench.patch_run import BLOCK
from auralis.app.bench.subject import Begin, Counter, Subject, Work
from auralis.composition import MusicalContext
from auralis.core.units import CHANNELS, Block
from auralis.engine import Ensemble, Kernels, Kit, Master
from auralis.station.controls import control_values
from auralis.station.offline import render
from auralis.station.recipes import new_recipe

_START_S = 200
_SPAN_S = 5
_ENDLESS = 1 << 40


def kit_subject(kit: Kit, preset: str, kernels: Kernels, rate: int) -> Subject:
    """Return a kit that plays a preset: composing, all layers, effects, bus and master."""
    context = MusicalContext.of({"preset": preset})
    recipe = new_recipe(context, SEED, kit.name, rate)
    blocks = render(recipe, kernels, _START_S * rate, _ENDLESS, BLOCK)
    return Subject(
        _counters(kit, kernels, rate),
        lambda: _sound(kit, context, kernels, rate),
        {"music": _rounds(blocks, _SPAN_S * rate // BLOCK)},
        _SPAN_S * rate // BLOCK * BLOCK,
    )


def _counters(kit: Kit, kernels: Kernels, rate: int) -> dict[str, Counter]:
    programs = [kernels.program(patch, rate) for patch in kit.patches]
    return {
        "floats of state": sum(p.layout.size for p in programs),
        "frames of latency": programs[-1].latency,
        "lines of source": sum(p.source.count("\n") for p in programs),
        "kernels": len(programs),
    }


def _sound(kit: Kit, context: MusicalContext, kernels: Kernels, rate: int) -> Block:
    ensemble = Ensemble(kit, kernels, rate, 0, control_values(context))
    ensemble.schedule(score(kit.layers, rate), [])
    out = np.zeros((CHANNELS, rate), np.float32)
    ensemble.render(out)
    Master(kit, kernels, rate, 0).process(out)
    return out


def _rounds(blocks: Iterator[Block], count: int) -> Begin:
    """Return what begins a round of the coming blocks: each round is the music after the last one's."""
    next(blocks)

    def begin() -> Work:
        return lambda: sum(block.shape[1] for block in islice(blocks, count))

    return begin
