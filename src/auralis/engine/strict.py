"""Strict mathematics on Python floats: the same bits on every machine, for laws worked out once a note.

Only + - * / and exact operations (frexp, ldexp) are used, never the platform's exp, log or sin.
"""

from math import floor, frexp, ldexp
from typing import Final

LN_2: Final = 0.6931471805599453
LOG2_E: Final = 1.4426950408889634
LOG2_10: Final = 3.321928094887362
TURN: Final = 6.283185307179586


def exp2(x: float) -> float:
    """Return 2 to the power of x, for |x| < 1000; relative error below 1e-15."""
    whole = floor(x + 0.5)
    y = (x - whole) * LN_2
    term = total = 1.0
    for n in range(1, 18):
        term *= y / n
        total += term
    return ldexp(total, whole)


def exp(x: float) -> float:
    """Return e to the power of x, for |x| < 690."""
    return exp2(x * LOG2_E)


def log2(x: float) -> float:
    """Return the logarithm to base 2 of x > 0; absolute error below 1e-15 near 1."""
    mantissa, exponent = frexp(x)
    if mantissa < 0.7071067811865476:
        mantissa, exponent = mantissa * 2.0, exponent - 1
    z = (mantissa - 1.0) / (mantissa + 1.0)
    square, power, total = z * z, z, 0.0
    for n in range(1, 30, 2):
        total += power / n
        power *= square
    return exponent + 2.0 * total * LOG2_E


def power(x: float, y: float) -> float:
    """Return x to the power of y, for x > 0."""
    return exp2(y * log2(x))


def decibels(x: float) -> float:
    """Return the factor that x dB stand for."""
    return exp2(x * (LOG2_10 / 20.0))


def sin_turn(x: float) -> float:
    """Return sin(2π x)."""
    y = (x - floor(x + 0.5)) * TURN
    term = total = y
    for n in range(2, 30, 2):
        term *= -y * y / (n * (n + 1))
        total += term
    return total
