"""The windows a night is judged by: of one length, as near to three minutes as whole ones can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from auralis.core.errors import InvalidValue
from auralis.core.units import Frame, chunk_frames

WINDOW_S: Final = 180
"""What the bands were made for is 150 to 180 s."""
LEAST_S: Final = 60
_TOGETHER: Final = 5


@dataclass(frozen=True, slots=True)
class Window:
    """Frames [start, end) of a recipe, the `index`-th of its night."""

    index: int
    start: Frame
    end: Frame


def windows_of(start: Frame, frames: Frame, rate: int) -> tuple[Window, ...]:
    """Return windows that cover frames [start, start + frames), cut at whole chunks from its start.

    Each lasts 135 to 270 s, but for a span that is shorter as a whole. Raises `InvalidValue` for less than
    a minute.
    """
    if frames < LEAST_S * rate:
        raise InvalidValue("duration", f"{frames / rate:g} s", f"{LEAST_S} s or more")
    count = max(1, round(frames / (WINDOW_S * rate)))
    chunk = chunk_frames(rate)
    edges = [start + frames // chunk * k // count * chunk for k in range(count)]
    return tuple(
        Window(k, a, b) for k, (a, b) in enumerate(zip(edges, [*edges[1:], start + frames], strict=True))
    )


def stretches(windows: Sequence[Window]) -> list[tuple[Window, ...]]:
    """Return windows in groups of five, which are measured at one go, wherever the others are measured."""
    return [tuple(windows[k : k + _TOGETHER]) for k in range(0, len(windows), _TOGETHER)]
