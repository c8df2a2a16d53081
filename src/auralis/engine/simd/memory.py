"""Rows of the one flat float32 state array, lanes in and out of registers."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba.core import types, typing
from numba.core.base import BaseContext
from numba.extending import intrinsic, overload

from auralis.engine.simd.lowering import shuffle, splat
from auralis.engine.simd.types import INT, Mem, Vec

Sig: TypeAlias = typing.Signature
Args: TypeAlias = Sequence[ir.Value]
Generated: TypeAlias = tuple[Sig, Callable[[BaseContext, ir.IRBuilder, Sig, Args], ir.Value]]


def _address(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    array = ctx.make_array(sig.args[0])(ctx, b, args[0])
    return b.gep(array.data, [args[1]], inbounds=True)


@intrinsic(prefer_literal=True)
def fload(_typing: typing.Context, state: types.Type, offset: types.Type, lanes: types.Type) -> Generated:
    """Load lanes from consecutive floats at an offset."""
    t = Vec("f", lanes.literal_value)

    def emit(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
        return b.load(b.bitcast(_address(ctx, b, sig, args), t.llvm().as_pointer()), align=4)

    return t(state, types.intp, lanes), emit


@intrinsic(prefer_literal=True)
def fsplat(_typing: typing.Context, state: types.Type, offset: types.Type, lanes: types.Type) -> Generated:
    """Load one float at an offset into every lane."""
    t = Vec("f", lanes.literal_value)

    def emit(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
        return splat(b, b.load(_address(ctx, b, sig, args), align=4), t)

    return t(state, types.intp, lanes), emit


@intrinsic(prefer_literal=True)
def ftwice(_typing: typing.Context, state: types.Type, offset: types.Type, lanes: types.Type) -> Generated:
    """Load consecutive floats, each into two lanes that lie side by side."""
    t = Vec("f", lanes.literal_value)

    def emit(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
        half = Vec("f", t.lanes // 2).llvm()
        x = b.load(b.bitcast(_address(ctx, b, sig, args), half.as_pointer()), align=4)
        return shuffle(b, x, x, [k // 2 for k in range(t.lanes)])

    return t(state, types.intp, lanes), emit


@intrinsic
def vstore(_typing: typing.Context, state: types.Type, offset: types.Type, x: types.Type) -> Generated:
    """Store lanes to consecutive floats at an offset."""

    def emit(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
        row = b.bitcast(_address(ctx, b, sig, args), sig.args[2].llvm().as_pointer())
        b.store(args[2], row, align=4)
        return ctx.get_dummy_value()

    return types.void(state, types.intp, x), emit


@intrinsic(prefer_literal=True)
def iota(_typing: typing.Context, first: types.Type, lanes: types.Type) -> Generated:
    """Return the integers from `first` on, one a lane."""
    t = Vec("i", lanes.literal_value)

    def emit(_ctx: BaseContext, b: ir.IRBuilder, _sig: Sig, args: Args) -> ir.Value:
        return b.add(splat(b, b.trunc(args[0], INT), t), ir.Constant(t.llvm(), list(range(t.lanes))))

    return t(types.intp, lanes), emit


@intrinsic(prefer_literal=True)
def ring(
    _typing: typing.Context, state: types.Type, offset: types.Type, frames: types.Type, lanes: types.Type
) -> Generated:
    """Return the delay line that lies at an offset."""
    t = Mem(frames.literal_value, lanes.literal_value)
    return t(state, types.intp, frames, lanes), _address


@intrinsic
def _constants(_typing: typing.Context, values: types.Type) -> Generated:
    t = Vec("f", len(values))

    def emit(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
        v = ir.Constant(t.llvm(), ir.Undefined)
        for i in range(t.lanes):
            x = ctx.cast(b, b.extract_value(args[0], i), sig.args[0][i], types.float32)
            v = b.insert_element(v, x, INT(i))
        return v

    return t(values), emit


def vec(*values: float) -> npt.NDArray[np.float32]:
    """Return constants, one a lane."""
    return np.array(values, np.float32)


@overload(vec, jit_options={"forceinline": True})
def _vec(*values: types.Type) -> Callable[..., object]:
    def constants(*values: types.Type) -> object:
        return _constants(values)

    return constants
