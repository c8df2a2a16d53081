"""What happens around one spot of a night: its notes, and the loudness of each tenth of a second."""

from collections.abc import Sequence
from typing import Final

from auralis.core.events import NoteEvent
from auralis.core.units import Frame
from auralis.pictures.night.loudness import Curve, points
from auralis.pictures.night.roll import INKS, ink_of
from auralis.pictures.night.svg import drawing, element

_WIDTH: Final = 600.0
_ROLL: Final = 120.0
_CURVE: Final = 60.0
_SPARE: Final = 2
_DEPTH_LU: Final = 30.0


def spot_svg(
    played: Sequence[NoteEvent], start: Frame, end: Frame, curve: Curve, spot: float, words: str
) -> str:
    """Return a drawing of frames [start, end); `spot` is the share of them where the spot lies."""
    own = [n for n in played if ink_of(n) in INKS and n.end > start and n.frame < end]
    pitches = [note.pitch for note in own] or [48, 72]
    low, high = min(pitches) - _SPARE, max(pitches) + _SPARE
    row = _ROLL / (high - low + 1)
    parts = [element("rect", class_="ground", x=0, y=0, width=_WIDTH, height=_ROLL + _CURVE)]
    for note in sorted(own, key=lambda n: list(INKS).index(ink_of(n))):
        first = _WIDTH * max(0.0, (note.frame - start) / (end - start))
        last = _WIDTH * min(1.0, (note.end - start) / (end - start))
        place = {
            "x": first,
            "width": max(1.0, last - first),
            "y": (high - note.pitch) * row,
            "height": row * 0.8,
        }
        parts.append(element("rect", class_=f"ink {ink_of(note)}", **place))
    parts.append(element("polyline", class_="curve", points=points(_places(curve))))
    x = _WIDTH * spot
    parts.append(element("line", class_="here", x1=x, x2=x, y1=0, y2=_ROLL + _CURVE))
    return drawing("".join(parts), _WIDTH, _ROLL + _CURVE, words)


def _places(curve: Curve) -> list[tuple[float, float]]:
    if not len(curve):
        return []
    top = float(curve.max())
    depth = [min(1.0, (top - float(value)) / _DEPTH_LU) for value in curve]
    return [
        (_WIDTH * (k + 0.5) / len(curve), _ROLL + 3 + (_CURVE - 6) * fallen) for k, fallen in enumerate(depth)
    ]
