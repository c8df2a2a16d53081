"""SIMD lanes for numba: vectors of float32, int32 and truth values, and the operations on them.

An operation carries no fast-math flag and calls no libm. Each is also plain NumPy, so that a kernel
runs unchanged, bit for bit, on arrays. Kernels use these names through `engine.primitives`.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from auralis.engine.simd import operators as operators
from auralis.engine.simd.choice import anyl, equal, select, vmax, vmin
from auralis.engine.simd.conversion import bits, ilike, like, mulhi, shr, sqrt, tof, toi, unbits, vabs
from auralis.engine.simd.memory import fload, fsplat, ftwice, iota, ring, vec, vstore
from auralis.engine.simd.octet_memory import load8, mix8, pair8, store8
from auralis.engine.simd.octets import (
    ago1,
    ago2,
    ago4,
    backwards,
    behind8,
    convolve,
    read8,
    tap8,
    upto,
    write8,
)
from auralis.engine.simd.rings import behind, look, read, tap, write
from auralis.engine.simd.shuffles import (
    follow,
    hadamard,
    last,
    mix2,
    pair,
    spread4,
    spread8,
    spread16,
    swap,
    total,
)
from auralis.engine.simd.types import EVENT, RENDER

B: TypeAlias = npt.NDArray[np.bool_]
F: TypeAlias = npt.NDArray[np.float32]
I: TypeAlias = npt.NDArray[np.int32]
Ring: TypeAlias = npt.NDArray[np.float32]
Table: TypeAlias = npt.NDArray[np.float32]

__all__ = [
    "EVENT",
    "RENDER",
    "B",
    "F",
    "I",
    "Ring",
    "Table",
    "ago1",
    "ago2",
    "ago4",
    "anyl",
    "backwards",
    "behind",
    "behind8",
    "bits",
    "convolve",
    "equal",
    "fload",
    "follow",
    "fsplat",
    "ftwice",
    "hadamard",
    "ilike",
    "iota",
    "last",
    "like",
    "load8",
    "look",
    "mix2",
    "mix8",
    "mulhi",
    "pair",
    "pair8",
    "read",
    "read8",
    "ring",
    "select",
    "shr",
    "spread4",
    "spread8",
    "spread16",
    "sqrt",
    "store8",
    "swap",
    "tap",
    "tap8",
    "tof",
    "toi",
    "total",
    "unbits",
    "upto",
    "vabs",
    "vec",
    "vmax",
    "vmin",
    "vstore",
    "write",
    "write8",
]
