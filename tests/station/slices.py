"""A long recipe of many changes, and slices of it: what each sounds like, whichever way it is rendered.

`python -m tests.station.slices KERNELS SECONDS CHANGES COUNT STEP` prints the SHA-256s of each STEP-th slice,
rendered from its own segments, as JSON: run in a process of its own, for another processor.
"""

import hashlib
import json
import random
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

from auralis.composition import MusicalContext
from auralis.core.recipe import BOUNDARIES, Change, Recipe, Settings
from auralis.core.units import to_pcm
from auralis.engine import Kernels
from auralis.station.kits import Kits
from auralis.station.offline import render
from auralis.station.recipes import new_recipe, timeline_of

RATE = 44_100
FRAME_BYTES = 4
BLOCKS = (64, 333, 4_410)


@dataclass(frozen=True)
class Slices:
    """A recipe of some seconds with random changes, and spans of it."""

    recipe: Recipe
    seconds: int
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def drawn(cls, seconds: int, changes: int, count: int) -> "Slices":
        """Draw them; the same numbers give the same ones."""
        chance = random.Random(f"{seconds} {changes} {count}")  # noqa: S311 -- the same each time
        whole = seconds * RATE
        log = tuple(
            Change(chance.randrange(whole), chance.choice(BOUNDARIES), _turned(chance))
            for _ in range(changes)
        )
        start = new_recipe(MusicalContext.of({"preset": "focus"}), 11, "auralis", RATE)
        timeline = timeline_of(start.with_changes(tuple(sorted(log, key=lambda c: c.frame))))
        spans = []
        for _ in range(count):
            frames = chance.randrange(1, RATE)
            at = chance.randrange(whole - frames)
            spans.append((at, at + frames))
        return cls(start.with_changes(timeline.changes), seconds, tuple(sorted(spans)))

    def from_their_segments(self, kernels: Kernels, *blocks: int) -> list[str]:
        """Return the hash of each, begun where its own segments begin, in blocks of these sizes in turn."""
        kits = Kits(self.recipe)
        return [
            hashlib.sha256(
                b"".join(to_pcm(b).tobytes() for b in render(self.recipe, kernels, a, e - a, size, kits))
            ).hexdigest()
            for (a, e), size in zip(self.spans, cycle(blocks), strict=False)
        ]

    def within(self, wire: Iterable[bytes]) -> list[str]:
        """Return the hash of each as it passes by in wire PCM from the recipe's beginning."""
        hashes = [hashlib.sha256() for _ in self.spans]
        position = 0
        for data in wire:
            end = position + len(data) // FRAME_BYTES
            for digest, (a, e) in zip(hashes, self.spans, strict=True):
                if a < end and e > position:
                    first, last = max(a, position) - position, min(e, end) - position
                    digest.update(data[first * FRAME_BYTES : last * FRAME_BYTES])
            position = end
        return [digest.hexdigest() for digest in hashes]


def _turned(chance: random.Random) -> Settings:
    """Return what somebody might turn: most often a slider, now and then the music itself."""
    layer = chance.choice(("pad", "piano", "bass", "bells", "air", "percussion"))
    kind = chance.choice(("gain", "gain", "mute", "density", "brightness", "space", "intensity", "music"))
    if kind == "gain":
        return {f"layers.{layer}.gain": round(chance.uniform(0, 2), 2)}
    if kind == "mute":
        return {f"layers.{layer}.mute": chance.random() < 0.3}
    if kind == "density":
        return {f"layers.{layer}.density": round(chance.uniform(0, 2), 2)}
    if kind == "music":
        return chance.choice(
            (
                {"key": chance.choice(("A minor", "C# dorian", "F lydian", "E phrygian"))},
                {"bpm": chance.randrange(40, 121)},
                {"preset": chance.choice(("focus", "meditation", "sleep", "bright"))},
                {"meter": chance.choice(("3/4", "4/4", "6/8"))},
            )
        )
    return {kind: round(chance.random(), 2)}


if __name__ == "__main__":
    drawn = Slices.drawn(*map(int, sys.argv[2:5]))
    drawn = replace(drawn, spans=drawn.spans[:: int(sys.argv[5])])
    sys.stdout.write(json.dumps(drawn.from_their_segments(Kernels(Path(sys.argv[1])), *BLOCKS)))
