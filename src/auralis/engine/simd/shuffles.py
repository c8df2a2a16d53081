"""Lanes that change places, and sums over lanes in a fixed order: halving trees."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba.core import types, typing
from numba.core.base import BaseContext

from auralis.engine.simd.lowering import primitive, shuffle
from auralis.engine.simd.types import Vec

Floats: TypeAlias = npt.NDArray[np.float32]
Sig: TypeAlias = typing.Signature
Args: TypeAlias = Sequence[ir.Value]


def _stereo(x: types.Type, lanes: int) -> Vec | None:
    return Vec(x.kind, lanes) if isinstance(x, Vec) and x.lanes == 2 else None


def _swap(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    return shuffle(b, args[0], args[0], [k ^ 1 for k in range(sig.return_type.lanes)])


@primitive(lambda x: x if isinstance(x, Vec) and x.lanes % 2 == 0 else None, _swap)
def swap(x: Floats) -> Floats:
    """Return (right, left) of every stereo pair."""
    return x.reshape(-1, 2)[:, ::-1].reshape(-1)


def _spread(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    return shuffle(b, args[0], args[0], (0, 1) * (sig.return_type.lanes // 2))


@primitive(lambda x: _stereo(x, 4), _spread)
def spread4(x: Floats) -> Floats:
    """Return a stereo pair twice."""
    return np.tile(x, 2)


@primitive(lambda x: _stereo(x, 8), _spread)
def spread8(x: Floats) -> Floats:
    """Return a stereo pair four times."""
    return np.tile(x, 4)


@primitive(lambda x: _stereo(x, 16), _spread)
def spread16(x: Floats) -> Floats:
    """Return a stereo pair eight times."""
    return np.tile(x, 8)


def _follow(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    lanes = sig.return_type.lanes
    wide = shuffle(b, args[0], args[0], (0, 1) * (lanes // 2))
    return shuffle(b, wide, args[1], (0, 1, *range(lanes, 2 * lanes - 2)))


def _follow_type(x: types.Type, y: types.Type) -> Vec | None:
    return y if _stereo(x, 2) and isinstance(y, Vec) and y.kind == "f" and y.lanes > 2 else None


@primitive(_follow_type, _follow)
def follow(x: Floats, y: Floats) -> Floats:
    """Return a stereo pair and, after it, the pairs of y but the last: one step along a chain."""
    return np.concatenate([x, y[:-2]])


def _last(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    lanes = sig.args[0].lanes
    return shuffle(b, args[0], args[0], (lanes - 2, lanes - 1))


@primitive(lambda x: Vec("f", 2) if isinstance(x, Vec) and x.kind == "f" else None, _last)
def last(x: Floats) -> Floats:
    """Return the last two lanes."""
    return x[-2:].copy()


def _pair(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    x, lanes = args[0], sig.args[0].lanes
    while lanes > 2:
        lanes //= 2
        x = b.fadd(shuffle(b, x, x, range(lanes)), shuffle(b, x, x, range(lanes, 2 * lanes)))
    return x


@primitive(lambda x: Vec("f", 2) if isinstance(x, Vec) and x.kind == "f" else None, _pair)
def pair(x: Floats) -> Floats:
    """Return the sums of the even and of the odd lanes: a stereo pair."""
    while len(x) > 2:
        x = x[: len(x) // 2] + x[len(x) // 2 :]
    return x


def _hadamard(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    x, lanes, step = args[0], sig.return_type.lanes, 1
    while step < lanes:
        low = shuffle(b, x, x, [i & ~step for i in range(lanes)])
        high = shuffle(b, x, x, [i | step for i in range(lanes)])
        both = [i + lanes if i & step else i for i in range(lanes)]
        x = shuffle(b, b.fadd(low, high), b.fsub(low, high), both)
        step *= 2
    return x


@primitive(lambda x: x if isinstance(x, Vec) and x.kind == "f" else None, _hadamard)
def hadamard(x: Floats) -> Floats:
    """Return the Walsh-Hadamard transform of 2, 4, 8 or 16 lanes; it grows the norm by √lanes."""
    lane, step = np.arange(len(x)), 1
    while step < len(x):
        x = np.where(lane & step, x[lane ^ step] - x, x + x[lane ^ step])
        step *= 2
    return x


def _total(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    x, step = args[0], sig.return_type.lanes // 2
    while step:
        x = b.fadd(x, shuffle(b, x, x, [i ^ step for i in range(sig.return_type.lanes)]))
        step //= 2
    return x


@primitive(lambda x: x if isinstance(x, Vec) and x.kind == "f" else None, _total)
def total(x: Floats) -> Floats:
    """Return the sum of all lanes in every lane."""
    lane, step = np.arange(len(x)), len(x) // 2
    while step:
        x = x + x[lane ^ step]
        step //= 2
    return x


def _mix(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    lanes = sig.args[0].lanes
    left, right = (_folded(b, x, lanes) for x in args)
    half = lanes // 2
    x = shuffle(b, left, right, range(lanes))
    while half > 1:
        quarter = half // 2
        low = [i + s for s in (0, half) for i in range(quarter)]
        x = b.fadd(shuffle(b, x, x, low), shuffle(b, x, x, [i + quarter for i in low]))
        half = quarter
    return x


def _folded(b: ir.IRBuilder, x: ir.Value, lanes: int) -> ir.Value:
    return b.fadd(shuffle(b, x, x, range(lanes // 2)), shuffle(b, x, x, range(lanes // 2, lanes)))


@primitive(lambda left, right: Vec("f", 2) if left == right else None, _mix)
def mix2(left: Floats, right: Floats) -> Floats:
    """Return the sum over the lanes of each side: a stereo pair."""
    while len(left) > 1:
        half = len(left) // 2
        left, right = left[:half] + left[half:], right[:half] + right[half:]
    return np.concatenate([left, right])
