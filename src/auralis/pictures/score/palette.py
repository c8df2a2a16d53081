"""The page's colours: one ink for each layer, and one hue for each pitch class."""

from math import cos, radians, sin
from typing import Final, NamedTuple

from auralis.core.events import NoteEvent

Rgb = tuple[float, float, float]
Rgba = tuple[float, float, float, float]

SKY: Final = ("#07080c", "#0c0d14", "#13141f")
"""The ground, from the bottom up."""

GROUND: Final = SKY[1]
TEXT: Final = "#f1eee8"
SOFT: Final = "#b6b4c0"
WARM: Final = "#ffcf8f"
_HUE_OF_D: Final = 265


class Ink(NamedTuple):
    """How the notes of a layer, or of one of its voices, are drawn; `struck` ones ring and die away."""

    name: str
    rgb: Rgb
    struck: bool


def _rgb(red: int, green: int, blue: int) -> Rgb:
    return red / 255, green / 255, blue / 255


INKS: Final = {
    "air": Ink("Air", _rgb(176, 190, 208), struck=False),
    "pad": Ink("Pad", _rgb(150, 152, 255), struck=False),
    "bass": Ink("Bass", _rgb(92, 206, 186), struck=False),
    "bells": Ink("Bells", _rgb(190, 236, 255), struck=True),
    "piano": Ink("Left hand", _rgb(232, 164, 120), struck=True),
    "lead": Ink("Piano", _rgb(255, 222, 173), struck=True),
    "percussion": Ink("Percussion", _rgb(240, 150, 170), struck=True),
}
"""In the order in which they are laid on."""

LEGEND: Final = ("lead", "piano", "bells", "pad", "bass", "air", "percussion")
"""The inks in the order in which they are explained."""


def ink_name(note: NoteEvent) -> str:
    """Return which ink a note is drawn in: its layer's, and the lead melody its own."""
    return "lead" if note.voice == "lead" else note.layer


def hue_of(pitch_class: int) -> float:
    """Return the hue of a pitch class in degrees: fifths apart are neighbours, D is blue."""
    return (_HUE_OF_D + (pitch_class - 2) * 7 % 12 * 30) % 360


def oklch(lightness: float, chroma: float, hue: float) -> Rgb:
    """Return a colour of Oklch (Ottosson 2020) as sRGB, each channel clipped to 0-1."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return _gamma(red), _gamma(green), _gamma(blue)


def _gamma(light: float) -> float:
    held = min(max(light, 0.0), 1.0)
    return 12.92 * held if held <= 0.0031308 else 1.055 * held ** (1 / 2.4) - 0.055
