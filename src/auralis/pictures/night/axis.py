"""An axis of time in words: which times are written, and where."""

from typing import Final

from auralis.pictures.night.svg import element, number

_STEPS: Final = (
    5,
    10,
    30,
    60,
    120,
    300,
    600,
    900,
    1800,
    3600,
    7200,
    14_400,
    28_800,
    86_400,
    604_800,
    2_592_000,
)
_MOST: Final = 9
_HOUR_S: Final = 3600


def marks(start: float, end: float, most: int = _MOST) -> list[tuple[float, str]]:
    """Return times to be written between two seconds, as shares of the way and in words."""
    step = next((s for s in _STEPS if (end - start) / s <= most), _STEPS[-1])
    first = -int(-start // step)
    times = range(first * step, int(end) + 1, step)
    brief = step % 60 == 0 and end >= 2 * _HOUR_S
    return [((time - start) / (end - start), clock(time, brief)) for time in times]


def clock(seconds: int, brief: bool = False) -> str:
    """Write a time as h:mm:ss, or as h:mm where there is no doubt about it."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}" if brief else f"{hours}:{minutes:02}:{rest:02}"


def times(start: float, end: float, most: int = _MOST) -> str:
    """Return the times under a picture, each where it belongs."""
    return labels([(100 * share, words) for share, words in marks(start, end, most)], "left", "times")


def labels(places: list[tuple[float, str]], side: str, name: str) -> str:
    """Return words at percentages of a side, `left` or `bottom`."""
    spans = "".join(element("span", words, style=f"{side}:{number(place)}%") for place, words in places)
    return element("div", spans, class_=name, aria_hidden="true")
