"""Short decimals as integers: 0.57 is 57 hundredths, and comes back as the float that is written 0.57."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

_MOST_DIGITS: Final = 9
_WIDEST: Final = 10**15


def digits_of(values: Iterable[object]) -> int | None:
    """Return how many decimals some values have, or None if one of them is no short decimal."""
    most = 0
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _WIDEST:
            return None
        exponent = Decimal(repr(value)).as_tuple().exponent
        if not isinstance(exponent, int) or not -_MOST_DIGITS <= exponent <= 0:
            return None
        most = max(most, -exponent)
    return most


def scaled(value: float, digits: int) -> int:
    """Return a short decimal as an integer of its last digits' units."""
    return int(Decimal(repr(value)).scaleb(digits))


def number(units: int, digits: int) -> int | float:
    """Return the number with so many decimals: the float that is written like it, whole ones as integers.

    Raises ValueError for more decimals than a short decimal has.
    """
    if not 0 <= digits <= _MOST_DIGITS:
        raise ValueError("too many decimals")
    whole, rest = divmod(units, 10**digits)
    return float(Decimal(units).scaleb(-digits)) if rest else whole
