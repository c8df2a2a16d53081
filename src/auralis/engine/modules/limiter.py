"""A look-ahead limiter with finite memory: the least gain of 64 frames, then the mean of 64 of those.

Both windows grow by four (4, 16, 64 frames), so no frame depends on more than 126 earlier ones.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import past, swap, vabs, vmax, vmin, write
from auralis.engine.simd import F, Ring

MODULE = Module(
    caption="Limiter",
    inputs=("x",),
    parameters=(Parameter("ceiling", 0.9, 0.1, 1, "", "linear", "the greatest level that leaves it"),),
    state=tuple(State(name) for name in ("g1", "g2", "g3", "m1", "m2", "m3")),
    rings={"line": (64, 2), **{f"{kind}{n}": (64, 2) for kind in ("least", "sum") for n in (4, 16)}},
    latency=63,
    memory=126,
)


def tick(
    x: F,
    g1: F,
    g2: F,
    g3: F,
    m1: F,
    m2: F,
    m3: F,
    line: Ring,
    least4: Ring,
    least16: Ring,
    sum4: Ring,
    sum16: Ring,
    pos: int,
    ceiling: F,
) -> tuple[F, F, F, F, F, F, F]:
    """Return the input of 63 frames ago at a gain that suits all 64 frames since."""
    write(line, pos, x)
    g = ceiling / vmax(vmax(vabs(x), vabs(swap(x))), ceiling)
    m = vmin(vmin(g, g1), vmin(g2, g3))
    g3 = g2
    g2 = g1
    g1 = g
    write(least4, pos, m)
    m = vmin(vmin(m, past(least4, pos, 4)), vmin(past(least4, pos, 8), past(least4, pos, 12)))
    write(least16, pos, m)
    m = vmin(vmin(m, past(least16, pos, 16)), vmin(past(least16, pos, 32), past(least16, pos, 48)))
    s = (m + m1) + (m2 + m3)
    m3 = m2
    m2 = m1
    m1 = m
    write(sum4, pos, s)
    s = (s + past(sum4, pos, 4)) + (past(sum4, pos, 8) + past(sum4, pos, 12))
    write(sum16, pos, s)
    s = (s + past(sum16, pos, 16)) + (past(sum16, pos, 32) + past(sum16, pos, 48))
    return past(line, pos, 63) * (s * 0.015625), g1, g2, g3, m1, m2, m3
