"""Counter-based random streams: a path names a stream, so that any bar of any hour is computable alone.

SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014) for the
stream, FNV-1a (Fowler, Noll and Vo) to fold words into the path. Only integers, + and × are used:
the same bits on every machine and in every version of Python.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E37_79B9_7F4A_7C15
_ROOT_3 = 1.7320508075688772


def _mix(x: int) -> int:
    """SplitMix64's finaliser: a bijection of 64-bit integers."""
    x = ((x ^ (x >> 30)) * 0xBF58_476D_1CE4_E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D0_49BB_1331_11EB) & _MASK
    return x ^ (x >> 31)


@lru_cache(maxsize=1024)
def _fnv1a(word: str) -> int:
    h = 0xCBF2_9CE4_8422_2325
    for byte in word.encode():
        h = ((h ^ byte) * 0x0100_0000_01B3) & _MASK
    return h


class Stream:
    """An endless stream of random numbers named by a path such as (seed, "piano", section, phrase)."""

    __slots__ = ("_state",)

    def __init__(self, *path: int | str) -> None:
        state = 0
        for part in path:
            word = _fnv1a(part) if isinstance(part, str) else part & _MASK
            state = _mix(((state ^ word) + _GOLDEN) & _MASK)
        self._state = state

    def bits(self) -> int:
        """Return the next 64 random bits."""
        self._state = (self._state + _GOLDEN) & _MASK
        return _mix(self._state)

    def uniform(self) -> float:
        """Return a number in [0, 1) with 53 random bits."""
        return (self.bits() >> 11) * 2.0**-53

    def below(self, n: int) -> int:
        """Return an integer in [0, n)."""
        return self.bits() * n >> 64

    def choice(self, items: Sequence[T]) -> T:
        """Return one of the items, each as likely as the other."""
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[int]) -> T:
        """Return one of the items by integer weights; an item of weight 0 is never taken."""
        x = self.below(sum(weights))
        for item, weight in zip(items, weights, strict=True):
            x -= weight
            if x < 0:
                return item
        raise AssertionError("unreachable: below() is less than the sum")

    def gauss(self, deviation: float, limit: float = 2.5) -> float:
        """Return a bell-shaped number with mean 0, clipped to ±limit deviations.

        The sum of four uniforms: its deviation is exact and it needs no libm.
        """
        z = (self.uniform() + self.uniform() + self.uniform() + self.uniform() - 2.0) * _ROOT_3
        return deviation * max(-limit, min(limit, z))
