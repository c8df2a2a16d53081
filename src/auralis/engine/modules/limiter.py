"""A look-ahead limiter with finite memory: the least gain of 64 frames, then the mean of 64 of those.

Both windows grow by doubling, eight frames side by side, so no frame depends on more than 126 earlier ones.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import ago1, ago2, ago4, read8, swap, vabs, vmax, vmin, write8
from auralis.engine.simd import F, Ring

MODULE = Module(
    caption="Limiter",
    inputs=("x",),
    parameters=(Parameter("ceiling", 0.9, 0.1, 1, "", "linear", "the greatest level that leaves it"),),
    state=tuple(State(f"{kind}{n}", lanes=16) for kind in ("least", "sum") for n in (1, 2, 4, 8)),
    rings={"line": (128, 2), **{f"{kind}{n}": (64, 2) for kind in ("least", "sum") for n in (16, 32)}},
    latency=63,
    memory=126,
)


def octet(
    x: F,
    least1: F,
    least2: F,
    least4: F,
    least8: F,
    sum1: F,
    sum2: F,
    sum4: F,
    sum8: F,
    line: Ring,
    least16: Ring,
    least32: Ring,
    sum16: Ring,
    sum32: Ring,
    pos: int,
    ceiling: F,
) -> tuple[F, F, F, F, F, F, F, F, F]:
    """Return the input of 63 frames ago at a gain that suits all 64 frames since."""
    write8(line, pos, x)
    a = ceiling / vmax(vmax(vabs(x), vabs(swap(x))), ceiling)
    b = vmin(a, ago1(least1, a))
    c = vmin(b, ago2(least2, b))
    d = vmin(c, ago4(least4, c))
    e = vmin(d, least8)
    least1 = a
    least2 = b
    least4 = c
    least8 = d
    write8(least16, pos, e)
    e = vmin(e, read8(least16, pos - 16))
    write8(least32, pos, e)
    a = vmin(e, read8(least32, pos - 32))
    b = a + ago1(sum1, a)
    c = b + ago2(sum2, b)
    d = c + ago4(sum4, c)
    e = d + sum8
    sum1 = a
    sum2 = b
    sum4 = c
    sum8 = d
    write8(sum16, pos, e)
    e = e + read8(sum16, pos - 16)
    write8(sum32, pos, e)
    e = e + read8(sum32, pos - 32)
    return read8(line, pos - 63) * (e * 0.015625), least1, least2, least4, least8, sum1, sum2, sum4, sum8
