"""What every form of a stream must do."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from auralis.observability.histogram import Histogram
from auralis.streaming.encoding import Encoding
from auralis.streaming.formats import STREAMS
from auralis.streaming.gridded import GRID
from auralis.streaming.ring import RingBuffer
from tests.streaming.playing import Samples, decoded, music, ring_of

SECONDS = 12


class StreamCodecSuite:
    """Inherit it, and name the form; `lag` is the most frames that are still in the encoder at the end."""

    name: str
    station_rate = 44_100
    lag = 0
    lossless = False

    @pytest.fixture(scope="class")
    @classmethod
    def rate(cls) -> int:
        return cls.station_rate

    @pytest.fixture(scope="class")
    @classmethod
    def pcm(cls, rate: int) -> Samples:
        return music(rate, SECONDS)

    @pytest.fixture(scope="class")
    @classmethod
    def ring(cls, pcm: Samples, rate: int) -> RingBuffer:
        return ring_of(pcm, rate, SECONDS + 1)

    @pytest.fixture(scope="class")
    @classmethod
    def packets(cls, ring: RingBuffer) -> list[Sequence[bytes]]:
        return cls.encoded(ring, 0, ring.head)

    @classmethod
    def encoding(cls, ring: RingBuffer) -> Encoding:
        return Encoding(STREAMS[cls.name], ring, Histogram())

    @classmethod
    def encoded(cls, ring: RingBuffer, first: int, until: int) -> list[Sequence[bytes]]:
        encoding = cls.encoding(ring)
        chunks = [ring.read(seq) for seq in range(first, until)]
        return [encoding.packets(chunk) for chunk in chunks if chunk is not None]

    def stream(self, packets: list[Sequence[bytes]], first: int, rate: int) -> bytes:
        codec = STREAMS[self.name]
        return codec.begin(rate, "main · focus") + b"".join(
            codec.frame(seq, each) for seq, each in enumerate(packets, first)
        )

    @pytest.mark.parametrize("first", [0, 37])
    def test_anyone_may_begin_anywhere(
        self, packets: list[Sequence[bytes]], rate: int, first: int, pcm: Samples, tmp_path: Path
    ) -> None:
        heard, said = decoded(self.stream(packets[first:], first, rate), tmp_path, f"some.{self.name}")
        assert said == ""
        whole = (len(pcm) - first * rate // 10) * self.rate_of(rate) // rate
        assert whole - self.lag <= len(heard) <= whole + self.lag
        if self.lossless:
            assert np.array_equal(heard, pcm[first * rate // 10 :])
        else:
            assert 0.5 < np.std(heard) / np.std(pcm) < 2

    def rate_of(self, rate: int) -> int:
        return rate

    def test_packets_depend_on_position_alone(self, ring: RingBuffer, packets: list[Sequence[bytes]]) -> None:
        again = self.encoded(ring, GRID, ring.head)
        assert again == packets[GRID:]
        across = self.encoded(ring, GRID - 14, ring.head)
        assert across[14:] == packets[GRID:]
        assert [len(p) for p in across] == [len(p) for p in packets[GRID - 14 :]]

    def test_an_older_chunk_can_be_had_as_well(
        self, ring: RingBuffer, packets: list[Sequence[bytes]]
    ) -> None:
        encoding = self.encoding(ring)
        encoding.catch_up(ring.head)
        oldest = ring.read(2)
        assert oldest is not None
        assert len(encoding.packets(oldest)) == len(packets[2])

    def test_chunks_nobody_asked_for_leave_no_gap(
        self, ring: RingBuffer, packets: list[Sequence[bytes]]
    ) -> None:
        encoding = self.encoding(ring)
        for seq in (0, 1, 7, 8, 12):
            chunk = ring.read(seq)
            assert chunk is not None
            assert encoding.packets(chunk) == packets[seq]
