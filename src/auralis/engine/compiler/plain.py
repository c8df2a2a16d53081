"""The oracle beside the compiler: a program's generated source run as plain Python on NumPy arrays.

Slow, and bit for bit what the compiled kernel does: it shows what a kernel means, without numba.
"""

from collections.abc import Callable
from importlib.abc import InspectLoader
from importlib.util import module_from_spec, spec_from_loader
from types import ModuleType
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from auralis.core.units import Block, Frame
from auralis.engine.compiler.events import Events
from auralis.engine.compiler.program import Program
from auralis.engine.compiler.render import Render

Floats: TypeAlias = npt.NDArray[np.float32]
T = TypeVar("T")


def plain_render(program: Program) -> Render:
    """Return a function that does what `program.render` does."""
    source = program.source.replace(
        "from numba import njit", "from auralis.engine.compiler.plain import njit"
    )
    source = source.replace("from auralis.engine.simd import", "from auralis.engine.compiler.plain import")
    name = f"{program.patch.name}_plain"
    spec = spec_from_loader(name, _Text(source))
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)

    def render(state: Floats, events: Events, position: Frame, x: Block, y: Block, /) -> Frame:
        with np.errstate(all="ignore"):
            return int(_render(module)(state, events.view(np.recarray), position, x, y))

    return render


class _Text(InspectLoader):
    """Loads a module from text."""

    def __init__(self, source: str) -> None:
        self._source = source

    def get_source(self, fullname: str) -> str:
        return self._source


def _render(module: ModuleType) -> Callable[..., int]:
    found: Callable[..., int] = module.render
    return found


RENDER = "render"
"""Stands for the compiler's signature."""


def njit(*_signature: object, **_options: object) -> Callable[[T], T]:
    """Leave a function as it is."""
    return lambda function: function


def fload(state: Floats, offset: int, lanes: int) -> Floats:
    """Return lanes from consecutive floats."""
    return state[offset : offset + lanes].copy()


def fsplat(state: Floats, offset: int, lanes: int) -> Floats:
    """Return one float in every lane."""
    return np.full(lanes, state[offset])


def ftwice(state: Floats, offset: int, lanes: int) -> Floats:
    """Return consecutive floats, each in two lanes."""
    return np.repeat(state[offset : offset + lanes // 2], 2)


def vstore(state: Floats, offset: int, x: Floats) -> None:
    """Store lanes to consecutive floats."""
    state[offset : offset + len(x)] = x


def ring(state: Floats, offset: int, frames: int, lanes: int) -> Floats:
    """Return a delay line as a view of frames by lanes."""
    return state[offset : offset + frames * lanes].reshape(frames, lanes)


def iota(first: int, lanes: int) -> npt.NDArray[np.int32]:
    """Return the integers from `first` on."""
    return np.arange(first, first + lanes, dtype=np.int32)


def mix8(state: Floats, left: int, right: int) -> Floats:
    """Return the sums of sixteen voices of each side over eight frames."""
    sides = [state[row : row + 128].reshape(8, 16) for row in (left, right)]
    while sides[0].shape[1] > 1:
        half = sides[0].shape[1] // 2
        sides = [x[:, :half] + x[:, half:] for x in sides]
    return np.concatenate(sides, axis=1).reshape(-1)


def pair8(state: Floats, row: int) -> Floats:
    """Return the sums of the sides of eight voices over eight frames."""
    x = state[row : row + 128].reshape(8, 16)
    while x.shape[1] > 2:
        x = x[:, : x.shape[1] // 2] + x[:, x.shape[1] // 2 :]
    return x.reshape(-1)


def load8(block: Block, row: int, first: int) -> Floats:
    """Return eight frames of two rows of a block, frame by frame."""
    return block[row : row + 2, first : first + 8].T.reshape(-1)


def store8(block: Block, row: int, first: int, x: Floats) -> None:
    """Store eight frames to two rows of a block."""
    block[row : row + 2, first : first + 8] = x.reshape(8, 2).T
