"""From one kind of lanes to another, and the arithmetic that LLVM has as an instruction."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba.core import cgutils, types, typing
from numba.core.base import BaseContext

from auralis.engine.simd.lowering import coerce, primitive, splat
from auralis.engine.simd.types import INT, LONG, Vec

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int32]
Lanes: TypeAlias = Floats | Ints
Sig: TypeAlias = typing.Signature
Args: TypeAlias = Sequence[ir.Value]


def _to(x: types.Type, source: str, kind: str) -> Vec | None:
    return x.of(kind) if isinstance(x, Vec) and x.kind == source else None


def magnitude(b: ir.IRBuilder, t: Vec, x: ir.Value) -> ir.Value:
    """Emit |x|: the sign bit cleared."""
    integer = t.of("i")
    kept = b.and_(b.bitcast(x, integer.llvm()), splat(b, INT(0x7FFFFFFF), integer))
    return b.bitcast(kept, t.llvm())


def _abs(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    return magnitude(b, sig.args[0], args[0])


@primitive(lambda x: _to(x, "f", "f"), _abs)
def vabs(x: Floats) -> Floats:
    """Return x without its sign."""
    return np.abs(x)


def _sqrt(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    t = sig.return_type
    kind = ir.FunctionType(t.llvm(), [t.llvm()])
    return b.call(cgutils.get_or_insert_function(b.module, kind, f"llvm.sqrt.v{t.lanes}f32"), args)


@primitive(lambda x: _to(x, "f", "f"), _sqrt)
def sqrt(x: Floats) -> Floats:
    """Return the square root, correctly rounded; x is 0 or more."""
    return np.sqrt(x)


def _toi(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    return b.fptosi(args[0], sig.return_type.llvm())


@primitive(lambda x: _to(x, "f", "i"), _toi)
def toi(x: Floats) -> Ints:
    """Return the integer part (towards zero); |x| is below 2³¹: clamp before."""
    return x.astype(np.int32)


def _tof(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    return b.sitofp(args[0], sig.return_type.llvm())


@primitive(lambda x: _to(x, "i", "f"), _tof)
def tof(x: Ints) -> Floats:
    """Return the nearest float32."""
    return x.astype(np.float32)


def _same_bits(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    return b.bitcast(args[0], sig.return_type.llvm())


@primitive(lambda x: _to(x, "f", "i"), _same_bits)
def bits(x: Floats) -> Ints:
    """Return the bits of a float32 as an integer."""
    return x.view(np.int32)


@primitive(lambda x: _to(x, "i", "f"), _same_bits)
def unbits(x: Ints) -> Floats:
    """Return the float32 that has these bits."""
    return x.view(np.float32)


def _shr(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    return b.lshr(args[0], coerce(ctx, b, args[1], sig.args[1], sig.return_type))


@primitive(lambda x, n: _to(x, "i", "i") if isinstance(n, types.Integer) else None, _shr)
def shr(x: Ints, n: int) -> Ints:
    """Return x shifted right by n bits, zeros coming in."""
    return (x.view(np.uint32) >> np.uint32(n)).view(np.int32)


def _mulhi(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    wide = ir.VectorType(LONG, sig.return_type.lanes)
    product = b.mul(b.zext(args[0], wide), b.zext(args[1], wide))
    half = ir.Constant(wide, [32] * sig.return_type.lanes)
    return b.trunc(b.lshr(product, half), sig.return_type.llvm())


@primitive(lambda a, b: _to(a, "i", "i") if a == b else None, _mulhi)
def mulhi(a: Ints, b: Ints) -> Ints:
    """Return the upper 32 of the 64 bits of a product of unsigned integers."""
    product = a.view(np.uint32).astype(np.uint64) * b.view(np.uint32).astype(np.uint64)
    return (product >> np.uint64(32)).astype(np.uint32).view(np.int32)


def _like(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    return coerce(ctx, b, args[1], sig.args[1], sig.return_type)


def _filled(x: types.Type, value: types.Type, kind: str) -> Vec | None:
    return x.of(kind) if isinstance(x, Vec) and isinstance(value, types.Number) else None


@primitive(lambda lanes, x: _filled(lanes, x, "f"), _like)
def like(lanes: Lanes, x: float) -> Floats:
    """Return x as float32 in as many lanes."""
    return np.full(np.shape(lanes), x, np.float32)


@primitive(lambda lanes, x: _filled(lanes, x, "i"), _like)
def ilike(lanes: Lanes, x: int) -> Ints:
    """Return the lower 32 bits of x in as many lanes."""
    return np.full(np.shape(lanes), x & 0xFFFFFFFF, np.uint32).view(np.int32)
