"""Every form of a stream, judged by ffmpeg."""

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from auralis.observability.histogram import Histogram
from auralis.streaming.chunk import SILENT, Chunk
from auralis.streaming.encoding import Encoding
from auralis.streaming.formats import STREAMS, SUBPROTOCOLS, choose
from auralis.streaming.gridded import GRID, Gridded
from auralis.streaming.ring import RingBuffer
from tests.streaming.codec_suite import StreamCodecSuite
from tests.streaming.playing import Samples, decoded, music, ring_of

OPUS_DELAY = 1440
Packets = list[Sequence[bytes]]


class TestMp3(StreamCodecSuite):
    name = "mp3"
    lag = 3 * 1152


class TestAac(StreamCodecSuite):
    name = "aac"
    lag = 3 * 1024


class TestFlac(StreamCodecSuite):
    name = "flac"
    lossless = True


class TestFlacAt48k(TestFlac):
    station_rate = 48_000


class TestMp3At48k(TestMp3):
    station_rate = 48_000


class TestWav(StreamCodecSuite):
    name = "wav"
    lossless = True

    @pytest.mark.parametrize("first", [0, 37])
    def test_anyone_may_begin_anywhere(
        self, packets: Packets, rate: int, first: int, pcm: Samples, tmp_path: Path
    ) -> None:
        data = self.stream(packets[first:], first, rate)
        riff, size, wave, fmt = struct.unpack("<4sI4s4s", data[:16])
        assert (riff, size, wave, fmt) == (b"RIFF", 0xFFFF_FFFF, b"WAVE", b"fmt ")
        assert struct.unpack("<IHHIIHH", data[16:36]) == (16, 1, 2, rate, rate * 4, 4, 16)
        assert struct.unpack("<4sI", data[36:44]) == (b"data", 0xFFFF_FFFF)
        assert data[44:] == pcm[first * rate // 10 :].tobytes()


class TestOpus(StreamCodecSuite):
    name = "opus"
    lag = OPUS_DELAY

    def rate_of(self, rate: int) -> int:
        return 48_000

    def test_a_message_is_five_packets_of_20_ms_behind_a_header(self, ring: RingBuffer) -> None:
        encoding = self.encoding(ring)
        found = ring.read(3)
        assert found is not None
        message = encoding.message.encode(Chunk(3, 12.5, SILENT, found.pcm), ring.sample_rate)
        assert isinstance(message, bytes)
        assert struct.unpack("<4sIQd", message[:24]) == (b"AUR1", SILENT, 3, 12.5)
        left, taken = message[24:], []
        while left:
            (size,) = struct.unpack_from("<H", left)
            taken.append(left[2 : 2 + size])
            left = left[2 + size :]
        assert len(taken) == 5
        assert all(100 < len(p) < 1276 for p in taken)
        assert "auralis.opus" in SUBPROTOCOLS
        assert choose(["auralis.opus", "auralis.pcm"]) == "auralis.opus"

    def test_decoded_sound_is_where_it_was(
        self, packets: Packets, rate: int, pcm: Samples, tmp_path: Path
    ) -> None:
        heard, _ = decoded(self.stream(packets, 0, rate), tmp_path, "whole.opus")
        length = 48_000 * 8
        source = np.interp(np.arange(length) / 48_000, np.arange(len(pcm)) / rate, pcm[:, 0].astype(float))
        scores = {
            lag: np.corrcoef(heard[4800 + lag : length - 4800 + lag, 0], source[4800:-4800])[0, 1]
            for lag in range(-40, 41, 2)
        }
        assert abs(max(scores, key=scores.__getitem__)) <= 2
        assert max(scores.values()) > 0.98


class TestOpusAt48k(TestOpus):
    station_rate = 48_000


def test_the_seam_of_opus_is_below_the_codecs_own_error(tmp_path: Path) -> None:
    rate = 44_100
    ring = ring_of(music(rate, 12), rate, 13)
    chunks = [ring.read(seq) for seq in range(ring.head)]
    codec = STREAMS["opus"]
    encoder = codec.encoder(rate, ring.read)
    assert isinstance(encoder, Gridded)
    reset = [encoder.encode(chunk) for chunk in chunks if chunk]
    stint = encoder._born(rate, 0)
    for _ in range(5):
        stint.encode(np.zeros((rate // 10, 2), "<i2"))
    straight = [stint.encode(np.frombuffer(c.pcm, "<i2").reshape(-1, 2)) for c in chunks if c]
    sounds = []
    for name, packets in (("reset", reset), ("straight", straight)):
        data = codec.begin(rate, "") + b"".join(codec.frame(seq, p) for seq, p in enumerate(packets))
        sounds.append(decoded(data, tmp_path, f"{name}.opus")[0].astype(float) / 32_768)
    assert reset[: GRID - 1] == straight[: GRID - 1]
    one, other = (s[10 * 48_000 - 960 : 11 * 48_000] for s in sounds)
    error = 20 * np.log10(np.sqrt(np.mean((one - other) ** 2)) + 1e-9)
    assert error < -45, error


def test_after_a_leap_packets_are_right_again_from_the_next_grid_point_on() -> None:
    rate = 48_000
    ring = ring_of(music(rate, 12), rate, 13)
    encoder = STREAMS["opus"].encoder(rate, ring.read)
    assert isinstance(encoder, Gridded)
    exact = {}
    for seq in (0, 1, 60, *range(90, 103)):
        chunk = ring.read(seq)
        assert chunk is not None
        encoder.encode(chunk)
        exact[seq] = encoder.exact
    assert [exact[s] for s in (0, 1, 60, 90, 99, 100, 102)] == [True, True, False, False, False, True, True]


def test_what_encoding_takes_is_measured() -> None:
    rate = 44_100
    ring = ring_of(music(rate, 1), rate, 2)
    took = Histogram()
    encoding = Encoding(STREAMS["flac"], ring, took)
    encoding.catch_up(ring.head)
    assert len(took) == 10
    assert 0 < took.average < 1000
