"""A filter with two states, eight frames at a time.

Eight outputs are a sum of eight inputs, weighed by the impulse response, and of what the two states give
by themselves; the states are brought eight frames on at once (C. Burrus, "Block realization of digital
filters", 1972). The frames no longer wait for one another.
"""

from typing import TypeAlias

from auralis.engine.simd import B, F, backwards, follow, select, spread16, vec
from auralis.engine.simd.inline import inline

Matrix: TypeAlias = tuple[F, F, F, F]
Coefficients: TypeAlias = tuple[F, F, F, F, F, F, F, F, F]

BIT0 = (0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0)
BIT1 = (0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0)
BIT2 = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)


@inline
def _times(a: F, b: F, c: F, d: F, e: F, f: F, g: F, h: F) -> Matrix:
    """Return the product of the matrices [[a, b], [c, d]] and [[e, f], [g, h]]."""
    return a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h


@inline
def _chosen(where: B, a: F, b: F, c: F, d: F, e: F, f: F, g: F, h: F) -> Matrix:
    """Return the first matrix where the condition holds, the second elsewhere."""
    return select(where, a, e), select(where, b, f), select(where, c, g), select(where, d, h)


@inline
def block_filter(a: F, b: F, c: F, d: F, p: F, q: F, u: F, v: F, w: F) -> Coefficients:
    """Return the coefficients of eight frames of s' = A s + B x, y = C s + D x.

    A = [[a, b], [c, d]], B = [p, q], C = [u, v], D = w, all stereo pairs. The coefficients are, as octets,
    the impulse response h, the free response to each state (f, g) and the weights with which the inputs
    enter each state (m, n); and, as pairs, A to the power of eight. On the way [[e, f], [g, h]] becomes A to
    the power of each frame's number, bit by bit.
    """
    one, two, four = vec(*BIT0) > 0.5, vec(*BIT1) > 0.5, vec(*BIT2) > 0.5
    e, f = select(one, spread16(a), 1.0), select(one, spread16(b), 0.0)
    g, h = select(one, spread16(c), 0.0), select(one, spread16(d), 1.0)
    a, b, c, d = _times(a, b, c, d, a, b, c, d)
    i, j, k, m = _times(e, f, g, h, spread16(a), spread16(b), spread16(c), spread16(d))
    e, f, g, h = _chosen(two, i, j, k, m, e, f, g, h)
    a, b, c, d = _times(a, b, c, d, a, b, c, d)
    i, j, k, m = _times(e, f, g, h, spread16(a), spread16(b), spread16(c), spread16(d))
    e, f, g, h = _chosen(four, i, j, k, m, e, f, g, h)
    a, b, c, d = _times(a, b, c, d, a, b, c, d)
    i, j, k, m = spread16(p), spread16(q), spread16(u), spread16(v)
    first = e * i + f * j
    second = g * i + h * j
    response = follow(w, k * first + m * second)
    m1, m2 = backwards(first), backwards(second)
    return response, k * e + m * g, k * f + m * h, m1, m2, a, b, c, d
