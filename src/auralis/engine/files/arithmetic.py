"""What an expression may call: strict functions that refuse what they can't work out."""

from collections.abc import Callable, Mapping
from math import floor, sqrt
from typing import Final, NamedTuple

from auralis.engine import strict, tuning


class Function(NamedTuple):
    """A function of floats; `arguments` is how many it takes at least and at most."""

    call: Callable[..., float]
    arguments: tuple[int, int]


def _log2(x: float) -> float:
    return strict.log2(_above_zero("log2", x))


def _power(x: float, y: float) -> float:
    return strict.power(_above_zero("power", x), y)


def _sqrt(x: float) -> float:
    if x < 0.0:
        raise ArithmeticError(f"sqrt of {x:g}")
    return sqrt(x)


def _square(x: float) -> float:
    return x * x


def _floor(x: float) -> float:
    return float(floor(x))


def _hertz(pitch: float) -> float:
    whole = floor(pitch)
    return tuning.hertz(whole) * strict.exp2((pitch - whole) / 12.0)


def _clip(x: float, low: float, high: float) -> float:
    return min(high, max(low, x))


def _above_zero(name: str, x: float) -> float:
    if x <= 0.0:
        raise ArithmeticError(f"{name} of {x:g}")
    return x


_MANY: Final = 16

FUNCTIONS: Final[Mapping[str, Function]] = {
    "clip": Function(_clip, (3, 3)),
    "decibels": Function(strict.decibels, (1, 1)),
    "exp": Function(strict.exp, (1, 1)),
    "exp2": Function(strict.exp2, (1, 1)),
    "floor": Function(_floor, (1, 1)),
    "hertz": Function(_hertz, (1, 1)),
    "log2": Function(_log2, (1, 1)),
    "max": Function(max, (2, _MANY)),
    "min": Function(min, (2, _MANY)),
    "power": Function(_power, (2, 2)),
    "sin_turn": Function(strict.sin_turn, (1, 1)),
    "sqrt": Function(_sqrt, (1, 1)),
    "square": Function(_square, (1, 1)),
}
"""`hertz` takes a pitch, also between two keys; `clip` takes x, low and high; `sin_turn` takes turns."""


def divide(a: float, b: float) -> float:
    """Return a / b; raises ArithmeticError for b = 0."""
    if b == 0.0:
        raise ArithmeticError("division by zero")
    return a / b
