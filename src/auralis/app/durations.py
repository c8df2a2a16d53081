"""Durations as people write them: 90, 90s, 3m, 1h30m."""

import re
from fractions import Fraction

from auralis.core.errors import InvalidValue
from auralis.core.units import Frame

_FORM = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?")
_ALLOWED = "a length of time such as 90, 90s, 3m or 1h30m, 0 or more"
_LONGEST_S = 366 * 24 * 3600


def frames(text: str, sample_rate: int, field: str = "duration") -> Frame:
    """Return a duration as frames, rounded down; raises `InvalidValue` naming the field."""
    match = _FORM.fullmatch(text.strip())
    if not text.strip() or match is None:
        raise InvalidValue(field, text, _ALLOWED)
    hours, minutes, seconds = match.groups()
    length = 3600 * int(hours or 0) + 60 * int(minutes or 0) + Fraction(seconds or 0)
    if length > _LONGEST_S:
        raise InvalidValue(field, text, "at most a year")
    return int(length * sample_rate)
