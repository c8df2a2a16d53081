"""The words of the kernel language: everything a kernel may call.

Strict mathematics on lanes, built from + - * / sqrt, comparison and `select` alone, so the bits
are the same on every machine, compiled or run as plain NumPy. Sources of the approximations:
minimax polynomials for exp2 and the sine, Padé forms for tan and tanh, "lowbias32" (C. Wellons,
"Prospecting for hash functions", 2018) for the hash.
"""

from typing import Final

from auralis.engine.block_filter import block_filter
from auralis.engine.simd import (
    B,
    F,
    I,
    Ring,
    ago1,
    ago2,
    ago4,
    anyl,
    backwards,
    behind,
    behind8,
    bits,
    convolve,
    equal,
    follow,
    hadamard,
    ilike,
    last,
    like,
    look,
    mix2,
    mulhi,
    pair,
    read,
    read8,
    select,
    shr,
    spread4,
    spread8,
    spread16,
    sqrt,
    swap,
    tap,
    tap8,
    tof,
    toi,
    total,
    unbits,
    upto,
    vabs,
    vec,
    vmax,
    vmin,
    write,
    write8,
)
from auralis.engine.simd.inline import inline

__all__ = [
    "CR",
    "SR",
    "ago1",
    "ago2",
    "ago4",
    "anyl",
    "approach",
    "backwards",
    "behind",
    "behind8",
    "below",
    "bipolar",
    "bits",
    "block_filter",
    "clamp",
    "convolve",
    "cos_turn",
    "equal",
    "exp2",
    "floor_i",
    "follow",
    "hadamard",
    "hash_u",
    "ilike",
    "interpolate",
    "interpolate8",
    "last",
    "like",
    "look",
    "mix2",
    "mulhi",
    "noise_key",
    "pair",
    "past",
    "ramp8",
    "read",
    "read8",
    "select",
    "shr",
    "sin_turn",
    "snap",
    "spread4",
    "spread8",
    "spread16",
    "sqrt",
    "swap",
    "tan_pi",
    "tanh",
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
    "white",
    "write",
    "write8",
]

CR: Final = 32
"""Frames in a control tick."""
SR: Final = float("nan")
"""Frames in a second: a constant that the generator writes for the rate a patch is compiled for."""


@inline
def clamp(x: F, low: F | float, high: F | float) -> F:
    """Return x, not below low and not above high; never NaN if low and high are numbers."""
    return vmin(vmax(x, low), high)


@inline
def snap(x: F) -> F:
    """Return x, with what is below -300 dB as zero: no denormal enters a feedback path."""
    return select(vabs(x) < 1e-15, 0.0, x)


@inline
def floor_i(x: F) -> I:
    """Return the greatest integer not above x, for |x| < 2³¹."""
    i = toi(x)
    return i - select(tof(i) > x, ilike(i, 1), ilike(i, 0))


@inline
def exp2(x: F) -> F:
    """Return 2 to the power of x for |x| < 126; relative error 2e-7."""
    i = floor_i(x)
    f = x - tof(i)
    p = 1.8775767e-3 * f + 8.9893397e-3
    p = (((p * f + 5.5826318e-2) * f + 2.4015361e-1) * f + 6.9315308e-1) * f + 9.9999994e-1
    return p * unbits((i + 127) << 23)


@inline
def sin_turn(p: F) -> F:
    """Return sin(2π p) for |p| < 2³⁰; absolute error 2e-6 for p in [-1, 1]."""
    t = p - tof(floor_i(p + 0.5))
    t = select(vabs(t) > 0.25, select(t > 0.0, 0.5 - t, -0.5 - t), t)
    q = t * t
    return t * (
        6.2831853 + q * (-41.341702 + q * (81.605249 + q * (-76.705860 + q * 42.058694 - q * q * 15.094643)))
    )


@inline
def cos_turn(p: F) -> F:
    """Return cos(2π p); as `sin_turn`."""
    return sin_turn(p + 0.25)


@inline
def tan_pi(x: F) -> F:
    """Return tan(π x) for x in [0, 0.33]; relative error 3e-5."""
    y = x * 3.1415927
    q = y * y
    return y * (105.0 - 10.0 * q) / (105.0 + q * (q - 45.0))


@inline
def tanh(x: F) -> F:
    """Return the hyperbolic tangent, within ±1; absolute error 1e-4."""
    y = clamp(x, -4.97, 4.97)
    q = y * y
    return (
        y
        * (135135.0 + q * (17325.0 + q * (378.0 + q)))
        / (135135.0 + q * (62370.0 + q * (3150.0 + q * 28.0)))
    )


@inline
def below(a: I, b: I) -> B:
    """Return where a is less than b, both read as unsigned."""
    return (a ^ -2147483648) < (b ^ -2147483648)


@inline
def hash_u(i: I) -> I:
    """Return 32 well mixed bits a lane."""
    h = (i ^ shr(i, 16)) * 0x21F0AAAD
    h = (h ^ shr(h, 15)) * 0x735A2D97
    return h ^ shr(h, 15)


@inline
def bipolar(i: I) -> F:
    """Return an int32 phase or hash as a number in [-1, 1]."""
    return tof(i) * 4.6566129e-10


@inline
def noise_key(lane: I, seed: int, position: int) -> I:
    """Return what `white` needs to know besides the lower half of the 64-bit position: for a `control`."""
    return hash_u(hash_u(lane + seed) + ilike(lane, position >> 32))


@inline
def white(key: I, position: int) -> F:
    """Return white noise in [-1, 1]: a function of key and position alone."""
    return bipolar(hash_u(key + ilike(key, position)))


@inline
def past(ring: Ring, position: int, frames: int) -> F:
    """Return all lanes as they were written `frames` frames ago."""
    return read(ring, position - frames)


@inline
def interpolate(ring: Ring, position: int, delay: F) -> F:
    """Return what was written `delay` frames ago, a fraction between two frames by a straight line."""
    i = toi(delay)
    a = tap(ring, position, i)
    return a + (delay - tof(i)) * (tap(ring, position, i + 1) - a)


@inline
def interpolate8(ring: Ring, position: int, delay: F) -> F:
    """Return what was written `delay` frames before each of eight frames, by a straight line between two."""
    i = toi(delay)
    a = tap8(ring, position, i)
    return a + (delay - tof(i)) * (tap8(ring, position, i + 1) - a)


@inline
def ramp8(now: F, step: F) -> F:
    """Return the next eight frames of a pair on its way, `step` a frame."""
    count = vec(1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0, 5.0, 5.0, 6.0, 6.0, 7.0, 7.0, 8.0, 8.0)
    return spread16(now) + spread16(step) * count


@inline
def approach(x: F, target: F, share: float) -> F:
    """Return x moved by a share of its way to the target, or the target once that is near."""
    rest = target - x
    return select(vabs(rest) <= 4e-6 * vabs(target) + 1e-9, target, x + rest * share)
