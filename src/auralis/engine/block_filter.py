"""A filter with two states, eight frames at a time.

Eight outputs are a sum of eight inputs, weighed by the impulse response, and of what the two states give
by themselves; the states are brought eight frames on at once (C. Burrus, "Block realization of digital
filters", 1972). The frames no longer wait for one another.
"""

from typing import TypeAlias

from auralis.engine.simd import F, backwards, follow, select, spread16, vec
from auralis.engine.simd.inline import inline

Coefficients: TypeAlias = tuple[F, F, F, F, F, F, F, F, F]

BIT0 = (0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0)
BIT1 = (0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0)
BIT2 = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)


@inline
def block_filter(a: F, b: F, c: F, d: F, p: F, q: F, u: F, v: F, w: F) -> Coefficients:
    """Return the coefficients of eight frames of s' = A s + B x, y = C s + D x.

    A = [[a, b], [c, d]], B = [p, q], C = [u, v], D = w, all stereo pairs. The coefficients are, as octets,
    the impulse response h, the free response to each state (f, g) and the weights with which the inputs
    enter each state (m, n); and, as pairs, A to the power of eight.
    """
    one = vec(*BIT0) > 0.5
    two = vec(*BIT1) > 0.5
    four = vec(*BIT2) > 0.5
    e = select(one, spread16(a), 1.0)
    f = select(one, spread16(b), 0.0)
    g = select(one, spread16(c), 0.0)
    h = select(one, spread16(d), 1.0)
    a, b, c, d = a * a + b * c, a * b + b * d, c * a + d * c, c * b + d * d
    i, j, k, m = spread16(a), spread16(b), spread16(c), spread16(d)
    e, f, g, h = (
        select(two, e * i + f * k, e),
        select(two, e * j + f * m, f),
        select(two, g * i + h * k, g),
        select(two, g * j + h * m, h),
    )
    a, b, c, d = a * a + b * c, a * b + b * d, c * a + d * c, c * b + d * d
    i, j, k, m = spread16(a), spread16(b), spread16(c), spread16(d)
    e, f, g, h = (
        select(four, e * i + f * k, e),
        select(four, e * j + f * m, f),
        select(four, g * i + h * k, g),
        select(four, g * j + h * m, h),
    )
    a, b, c, d = a * a + b * c, a * b + b * d, c * a + d * c, c * b + d * d
    i, j, k, m = spread16(p), spread16(q), spread16(u), spread16(v)
    first = e * i + f * j
    second = g * i + h * j
    response = follow(w, k * first + m * second)
    return (
        response,
        k * e + m * g,
        k * f + m * h,
        backwards(first),
        backwards(second),
        a,
        b,
        c,
        d,
    )
