"""The loudness of a night: its range in every step of time, and the band it is to lie in."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from auralis.pictures.night.svg import drawing, element, number

_WIDTH: Final = 1000.0
_HEIGHT: Final = 200.0
_STEPS: Final = 500

Curve = npt.NDArray[np.float64]


class Scale(NamedTuple):
    """The softest and the loudest that are drawn, in LUFS."""

    low: float
    high: float

    def y(self, lufs: float) -> float:
        """Return how far down a loudness is drawn."""
        return _HEIGHT * (self.high - min(max(lufs, self.low), self.high)) / (self.high - self.low)

    @property
    def marks(self) -> list[tuple[float, str]]:
        """Loudnesses to be written, as percentages from the foot."""
        first = -int(-self.low // 5) * 5
        return [
            (100 * (mark - self.low) / (self.high - self.low), str(mark))
            for mark in range(first, int(np.floor(self.high)) + 1, 5)
        ]


def scale_of(curve: Curve, band: tuple[float, float]) -> Scale:
    """Return a scale on which the louder part of a curve and a band have room."""
    heard = curve[curve > -70.0]
    low, high = (heard.min(), heard.max()) if len(heard) else band
    return Scale(max(min(float(low), band[0]), band[0] - 14) - 1.5, max(float(high), band[1]) + 1.5)


def loudness_svg(
    curve: Curve,
    scale: Scale,
    bands: Sequence[tuple[float, float, float, float]],
    integrated: float | None,
    words: str,
) -> str:
    """Return a drawing of a curve over its whole length.

    `bands` are (from, to, least, most): shares of the length, and LUFS.
    """
    parts = [
        element(
            "rect",
            class_="band",
            x=_WIDTH * since,
            width=_WIDTH * (until - since),
            y=scale.y(most),
            height=scale.y(least) - scale.y(most),
        )
        for since, until, least, most in bands
    ]
    steps = [part for part in np.array_split(curve, min(_STEPS, len(curve))) if len(part)]
    xs = [_WIDTH * (k + 0.5) / len(steps) for k in range(len(steps))]
    upper = [(x, scale.y(float(part.max()))) for x, part in zip(xs, steps, strict=True)]
    lower = [(x, scale.y(float(part.min()))) for x, part in zip(xs, steps, strict=True)]
    middle = [(x, scale.y(float(np.median(part)))) for x, part in zip(xs, steps, strict=True)]
    parts.append(element("polygon", class_="range", points=points([*upper, *reversed(lower)])))
    parts.append(element("polyline", class_="curve", points=points(middle)))
    if integrated is not None:
        y = scale.y(integrated)
        parts.append(element("line", class_="integrated", x1=0, x2=_WIDTH, y1=y, y2=y))
    return drawing("".join(parts), _WIDTH, _HEIGHT, words)


def points(places: Sequence[tuple[float, float]]) -> str:
    """Write places as SVG has them."""
    return " ".join(f"{number(round(x, 1))},{number(round(y, 1))}" for x, y in places)
