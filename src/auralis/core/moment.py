"""A moment: an address, and how far into its music: `a1…@0:12:34`, the beginning where no time is said."""

import re
from fractions import Fraction
from typing import Final, NamedTuple

from auralis.core import address
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Recipe
from auralis.core.units import Frame

_TIME: Final = re.compile(r"(\d{1,5}):([0-5]\d):([0-5]\d(?:\.\d{1,6})?)\Z")
_ALLOWED: Final = "a time such as 0:12:34 or 1:02:03.5, at most a year"
_LONGEST_S: Final = 366 * 24 * 3600


class Moment(NamedTuple):
    """A recipe, and a frame of it."""

    recipe: Recipe
    frame: Frame = 0


def decode(text: str, largest: int | None = None) -> Moment:
    """Return what a moment names, its frame rounded down; raises `InvalidValue` naming the broken half.

    One whose recipe is larger than `largest` bytes as JSON counts as broken.
    """
    where, at, time = text.partition("@")
    recipe = address.decode(where) if largest is None else address.decode(where, largest)
    return Moment(recipe, int(_seconds(time) * recipe.sample_rate) if at else 0)


def time_of(frame: Frame, sample_rate: int) -> str:
    """Return how far a frame is into the music as h:mm:ss, with as many decimals as its chunk needs."""
    tenths = 10 * frame // sample_rate
    minutes, rest = divmod(tenths, 600)
    seconds = f"{rest // 10:02}" + (f".{rest % 10}" if rest % 10 else "")
    return f"{minutes // 60}:{minutes % 60:02}:{seconds}"


def _seconds(text: str) -> Fraction:
    match = _TIME.match(text)
    if match is None:
        raise InvalidValue("address.time", text[:60], _ALLOWED)
    hours, minutes, seconds = match.groups()
    length = 3600 * int(hours) + 60 * int(minutes) + Fraction(seconds)
    if length > _LONGEST_S:
        raise InvalidValue("address.time", text[:60], _ALLOWED)
    return length
