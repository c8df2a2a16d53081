"""Octets: eight frames of a stereo pair side by side, in sixteen lanes L0 R0 L1 R1 … L7 R7."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba.core import types, typing
from numba.core.base import BaseContext

from auralis.engine.simd.conversion import magnitude
from auralis.engine.simd.lowering import constant, primitive, shuffle, splat
from auralis.engine.simd.rings import TINY
from auralis.engine.simd.types import FLOAT, INT, LONG, Mem, Vec

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int32]
Sig: TypeAlias = typing.Signature
Args: TypeAlias = Sequence[ir.Value]

FRAMES = 8
LANES = 16
OCTET = Vec("f", LANES)


def _alone(x: types.Type) -> Vec | None:
    return OCTET if x == OCTET else None


def _both(x: types.Type, y: types.Type) -> Vec | None:
    return OCTET if x == OCTET and y == OCTET else None


def _convolve(_ctx: BaseContext, b: ir.IRBuilder, _sig: Sig, args: Args) -> ir.Value:
    x, h = args
    nothing = constant(OCTET.llvm(), None)
    terms = []
    for frame in range(FRAMES):
        one = shuffle(b, x, x, (2 * frame, 2 * frame + 1) * FRAMES)
        later = shuffle(b, nothing, h, (*range(2 * frame), *range(LANES, 2 * LANES - 2 * frame)))
        terms.append(b.fmul(one, later))
    while len(terms) > 1:
        terms = [b.fadd(u, v) for u, v in zip(terms[::2], terms[1::2], strict=True)]
    return terms[0]


@primitive(_both, _convolve)
def convolve(x: Floats, h: Floats) -> Floats:
    """Return what eight frames give through an impulse response of eight frames, each channel its own."""
    frames = x.reshape(FRAMES, 2)
    terms = [
        np.tile(frames[k], FRAMES) * np.concatenate([np.zeros(2 * k, np.float32), h[: LANES - 2 * k]])
        for k in range(FRAMES)
    ]
    while len(terms) > 1:
        terms = [u + v for u, v in zip(terms[::2], terms[1::2], strict=True)]
    return terms[0]


def _backwards(_ctx: BaseContext, b: ir.IRBuilder, _sig: Sig, args: Args) -> ir.Value:
    return shuffle(b, args[0], args[0], [lane for k in range(LANES - 2, -1, -2) for lane in (k, k + 1)])


@primitive(_alone, _backwards)
def backwards(x: Floats) -> Floats:
    """Return the frames in the opposite order."""
    return x.reshape(FRAMES, 2)[::-1].reshape(-1).copy()


def _ago(frames: int) -> Callable[..., ir.Value]:
    def emit(_ctx: BaseContext, b: ir.IRBuilder, _sig: Sig, args: Args) -> ir.Value:
        return shuffle(b, args[0], args[1], range(LANES - 2 * frames, 2 * LANES - 2 * frames))

    return emit


@primitive(_both, _ago(1))
def ago1(before: Floats, x: Floats) -> Floats:
    """Return what was there a frame ago; `before` is the octet before x."""
    return np.concatenate([before[-2:], x[:-2]])


@primitive(_both, _ago(2))
def ago2(before: Floats, x: Floats) -> Floats:
    """Return what was there two frames ago."""
    return np.concatenate([before[-4:], x[:-4]])


@primitive(_both, _ago(4))
def ago4(before: Floats, x: Floats) -> Floats:
    """Return what was there four frames ago."""
    return np.concatenate([before[-8:], x[:-8]])


def _upto(_ctx: BaseContext, b: ir.IRBuilder, _sig: Sig, args: Args) -> ir.Value:
    whole = OCTET.of("i")
    lane = constant(whole.llvm(), [k // 2 for k in range(LANES)])
    given = b.icmp_signed("<", lane, splat(b, b.trunc(args[1], INT), whole))
    return b.select(given, args[0], constant(OCTET.llvm(), None))


@primitive(lambda x, frames: _alone(x) if isinstance(frames, types.Integer) else None, _upto)
def upto(x: Floats, frames: int) -> Floats:
    """Return the first frames; those after them, which are not known yet, are 0."""
    return np.where(np.arange(LANES) // 2 < frames, x, np.float32(0))


def _start(b: ir.IRBuilder, ring: Mem, position: ir.Value) -> ir.Value:
    return b.and_(position, LONG(ring.frames - 1))


def _at(b: ir.IRBuilder, base: ir.Value, frame: ir.Value, lanes: int) -> ir.Value:
    kind = ir.VectorType(FLOAT, lanes).as_pointer()
    return b.bitcast(b.gep(base, [b.mul(frame, LONG(2))]), kind)


def _read(b: ir.IRBuilder, ring: Mem, base: ir.Value, position: ir.Value) -> ir.Value:
    """Emit the load of eight frames: as a whole, or frame by frame where they go over the ring's end."""
    start = _start(b, ring, position)
    fits = b.icmp_signed("<=", start, LONG(ring.frames - FRAMES))
    with b.if_else(fits, likely=True) as (whole, parted):
        with whole:
            straight = b.load(_at(b, base, start, LANES), align=4)
            first = b.block
        with parted:
            parts = [
                b.load(_at(b, base, _start(b, ring, b.add(start, LONG(k))), 2), align=4)
                for k in range(FRAMES)
            ]
            while len(parts) > 1:
                width = 2 * parts[0].type.count
                parts = [shuffle(b, u, v, range(width)) for u, v in zip(parts[::2], parts[1::2], strict=True)]
            second = b.block
    found = b.phi(OCTET.llvm())
    found.add_incoming(straight, first)
    found.add_incoming(parts[0], second)
    return found


def _stereo(ring: types.Type, *_rest: types.Type) -> Vec | None:
    return OCTET if isinstance(ring, Mem) and ring.lanes == 2 and ring.frames >= LANES else None


def _frames(ring: Floats, position: int) -> npt.NDArray[np.int64]:
    return (position + np.arange(FRAMES)) & (len(ring) - 1)


@primitive(
    lambda ring, _position: _stereo(ring), lambda _ctx, b, sig, args: _read(b, sig.args[0], args[0], args[1])
)
def read8(ring: Floats, position: int) -> Floats:
    """Return the eight frames of a ring that begin at a position."""
    return ring[_frames(ring, position)].reshape(-1)


def _behind(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    delay = b.sext(b.extract_element(args[2], INT(0)), LONG)
    return _read(b, sig.args[0], args[0], b.sub(args[1], delay))


@primitive(
    lambda ring, _position, delay: _stereo(ring) if isinstance(delay, Vec) and delay.kind == "i" else None,
    _behind,
)
def behind8(ring: Floats, position: int, delay: Ints) -> Floats:
    """Return eight frames as they were before the position by the first lane's delay."""
    return ring[_frames(ring, position - int(delay[0]))].reshape(-1)


def _tap(_ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    """Emit two loads of eight frames where the delays of each side are all the same, else one a lane."""
    word = ir.IntType(LANES)
    first = shuffle(b, args[2], args[2], (0, 1) * FRAMES)
    same = b.bitcast(b.icmp_signed("==", args[2], first), word)
    with b.if_else(b.icmp_unsigned("==", same, constant(word, (1 << LANES) - 1)), likely=True) as (
        together,
        apart,
    ):
        with together:
            delays = (b.sext(b.extract_element(args[2], INT(k)), LONG) for k in (0, 1))
            left, right = (_read(b, sig.args[0], args[0], b.sub(args[1], d)) for d in delays)
            blocks = shuffle(b, left, right, [k + LANES * (k % 2) for k in range(LANES)])
            after_blocks = b.block
        with apart:
            lanes = _gathered(b, sig, args)
            after_lanes = b.block
    found = b.phi(OCTET.llvm())
    found.add_incoming(blocks, after_blocks)
    found.add_incoming(lanes, after_lanes)
    return found


def _gathered(b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    ring, t = sig.args[0], OCTET.of("i")
    own = b.add(splat(b, b.trunc(args[1], INT), t), constant(t.llvm(), [k // 2 for k in range(LANES)]))
    frame = b.and_(b.sub(own, args[2]), splat(b, INT(ring.frames - 1), t))
    out = ir.Constant(OCTET.llvm(), ir.Undefined)
    for i in range(LANES):
        index = b.mul(b.zext(b.extract_element(frame, INT(i)), LONG), LONG(2))
        x = b.load(b.gep(args[0], [b.add(index, LONG(i % 2))]), align=4)
        out = b.insert_element(out, x, INT(i))
    return out


@primitive(
    lambda ring, _position, delay: _stereo(ring) if delay == OCTET.of("i") else None,
    _tap,
)
def tap8(ring: Floats, position: int, delay: Ints) -> Floats:
    """Return each lane as it was its own delay before its own frame; the first frame is at the position."""
    frame = (np.repeat(position + np.arange(FRAMES), 2) - delay.astype(np.int64)) & (len(ring) - 1)
    return ring[frame, np.arange(LANES) % 2]


def _write(ctx: BaseContext, b: ir.IRBuilder, sig: Sig, args: Args) -> ir.Value:
    tiny = b.fcmp_ordered("<", magnitude(b, OCTET, args[2]), splat(b, FLOAT(TINY), OCTET))
    value = b.select(tiny, constant(OCTET.llvm(), None), args[2])
    b.store(value, _at(b, args[0], _start(b, sig.args[0], args[1]), LANES), align=4)
    return ctx.get_dummy_value()


@primitive(lambda ring, _position, x: types.none if _stereo(ring) and x == OCTET else None, _write)
def write8(ring: Floats, position: int, x: Floats) -> None:
    """Write eight frames from a position on that is a multiple of eight; no denormal enters a ring."""
    kept = np.where(np.abs(x) < np.float32(TINY), np.float32(0), x)
    ring[_frames(ring, position)] = kept.reshape(FRAMES, 2)
