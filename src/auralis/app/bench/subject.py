"""What is measured: counters to read, a sound to hash, and work to time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from auralis.core.units import Block, Frame

Counter: TypeAlias = int | str | None
Work: TypeAlias = Callable[[], object]
Begin: TypeAlias = Callable[[], Work]
"""Makes ready, untimed, and returns the work of one round."""


@dataclass(frozen=True)
class Subject:
    """A module, a patch, a part of a kit or a whole one.

    `counters` are figures that a machine has no part in. `sound` renders a second of a score that never
    changes, from birth. Each of the `loads` is work that renders `frames` frames a round, by name.
    """

    counters: Mapping[str, Counter]
    sound: Callable[[], Block]
    loads: Mapping[str, Begin]
    frames: Frame
