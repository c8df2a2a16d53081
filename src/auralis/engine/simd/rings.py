"""Delay lines and tables: memory of a power of two floats, addressed by absolute position or by index."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba.core import types, typing
from numba.core.base import BaseContext

from auralis.engine.simd.conversion import magnitude
from auralis.engine.simd.lowering import primitive, splat
from auralis.engine.simd.types import FLOAT, INT, LONG, Mem, Vec

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int32]
Sig: TypeAlias = typing.Signature
Args: TypeAlias = Sequence[ir.Value]

TINY = float(np.float32(1e-15))


def _frame(b: ir.IRBuilder, ring: Mem, base: ir.Value, position: ir.Value, t: Vec) -> ir.Value:
    index = b.mul(b.and_(position, LONG(ring.frames - 1)), LONG(ring.lanes))
    return b.bitcast(b.gep(base, [index]), t.llvm().as_pointer())


def _read(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    return b.load(_frame(b, sig.args[0], args[0], args[1], sig.return_type), align=4)


@primitive(lambda ring, _position: Vec("f", ring.lanes) if isinstance(ring, Mem) else None, _read)
def read(ring: Floats, position: int) -> Floats:
    """Return all lanes of one frame."""
    return ring[position & (len(ring) - 1)].copy()


def _tap(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    ring, t = sig.args[0], sig.args[2]
    frame = b.sub(splat(b, b.trunc(args[1], INT), t), args[2])
    frame = b.and_(frame, splat(b, INT(ring.frames - 1), t))
    out = ir.Constant(sig.return_type.llvm(), ir.Undefined)
    for i in range(t.lanes):
        index = b.mul(b.zext(b.extract_element(frame, INT(i)), LONG), LONG(ring.lanes))
        x = b.load(b.gep(args[0], [b.add(index, LONG(i))]), align=4)
        out = b.insert_element(out, x, INT(i))
    return out


def _tap_type(ring: types.Type, _position: types.Type, delay: types.Type) -> Vec | None:
    matches = isinstance(ring, Mem) and delay == Vec("i", ring.lanes)
    return Vec("f", ring.lanes) if matches else None


@primitive(_tap_type, _tap)
def tap(ring: Floats, position: int, delay: Ints) -> Floats:
    """Return each lane as it was its own `delay` frames before the position."""
    frame = (position - delay.astype(np.int64)) & (len(ring) - 1)
    return ring[frame, np.arange(ring.shape[1])]


def _behind(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    delay = b.sext(b.extract_element(args[2], INT(0)), LONG)
    return b.load(_frame(b, sig.args[0], args[0], b.sub(args[1], delay), sig.return_type), align=4)


@primitive(_tap_type, _behind)
def behind(ring: Floats, position: int, delay: Ints) -> Floats:
    """Return all lanes as they were before the position by the first lane's delay, which all share."""
    return ring[(position - int(delay[0])) & (len(ring) - 1)].copy()


def _look(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    memory, t = sig.args
    place = b.and_(args[1], splat(b, INT(memory.frames * memory.lanes - 1), t))
    out = ir.Constant(sig.return_type.llvm(), ir.Undefined)
    for i in range(t.lanes):
        index = b.zext(b.extract_element(place, INT(i)), LONG)
        out = b.insert_element(out, b.load(b.gep(args[0], [index]), align=4), INT(i))
    return out


def _look_type(memory: types.Type, index: types.Type) -> Vec | None:
    fits = isinstance(memory, Mem) and isinstance(index, Vec) and index.kind == "i"
    return index.of("f") if fits else None


@primitive(_look_type, _look)
def look(memory: Floats, index: Ints) -> Floats:
    """Return, in each lane, the float at the lane's own index of a table, or of a ring as a flat array."""
    flat = memory.reshape(-1)
    return flat[index & np.int32(flat.size - 1)]


def _write(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    t = sig.args[2]
    tiny = b.fcmp_ordered("<", magnitude(b, t, args[2]), splat(b, FLOAT(TINY), t))
    value = b.select(tiny, ir.Constant(t.llvm(), None), args[2])
    b.store(value, _frame(b, sig.args[0], args[0], args[1], t), align=4)
    return ctx.get_dummy_value()


def _write_type(ring: types.Type, _position: types.Type, x: types.Type) -> types.Type | None:
    return types.none if isinstance(ring, Mem) and x == Vec("f", ring.lanes) else None


@primitive(_write_type, _write)
def write(ring: Floats, position: int, x: Floats) -> None:
    """Write all lanes of one frame; what is below -300 dB becomes 0: no denormal enters a ring."""
    ring[position & (len(ring) - 1)] = np.where(np.abs(x) < np.float32(1e-15), np.float32(0), x)
