"""Names of kept moments: short, easy to read aloud, and never the beginning of an address."""

import re
import secrets
from typing import Final

from auralis.core.moment import Moment, time_of
from auralis.core.recipe import Recipe
from auralis.core.units import Frame, chunk_frames

_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
_LENGTH: Final = 9
_NAME: Final = re.compile(rf"m[{_LETTERS}]{{{_LENGTH}}}\Z")
_MICRO: Final = 1_000_000


def new_name() -> str:
    """Return a name that nobody has: `m` and nine characters, 44 random bits."""
    return "m" + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def is_name(text: str) -> bool:
    """Return whether a text could name a kept moment."""
    return _NAME.match(text) is not None


def exact_time(recipe: Recipe, frame: Frame) -> str:
    """Return a time that `core.moment` reads as this very frame: h:mm:ss, with microseconds if need be."""
    rate = recipe.sample_rate
    if frame % chunk_frames(rate) == 0:
        return time_of(frame, rate)
    micros = -(-(frame % rate) * _MICRO // rate)
    return f"{time_of(frame - frame % rate, rate)}.{micros:06}"


def timed(address: str, moment: Moment) -> str:
    """Return the address of a moment, its time included."""
    return f"{address}@{exact_time(moment.recipe, moment.frame)}"
