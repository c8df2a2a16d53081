"""A ring that two processes share."""

import os

from auralis.station.shared_ring import SharedRing
from auralis.streaming.fake_source import FakeSource

RATE = 44_100


def weight(ring: SharedRing) -> int:
    return os.fstat(ring.fileno()).st_blocks * 512


def test_a_ring_that_nobody_plays_into_weighs_next_to_nothing() -> None:
    ring = SharedRing.new(RATE, 60, first=123)
    assert weight(ring) < 1 << 16
    assert (ring.ring.first, ring.ring.head, ring.ring.tail, ring.ring.origin) == (
        123,
        123,
        123,
        float("inf"),
    )
    assert ring.ring.write(FakeSource.pcm(123), 0.0) == 123
    assert weight(ring) < 1 << 17
    ring.close()


def test_what_one_writes_the_other_reads() -> None:
    ring = SharedRing.new(RATE, 1, first=7)
    other = SharedRing.joined(os.dup(ring.fileno()), RATE, 1)
    ring.ring.write(FakeSource.pcm(7), 5.0)
    found = other.ring.read(7)
    assert found is not None
    assert (found.timestamp, found.pcm) == (5.0, FakeSource.pcm(7).tobytes())
    other.close()
    ring.close()
