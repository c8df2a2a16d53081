"""Who comes, goes and changes what, and when: drawn by a seed, the same each time."""

import random
from dataclasses import dataclass
from typing import Final

_LAYERS: Final = ("pad", "piano", "bass", "bells", "air", "percussion")
_PRESETS: Final = ("focus", "meditation", "sleep", "bright")
_KEYS: Final = ("A minor", "D dorian", "C lydian", "E phrygian", "F# mixolydian")
_KINDS: Final = ("convoy",) * 7 + ("slow", "json", "socket")
_STREAMS: Final = ("/stream/main.opus", "/stream/main.mp3", "/stream/main.flac", "/stream/main.wav")


@dataclass(frozen=True, slots=True)
class Visit:
    """A listener's kind, and for how many chunks it stays."""

    kind: str
    chunks: int


class Plan:
    """Draws listeners, changes and the moments at which something happens; times are chunks."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)  # noqa: S311

    def visit(self) -> Visit:
        """Return the next listener: it stays some ten minutes."""
        return Visit(self._draw.choice(_KINDS), 50 + int(self._draw.expovariate(1 / 6000)))

    def change(self) -> dict[str, object]:
        """Return what somebody turns next."""
        draw = self._draw
        layer = draw.choice(_LAYERS)
        return draw.choice(
            (
                {f"layers.{layer}.gain": round(draw.uniform(0.2, 1.2), 2)},
                {"intensity": round(draw.random(), 2)},
                {"brightness": round(draw.random(), 2), "space": round(draw.random(), 2)},
                {"key": draw.choice(_KEYS)},
                {"bpm": draw.randrange(40, 100)},
                {"preset": draw.choice(_PRESETS)},
            )
        )

    def stream(self) -> str:
        """Return the stream that somebody opens next."""
        return self._draw.choice(_STREAMS)

    def form(self) -> str:
        """Return the form that a socket asks for; Opus, which costs more than all the rest, not often."""
        return self._draw.choice(("auralis.pcm", "auralis.json", "auralis.pcm", "auralis.opus"))

    def station(self) -> dict[str, object]:
        """Return what a personal station is opened with."""
        return {"preset": self._draw.choice(_PRESETS), "seed": self._draw.randrange(1 << 32), "kit": "light"}

    def pause(self, mean_s: float) -> int:
        """Return for how many chunks nothing of a kind happens."""
        return 1 + int(self._draw.expovariate(1 / (10 * mean_s)))
