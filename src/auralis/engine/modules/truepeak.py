"""A true-peak limiter with finite memory: what lies between the frames stays under the ceiling too.

Every frame the peak is estimated at four points, as ITU-R BS.1770-4, Annex 2 does: half-way points by a
symmetric filter of 20 frames, quarter points from frames and half-way points by one of six. Both are
sinc(d) I0(4 √(1 - (d / D)²)), d the distance in points of their grid and D half the length (Kaiser, 1974),
scaled to the sum 1. Between two points a band-limited peak rises by about an eighth of the second
difference (a parabola through three points), which is added. The greatest reduction of 76 frames, then the
mean of 64 of those: both windows grow by eight, so no frame depends on more than 159 earlier ones.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import exp2, past, swap, vabs, vmax, write
from auralis.engine.simd import F, Ring

MODULE = Module(
    caption="True-peak limiter",
    inputs=("x",),
    parameters=(Parameter("ceiling", -1.0, -24.0, 0.0, "dBTP", caption="The greatest peak that leaves it"),),
    state=(State("level", lanes=2),),
    rings={
        "line": (128, 2),
        "half": (4, 2),
        "top1": (8, 2),
        "top8": (128, 2),
        "sum1": (8, 2),
        "sum8": (64, 2),
    },
    glide=("ceiling",),
    latency=80,
    memory=159,
)

OCTAVES_A_DECIBEL = 0.1660964
A = 0.63557216
B = -0.20462792
C = 0.1144392
D = -0.0733877
E = 0.04920364
G = -0.03315428
H = 0.02189974
J = -0.01386368
K = 0.00816879
L = -0.00424995
NEAR = 0.60412741
NEXT = -0.13386347
FAR = 0.02973605


def control(ceiling: F) -> F:
    """Turn decibels into a level."""
    level = exp2(ceiling * OCTAVES_A_DECIBEL)
    return level


def tick(
    x: F, line: Ring, half: Ring, top1: Ring, top8: Ring, sum1: Ring, sum8: Ring, pos: int, level: F
) -> F:
    """Return the input of 80 frames ago, lower by what suits all 76 frames around it."""
    write(line, pos, x)
    z = A * (past(line, pos, 9) + past(line, pos, 10)) + B * (past(line, pos, 8) + past(line, pos, 11))
    z = z + C * (past(line, pos, 7) + past(line, pos, 12)) + D * (past(line, pos, 6) + past(line, pos, 13))
    z = z + E * (past(line, pos, 5) + past(line, pos, 14)) + G * (past(line, pos, 4) + past(line, pos, 15))
    z = z + H * (past(line, pos, 3) + past(line, pos, 16)) + J * (past(line, pos, 2) + past(line, pos, 17))
    z = z + K * (past(line, pos, 1) + past(line, pos, 18)) + L * (x + past(line, pos, 19))
    write(half, pos, z)
    a = past(line, pos, 11)
    c = past(half, pos, 1)
    e = past(line, pos, 10)
    b = NEAR * (a + c) + NEXT * (past(half, pos, 2) + e) + FAR * (past(line, pos, 12) + z)
    d = NEAR * (c + e) + NEXT * (a + z) + FAR * (past(half, pos, 2) + past(line, pos, 9))
    bend = vmax(vmax(vabs(2.0 * b - a - c), vabs(2.0 * c - b - d)), vabs(2.0 * d - c - e))
    top = vmax(vmax(vabs(a), vabs(b)), vmax(vabs(c), vabs(d))) + 0.125 * bend
    r = 1.0 - level / vmax(vmax(top, swap(top)), level)
    write(top1, pos, r)
    s = vmax(vmax(past(top1, pos, 4), past(top1, pos, 5)), vmax(past(top1, pos, 6), past(top1, pos, 7)))
    r = vmax(vmax(vmax(r, past(top1, pos, 1)), vmax(past(top1, pos, 2), past(top1, pos, 3))), s)
    write(top8, pos, r)
    s = vmax(vmax(past(top8, pos, 32), past(top8, pos, 40)), vmax(past(top8, pos, 48), past(top8, pos, 56)))
    r = vmax(vmax(vmax(r, past(top8, pos, 8)), vmax(past(top8, pos, 16), past(top8, pos, 24))), s)
    r = vmax(r, vmax(past(top8, pos, 64), past(top8, pos, 68)))
    write(sum1, pos, r)
    s = (past(sum1, pos, 4) + past(sum1, pos, 5)) + (past(sum1, pos, 6) + past(sum1, pos, 7))
    r = ((r + past(sum1, pos, 1)) + (past(sum1, pos, 2) + past(sum1, pos, 3))) + s
    write(sum8, pos, r)
    s = (past(sum8, pos, 32) + past(sum8, pos, 40)) + (past(sum8, pos, 48) + past(sum8, pos, 56))
    r = ((r + past(sum8, pos, 8)) + (past(sum8, pos, 16) + past(sum8, pos, 24))) + s
    return past(line, pos, 80) * (1.0 - r * 0.015625)
