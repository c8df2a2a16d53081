"""What a compiled kernel is to those who call it."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from auralis.core.units import Block, Frame
from auralis.engine.compiler.events import Events


class Render(Protocol):
    """A kernel: renders y from x in place of `state`, and returns the position after the last frame."""

    def __call__(
        self, state: npt.NDArray[np.float32], events: Events, position: Frame, x: Block, y: Block, /
    ) -> Frame:
        """Render y's frames and return the position behind them."""
        ...
