"""A master with its limiter taken out, to hear what the limiter takes away."""

import re
from dataclasses import replace
from typing import Final

import numpy as np

from auralis.core.units import Block, Frame
from auralis.engine import Kernels, Kit
from auralis.engine.compiler.events import NONE
from auralis.engine.patch import Patch
from auralis.station.fade import Fade

_LIMITERS: Final = ("limiter", "truepeak")
_LOUD: Final = 0.1
"""Softer samples are not compared: a limiter leaves them alone."""
_CABLE: Final = re.compile(r"(?P<source>.+?) -> (?P<target>\S+)\Z")


class Unlimited:
    """Plays the mix ahead of a kit's master through all of the master but its limiter."""

    def __init__(self, kit: Kit, kernels: Kernels, rate: int, start: Frame, fade: Fade) -> None:
        patch = without_limiter(kit.master)
        program = kernels.program(patch, rate) if patch else None
        free = program is not None and not program.latency
        self._instance = program.instance(start) if program is not None and free else None
        self._fade = fade
        self._position = start

    @property
    def knows(self) -> bool:
        """Whether the master is one whose limiter can be told apart."""
        return self._instance is not None

    def reduction(self, mix: Block, heard: Block) -> float:
        """Return by how many decibels the loudest samples were lowered: the next frames, float32 (2, n)."""
        if self._instance is None:
            return 0.0
        free = mix.copy()
        self._instance.process(NONE, free, free)
        free = self._fade.apply(free, self._position)
        self._position += mix.shape[1]
        loud = np.abs(free) > _LOUD
        gains = np.abs(heard[loud]) / np.abs(free[loud])
        return max(0.0, float(-20 * np.log10(max(float(gains.min(initial=1.0)), 1e-6))))


def without_limiter(master: Patch) -> Patch | None:
    """Return a master with its limiter left out, None where it has none that one cable goes into."""
    limiters = [node for node in master.bus if node.module in _LIMITERS]
    if len(limiters) != 1:
        return None
    name = limiters[0].id
    sources = [c for c in master.cables if c.endswith(f" -> {name}.x")]
    fed = _CABLE.match(sources[0]) if len(sources) == 1 else None
    if fed is None or "*" in fed["source"]:
        return None
    kept = [c for c in master.cables if c not in sources]
    cables = tuple(c.replace(f"{name}.y -> ", f"{fed['source']} -> ") for c in kept)
    rest = tuple(node for node in master.bus if node.id != name)
    return replace(master, name=f"{master.name}_unlimited", bus=rest, cables=cables)
