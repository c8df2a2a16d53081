"""Choosing lane by lane: the least, the greatest, one of two."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba.core import types, typing
from numba.core.base import BaseContext

from auralis.engine.simd.lowering import coerce, common, constant, primitive
from auralis.engine.simd.types import Vec

Lanes: TypeAlias = npt.NDArray[np.float32 | np.int32]
Mask: TypeAlias = npt.NDArray[np.bool_]


def _extreme(symbol: str) -> Callable[..., ir.Value]:
    def emit(ctx: BaseContext, b: ir.IRBuilder, sig: typing.Signature, args: Sequence[ir.Value]) -> ir.Value:
        t = sig.return_type
        x, y = (coerce(ctx, b, v, s, t) for v, s in zip(args, sig.args, strict=True))
        first = b.fcmp_ordered(symbol, x, y) if t.kind == "f" else b.icmp_signed(symbol, x, y)
        return b.select(first, x, y)

    return emit


def _same(a: types.Type, b: types.Type) -> types.Type | None:
    return common(a, b)


@primitive(_same, _extreme("<"))
def vmin(a: Lanes, b: Lanes | float) -> Lanes:
    """Return the lesser of each pair; b where they don't compare."""
    return np.where(a < b, a, _like(a, b))


@primitive(_same, _extreme(">"))
def vmax(a: Lanes, b: Lanes | float) -> Lanes:
    """Return the greater of each pair; b where they don't compare."""
    return np.where(a > b, a, _like(a, b))


def _like(a: Lanes, b: Lanes | float) -> Lanes:
    return b if isinstance(b, np.ndarray) else np.asarray(b, a.dtype)


def _select(ctx: BaseContext, b: ir.IRBuilder, sig: typing.Signature, args: Sequence[ir.Value]) -> ir.Value:
    t = sig.return_type
    x, y = (coerce(ctx, b, v, s, t) for v, s in zip(args[1:], sig.args[1:], strict=True))
    return b.select(args[0], x, y)


def _select_type(c: types.Type, x: types.Type, y: types.Type) -> types.Type | None:
    if not isinstance(c, Vec) or c.kind != "b":
        return None
    return common(x, y) or c.of("f")


@primitive(_select_type, _select)
def select(condition: Mask, x: Lanes | float, y: Lanes | float) -> Lanes:
    """Return x where the condition holds, y elsewhere."""
    kind = next((v for v in (x, y) if isinstance(v, np.ndarray)), np.zeros(1, np.float32))
    return np.where(condition, _like(kind, x), _like(kind, y))


def _equal(ctx: BaseContext, b: ir.IRBuilder, sig: typing.Signature, args: Sequence[ir.Value]) -> ir.Value:
    t = sig.return_type.of("i")
    x, y = (coerce(ctx, b, v, s, t) for v, s in zip(args, sig.args, strict=True))
    return b.icmp_signed("==", x, y)


def _equal_type(a: types.Type, b: types.Type) -> types.Type | None:
    t = common(a, b)
    return t.of("b") if t is not None and t.kind == "i" else None


@primitive(_equal_type, _equal)
def equal(a: npt.NDArray[np.int32], b: npt.NDArray[np.int32] | int) -> Mask:
    """Return where two integers are the same."""
    return np.asarray(a == b)


def _any(_ctx: BaseContext, b: ir.IRBuilder, sig: typing.Signature, args: Sequence[ir.Value]) -> ir.Value:
    word = ir.IntType(sig.args[0].lanes)
    return b.icmp_unsigned("!=", b.bitcast(args[0], word), constant(word, 0))


@primitive(lambda x: types.boolean if isinstance(x, Vec) and x.kind == "b" else None, _any)
def anyl(condition: Mask) -> bool:
    """Return whether the condition holds in any lane."""
    return bool(np.any(condition))
