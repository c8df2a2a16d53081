"""Form: how long a section lasts, which key it is in, and how its energy rises and falls.

All of it is closed-form: no section needs to know what came before it.
"""

from typing import Final

from auralis.composition.context import Structure
from auralis.composition.phrase import PHRASE_BARS
from auralis.core.randomness import Stream
from auralis.theory.keys import Key

SECTION_SECONDS: Final = (480.0, 900.0)
_SHAPES: Final = {
    "arch": (0.45, 0.8, 1.0, 0.8, 0.35),
    "late": (0.4, 0.5, 0.75, 1.0, 0.4),
    "early": (0.5, 1.0, 0.8, 0.55, 0.35),
    "tide": (0.45, 0.9, 0.55, 0.95, 0.35),
    "plateau": (0.5, 0.85, 0.85, 0.8, 0.4),
    "sink": (0.9, 0.7, 0.5, 0.4, 0.3),
}
_WAKING: Final = ("arch", "late", "early", "tide", "plateau")
_SINKING: Final = 0.94
_SUNK: Final = 0.55
_JOURNEYS: Final = (5, -5, 3, -3, 2, -2)


def phrase_count(seed: int, section: int, structure: Structure) -> int:
    """Return the eight-bar phrases in a section: as many as last 8 to 15 minutes."""
    seconds = PHRASE_BARS * structure.bar_seconds
    shortest = -int(-SECTION_SECONDS[0] // seconds)
    longest = int(SECTION_SECONDS[1] // seconds)
    return shortest + Stream(seed, "length", section).below(longest - shortest + 1)


def section_key(seed: int, section: int, structure: Structure) -> Key:
    """Return a section's key: home when even, and as far from it as `wander` allows when odd.

    Where chords are pinned, every section is at home.

    At 0.5 every odd section leaves, a fourth or fifth likeliest. Below, it leaves with probability
    2 × wander; above, the nearer keys give way to the farther ones.
    """
    home = Key(structure.root % 12, structure.mode)
    stream = Stream(seed, "key", section)
    stays = stream.uniform() >= 2.0 * structure.wander or structure.chords != ()
    far = max(0, int(200.0 * structure.wander) - 100)
    near, middle, distant = 3000 - 18 * far, 1200 + 9 * far, 800 + 9 * far
    journey = stream.weighted(_JOURNEYS, (near, near, middle, middle, distant, distant))
    return home if section % 2 == 0 or stays else Key((home.tonic + journey) % 12, home.mode)


def energy_shape(seed: int, section: int, structure: Structure) -> tuple[float, ...]:
    """Return the five points, 0-1, between which a section's energy moves; a sinking night has ever less."""
    if not structure.preset.sinks:
        return _SHAPES[Stream(seed, "shape", section).choice(_WAKING)]
    level = 1.0
    for _ in range(min(section, 16)):
        level = max(_SUNK, level * _SINKING)
    return tuple(level * point for point in _SHAPES["sink" if section % 2 else "plateau"])


def energy_at(points: tuple[float, ...], x: float) -> float:
    """Return the energy at a place 0-1 within a section, a smooth step from each point to the next."""
    y = min(max(x, 0.0), 1.0) * (len(points) - 1)
    i = min(int(y), len(points) - 2)
    f = y - i
    f = f * f * (3.0 - 2.0 * f)
    return points[i] * (1.0 - f) + points[i + 1] * f
