"""A look-ahead limiter with finite memory: the least gain of 64 frames, then the mean of 64 of those.

Both windows grow by four (4, 16, 64 frames), so no frame depends on more than 126 earlier ones.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module
from auralis.engine.primitives import past, swap, vabs, vmax, vmin, write
from auralis.engine.simd import F, Ring

MODULE = Module(
    caption="Limiter",
    inputs=("x",),
    parameters=(Parameter("ceiling", 0.9, 0.1, 1, "", "linear", "the greatest level that leaves it"),),
    rings={
        "line": (64, 2),
        **{f"least{n}": (64, 2) for n in (1, 4, 16)},
        **{f"sum{n}": (64, 2) for n in (1, 4, 16)},
    },
    latency=63,
    memory=126,
)


def tick(
    x: F,
    line: Ring,
    least1: Ring,
    least4: Ring,
    least16: Ring,
    sum1: Ring,
    sum4: Ring,
    sum16: Ring,
    pos: int,
    ceiling: F,
) -> F:
    """Return the input of 63 frames ago at a gain that suits all 64 frames since."""
    write(line, pos, x)
    g = ceiling / vmax(vmax(vabs(x), vabs(swap(x))), ceiling)
    write(least1, pos, g)
    g = vmin(vmin(g, past(least1, pos, 1)), vmin(past(least1, pos, 2), past(least1, pos, 3)))
    write(least4, pos, g)
    g = vmin(vmin(g, past(least4, pos, 4)), vmin(past(least4, pos, 8), past(least4, pos, 12)))
    write(least16, pos, g)
    g = vmin(vmin(g, past(least16, pos, 16)), vmin(past(least16, pos, 32), past(least16, pos, 48)))
    write(sum1, pos, g)
    g = (g + past(sum1, pos, 1)) + (past(sum1, pos, 2) + past(sum1, pos, 3))
    write(sum4, pos, g)
    g = (g + past(sum4, pos, 4)) + (past(sum4, pos, 8) + past(sum4, pos, 12))
    write(sum16, pos, g)
    g = (g + past(sum16, pos, 16)) + (past(sum16, pos, 32) + past(sum16, pos, 48))
    return past(line, pos, 63) * (g * 0.015625)
