"""What a module file declares about itself, beside its kernels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from auralis.core.parameters import Parameter
from auralis.engine.sound import Sound

Numbers: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class State:
    """A value that lives from frame to frame, zero at birth.

    `lanes` is 0 for one value a lane of the part the module is placed in, or a fixed number of
    lanes (bus only). `integer` makes it int32. `start` names the parameter it equals at birth.
    """

    name: str
    lanes: int = 0
    integer: bool = False
    start: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Constant numbers that kernels look up, all voices the same.

    `size` is a power of two. `make(sound, sample_rate)` gives at most `size` numbers, the same on
    every machine. A node may be given a `sound` for a table that is one; without it `make` hears None
    and gives the module's own.
    """

    size: int
    make: Callable[[Sound | None, int], Numbers]
    sound: bool = False


@dataclass(frozen=True, slots=True)
class Module:
    """Ports, parameters and memory of a module.

    `inputs`, `outputs`: `"x"` is an audio port, `"x~"` a control port (one value a control tick).
    `rings`: name -> (frames, lanes); frames is a power of two, lanes 0 means the part's own lanes.
    `tables`: name -> constant numbers. `grid`: frames between two runs of the kernel `block`, a
    power of two, a control tick or longer; 0 without one.
    `glide`: parameters that travel to a new value in some 100 ms; a kernel sees them on their way.
    `latency`: frames between input and output. `memory`: how many earlier input frames an output
    frame can depend on, None for no bound (the default 0 is for modules without state and rings).
    `feedback`: `pull` gives the outputs before `push` takes the inputs, so it may close a loop. What it
    gives is older than a control tick. `sides`: it stands in voices of two lanes alone, left and right.
    """

    caption: str
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ("y",)
    parameters: tuple[Parameter, ...] = ()
    state: tuple[State, ...] = ()
    rings: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    grid: int = 0
    glide: tuple[str, ...] = ()
    latency: int = 0
    memory: int | None = None
    feedback: bool = False
    sides: bool = False

    @property
    def sounds(self) -> tuple[str, ...]:
        """The tables that a node may be given a sound for."""
        return tuple(name for name, table in self.tables.items() if table.sound)
