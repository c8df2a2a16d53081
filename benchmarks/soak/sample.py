"""What a process holds at a moment, and what of it grows."""

import asyncio
import ctypes
import gc
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from benchmarks.startup import resident_mb

_95 = 1.96


class Sample(NamedTuple):
    """Hours of station time; resident MiB, descriptors, tasks, the collector's objects, changes logged."""

    hours: float
    resident_mb: float
    descriptors: int
    tasks: int
    objects: int
    changes: int

    @classmethod
    def taken(cls, hours: float, changes: int) -> Self:
        """Look at this process now, after a collection."""
        gc.collect()
        descriptors = len(list(Path("/proc/self/fd").iterdir()))
        tasks = len(asyncio.all_tasks())
        return cls(hours, resident_mb(os.getpid()), descriptors, tasks, len(gc.get_objects()), changes)


def trim() -> None:
    """Have the allocator give back what is free; else what it keeps ready comes and goes by megabytes.

    Only glibc can (malloc_trim(3)).
    """
    if (give_back := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        give_back(0)


class Slope(NamedTuple):
    """Growth an hour with half of its 95 % interval, over how many hours, and the noise about it (1 σ)."""

    an_hour: float
    half: float
    hours: float
    noise: float

    @property
    def within_noise(self) -> bool:
        """Whether it can't be told from none, or is less in all than values vary anyway."""
        return self.an_hour <= self.half or self.an_hour * self.hours <= self.noise


def slope(hours: Sequence[float], values: Sequence[float]) -> Slope:
    """Return the least-squares slope; its interval allows for what neighbours have in common (AR(1))."""
    x, y = np.asarray(hours), np.asarray(values, float)
    gradient, level = np.polyfit(x, y, 1)
    rest = y - (gradient * x + level)
    power = float(rest @ rest)
    like = float(rest[1:] @ rest[:-1]) / power if power else 0.0
    like = min(max(like, 0.0), 0.95)
    noise = math.sqrt(power / max(len(x) - 2, 1))
    spread = float(((x - x.mean()) ** 2).sum())
    error = noise / math.sqrt(spread) * math.sqrt((1 + like) / (1 - like))
    return Slope(float(gradient), _95 * error, float(x[-1] - x[0]), noise)
