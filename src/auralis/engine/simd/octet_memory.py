"""Octets in and out of blocks, and out of the rows that voices have written."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from llvmlite import ir
from numba.core import types, typing
from numba.core.base import BaseContext
from numba.extending import intrinsic

from auralis.engine.simd.lowering import shuffle
from auralis.engine.simd.octets import FRAMES, LANES, OCTET
from auralis.engine.simd.types import FLOAT, LONG

Sig: TypeAlias = typing.Signature
Args: TypeAlias = Sequence[ir.Value]
Generated: TypeAlias = tuple[Sig, Callable[[BaseContext, ir.IRBuilder, Sig, Args], ir.Value]]


def _row(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args, more: int) -> ir.Value:
    array = ctx.make_array(sig.args[0])(ctx, b, args[0])
    byte = b.bitcast(array.data, ir.IntType(8).as_pointer())
    stride = b.extract_value(array.strides, 0)
    row = b.gep(byte, [b.mul(b.add(args[1], LONG(more)), stride)])
    start = b.gep(b.bitcast(row, FLOAT.as_pointer()), [args[2]])
    return b.bitcast(start, ir.VectorType(FLOAT, FRAMES).as_pointer())


@intrinsic
def mix8(_typing: typing.Context, state: types.Type, left: types.Type, right: types.Type) -> Generated:
    """Sum sixteen voices of each side over eight frames; a frame of a side is sixteen floats."""

    def emit(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
        sides = [[_voices(ctx, b, sig, args, side, k) for k in range(FRAMES)] for side in (1, 2)]
        both = [_halved(b, u, v, LANES) for u, v in zip(*sides, strict=True)]
        for width in (FRAMES, 4, 2):
            both = [_halved(b, u, v, width) for u, v in zip(both[::2], both[1::2], strict=True)]
        return both[0]

    return OCTET(state, types.intp, types.intp), emit


@intrinsic
def pair8(_typing: typing.Context, state: types.Type, row: types.Type) -> Generated:
    """Sum eight voices over eight frames, whose sides are lanes side by side."""

    def emit(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
        frames = [_voices(ctx, b, sig, args, 1, k) for k in range(FRAMES)]
        for width in (LANES, FRAMES, 4):
            frames = [_halved(b, u, v, width) for u, v in zip(frames[::2], frames[1::2], strict=True)]
        return frames[0]

    return OCTET(state, types.intp), emit


def _voices(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args, side: int, frame: int) -> ir.Value:
    array = ctx.make_array(sig.args[0])(ctx, b, args[0])
    start = b.gep(array.data, [b.add(args[side], LONG(LANES * frame))], inbounds=True)
    return b.load(b.bitcast(start, OCTET.llvm().as_pointer()), align=4)


def _halved(b: ir.IRBuilder, x: ir.Value, y: ir.Value, width: int) -> ir.Value:
    """Emit the sums of both halves of every `width` lanes, first of x, then of y."""
    low = [k + s for s in range(0, 2 * LANES, width) for k in range(width // 2)]
    return b.fadd(shuffle(b, x, y, low), shuffle(b, x, y, [k + width // 2 for k in low]))


@intrinsic
def load8(_typing: typing.Context, block: types.Type, row: types.Type, first: types.Type) -> Generated:
    """Load eight frames of two rows of a block whose frames lie side by side."""

    def emit(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
        left, right = (b.load(_row(ctx, b, sig, args, k), align=4) for k in (0, 1))
        return shuffle(b, left, right, [k // 2 + FRAMES * (k % 2) for k in range(LANES)])

    return OCTET(block, types.intp, types.intp), emit


@intrinsic
def store8(
    _typing: typing.Context, block: types.Type, row: types.Type, first: types.Type, x: types.Type
) -> Generated:
    """Store eight frames to two rows of a block whose frames lie side by side."""

    def emit(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
        for k in (0, 1):
            b.store(shuffle(b, args[3], args[3], range(k, LANES, 2)), _row(ctx, b, sig, args, k), align=4)
        return ctx.get_dummy_value()

    return types.void(block, types.intp, types.intp, x), emit
