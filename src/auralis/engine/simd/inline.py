"""Functions of lanes that are compiled into whatever calls them."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from numba.extending import register_jitable

P = ParamSpec("P")
R = TypeVar("R")


def inline(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function of lanes be compiled into kernels; it stays callable from Python."""
    made: Callable[P, R] = register_jitable(forceinline=True)(function)
    return made
