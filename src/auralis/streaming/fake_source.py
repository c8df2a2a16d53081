"""A station that plays a counter: it composes nothing and renders only when told to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from auralis.core.errors import InvalidValue
from auralis.core.parameters import Parameter
from auralis.core.recipe import Change, Recipe
from auralis.core.units import CHANNELS, Pcm, chunk_frames
from auralis.streaming.ring import RingBuffer

_NUMBERS = {
    p.name: p
    for p in (
        Parameter("bpm", 60, 40, 200),
        Parameter("intensity", 0.5, 0, 1),
        Parameter("fade", 1, 0, 1),
        Parameter("fade_s", 0, 0, 7200, "s"),
    )
}
_BOUNDARIES = ("chunk", "beat", "bar", "phrase")


class FakeSource:
    """A `Source` in one process, whose ring is in ordinary memory.

    `render` writes the next chunk; `control` takes preset, bpm, intensity and the fade, applies them at
    once, and announces them. With a `recipe` its rate, seed and kit are the recipe's, and its settings so
    far as a fake has them.
    """

    def __init__(
        self,
        sample_rate: int = 44_100,
        seconds: float = 10.0,
        name: str = "main",
        recipe: Recipe | None = None,
        first: int = 0,
    ) -> None:
        self.name = name
        self._base = recipe or Recipe("0.0.0", 7, "auralis", sample_rate, {})
        self.sample_rate = sample_rate = self._base.sample_rate
        memory = bytearray(RingBuffer.bytes_needed(sample_rate, seconds))
        self.ring = RingBuffer(memory, sample_rate, seconds, create=True, first=first)
        self.figures = {"render_ms": 4.0, "lead_ms": 200.0, "phrases": 1.0, "memory_mb": 100.0, "alive": 1.0}
        self._settings: dict[str, object] = {
            "preset": "focus",
            "key": "D dorian",
            "bpm": 60.0,
            "intensity": 0.5,
            "fade": 1.0,
            "fade_s": 0.0,
        }
        self._settings |= {k: v for k, v in self._base.context.items() if k in self._settings}
        self._first = dict(self._settings)
        self._changes = self._base.changes
        for change in self._changes:
            self._settings |= change.set
        self._updates: list[Callable[[Mapping[str, object]], None]] = []
        self._renders: list[Callable[[float], None]] = []

    @staticmethod
    def pcm(seq: int, sample_rate: int = 44_100) -> Pcm:
        """Return what chunk `seq` holds: the samples count on from chunk to chunk, and wrap."""
        size = chunk_frames(sample_rate) * CHANNELS
        counted = np.arange(seq * size, (seq + 1) * size, dtype=np.int64)
        return counted.astype(np.int16).reshape(-1, CHANNELS)

    def render(self, chunks: int = 1, *, timestamp: float = 1_700_000_000.0, flags: int = 0) -> None:
        """Write the next chunks."""
        for _ in range(chunks):
            self.ring.write(self.pcm(self.ring.head, self.sample_rate), timestamp, flags)
            for callback in tuple(self._renders):
                callback(self.figures["render_ms"])

    @property
    def recipe(self) -> Recipe:
        """The first settings and every change since."""
        return replace(self._base, context=self._base.context or self._first, changes=self._changes)

    @property
    def context(self) -> Mapping[str, object]:
        """The settings as they are now."""
        return dict(self._settings)

    @property
    def update(self) -> Mapping[str, object]:
        """A phrase of eight bars with a chord and a note."""
        return self._update(())

    async def control(self, settings: Mapping[str, object], boundary: str | None) -> Sequence[Change]:
        """Change settings now."""
        checked = {name: self._checked(name, value) for name, value in settings.items()}
        if boundary is not None and boundary not in _BOUNDARIES:
            raise InvalidValue("boundary", boundary, ", ".join(_BOUNDARIES))
        self._settings |= checked
        change = Change(self.ring.head * chunk_frames(self.sample_rate), "bar", checked)
        self._changes += (change,)
        for callback in tuple(self._updates):
            callback(self._update((change,)))
        return (change,)

    def on_update(self, callback: Callable[[Mapping[str, object]], None]) -> Callable[[], None]:
        """Call back after each change."""
        self._updates.append(callback)
        return lambda: self._updates.remove(callback)

    def on_render(self, callback: Callable[[float], None]) -> Callable[[], None]:
        """Call back after each chunk."""
        self._renders.append(callback)
        return lambda: self._renders.remove(callback)

    def _checked(self, name: str, value: object) -> object:
        if name in _NUMBERS:
            return _NUMBERS[name].check(value)
        if name != "preset" or value not in ("focus", "sleep"):
            raise InvalidValue(name, value, "bpm, intensity, fade, fade_s, or preset focus or sleep")
        return value

    def _update(self, changes: Sequence[Change]) -> dict[str, object]:
        frames = 32 * self.sample_rate
        chord = {
            "frame": 0,
            "frames": frames,
            "symbol": "Dm9",
            "roman": "i",
            "pitch_classes": [2, 5, 9, 0, 4],
        }
        note = {"frame": 0, "frames": frames, "layer": "piano", "voice": "lead", "pitch": 69, "velocity": 60}
        return {
            "phrase_id": "s0p0f0",
            "phrase": 0,
            "section": 0,
            "frame": 0,
            "frames": frames,
            "next_phrase_frame": frames,
            "mode": "dorian",
            **{name: self._settings[name] for name in ("key", "bpm", "intensity")},
            "context": dict(self._settings),
            "chords": [chord],
            "notes": [note],
            "changes": [c.as_dict() for c in changes],
        }
