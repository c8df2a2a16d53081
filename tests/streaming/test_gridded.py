"""Encoders on a grid, with stints that tell what they have heard."""

import hashlib
from collections.abc import Sequence
from functools import cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.core.units import Pcm
from auralis.streaming.chunk import Chunk
from auralis.streaming.gridded import GRID, PRE_ROLL, Gridded

RATE = 44_100
FRAMES = RATE // 10


def chunk(seq: int) -> Chunk:
    return Chunk(seq, 0.0, 0, np.full((FRAMES, 2), seq % 30_000 + 1, "<i2").tobytes())


class Memory:
    """A stint whose packets are a digest of all it has heard, and when it was born."""

    def __init__(self, rate: int, frame: int) -> None:
        self._heard = hashlib.sha256(f"{rate} {frame}".encode())

    def encode(self, pcm: Pcm) -> Sequence[bytes]:
        self._heard.update(pcm.tobytes())
        return [self._heard.digest()]


@cache
def expected(seq: int) -> list[bytes]:
    """Return what an encoder that was always there would have made."""
    start = seq - seq % GRID
    stint = Memory(RATE, (start - PRE_ROLL) * FRAMES)
    silence = np.zeros((FRAMES, 2), "<i2")
    said: Sequence[bytes] = []
    for n in range(start - PRE_ROLL, seq + 1):
        said = stint.encode(np.frombuffer(chunk(n).pcm, "<i2") if n >= 0 else silence)
    return list(said)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 250), st.integers(1, 130)), min_size=1, max_size=4),
    st.integers(0, 260),
)
def test_what_is_called_exact_is_exact(runs: list[tuple[int, int]], lost: int) -> None:
    encoder = Gridded(Memory, RATE, lambda seq: chunk(seq) if seq != lost else None)
    for first, count in runs:
        for seq in range(first, first + count):
            packets = list(encoder.encode(chunk(seq)))
            assert len(packets) == 1
            if encoder.exact:
                assert packets == expected(seq)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 300))
def test_from_the_second_grid_point_on_all_is_exact(first: int) -> None:
    encoder = Gridded(Memory, RATE, chunk)
    grid = -(-first // GRID) * GRID
    for seq in range(first, grid + 3):
        packets = list(encoder.encode(chunk(seq)))
        assert encoder.exact == (seq >= grid)
        if seq >= grid:
            assert packets == expected(seq)
