"""Numba's view of lanes: `Vec` is an LLVM vector, `Mem` a delay line inside the state array."""

import numpy as np
from llvmlite import ir
from numba import from_dtype
from numba.core import types
from numba.core.datamodel import DataModelManager
from numba.extending import models, register_model

EVENT = np.dtype([("at", "<i8"), ("row", "<i8"), ("value", "<f4")])
"""A float32 to be written into the state array at a frame."""

_ROWS = types.Array(from_dtype(EVENT), 1, "C", aligned=False)
_BLOCK = types.Array(types.float32, 2, "A")
RENDER = types.int64(types.float32[::1], _ROWS, types.int64, _BLOCK, _BLOCK)
"""The one signature of every kernel: render(state, events, position, x, y) -> position."""

FLOAT = ir.FloatType()
INT = ir.IntType(32)
LONG = ir.IntType(64)
ELEMENT = {"f": FLOAT, "i": INT, "b": ir.IntType(1)}


class Vec(types.Type):
    """`lanes` values of one kind: "f" float32, "i" int32, "b" truth value."""

    def __init__(self, kind: str, lanes: int) -> None:
        self.kind = kind
        self.lanes = lanes
        super().__init__(name=f"{kind.upper()}{lanes}")

    def llvm(self) -> ir.Type:
        """Return the LLVM type."""
        return ir.VectorType(ELEMENT[self.kind], self.lanes)

    def of(self, kind: str) -> "Vec":
        """Return the type with as many lanes of another kind."""
        return Vec(kind, self.lanes)


class Mem(types.Type):
    """A ring of `frames` frames, each `lanes` float32 wide."""

    def __init__(self, frames: int, lanes: int) -> None:
        self.frames = frames
        self.lanes = lanes
        super().__init__(name=f"Mem({frames},{lanes})")


@register_model(Vec)
class VecModel(models.PrimitiveModel):
    """A vector lives in a register."""

    def __init__(self, manager: DataModelManager, fe_type: Vec) -> None:
        super().__init__(manager, fe_type, fe_type.llvm())


@register_model(Mem)
class MemModel(models.PrimitiveModel):
    """A ring is the address of its first float."""

    def __init__(self, manager: DataModelManager, fe_type: Mem) -> None:
        super().__init__(manager, fe_type, FLOAT.as_pointer())
