"""A ribbon of keys or chords over time, each in the hue of its root."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from auralis.pictures.night.svg import drawing, element

_WIDTH: Final = 1000.0
_HEIGHT: Final = 20.0
_HUE_OF_D: Final = 265


class Stripe(NamedTuple):
    """A stretch of a ribbon, as shares of its length, with the pitch class that gives it its colour."""

    since: float
    until: float
    pitch_class: int
    words: str


def hue_of(pitch_class: int) -> int:
    """Return the hue of a pitch class in degrees: fifths apart are neighbours, D is blue."""
    return (_HUE_OF_D + (pitch_class - 2) * 7 % 12 * 30) % 360


def ribbon_svg(stripes: Sequence[Stripe], words: str) -> str:
    """Return a drawing of stripes; a pointer that rests on one is told what it is."""
    parts = [
        element(
            "rect",
            element("title", stripe.words),
            x=_WIDTH * stripe.since,
            width=max(0.4, _WIDTH * (stripe.until - stripe.since)),
            y=0,
            height=_HEIGHT,
            style=f"--hue:{hue_of(stripe.pitch_class)}",
        )
        for stripe in stripes
    ]
    return drawing("".join(parts), _WIDTH, _HEIGHT, words)
