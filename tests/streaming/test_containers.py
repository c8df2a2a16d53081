"""What streams are wrapped in: Ogg pages, FLAC frames, titles, segments, playlists."""

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auralis.streaming import ogg
from auralis.streaming.flac_frame import coded, renumbered
from auralis.streaming.hls_playlist import hls_playlist
from auralis.streaming.icy import INTERVAL, IcyTitles, block
from auralis.streaming.now_playing import now_playing
from auralis.streaming.segments import PACKET, PACKETS, Segment, Segments, stamp


def slow_checksum(data: bytes) -> int:
    """Return Ogg's CRC-32 as RFC 3533 defines it, bit by bit."""
    value = 0
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C1_1DB7) & 0xFFFF_FFFF if value & 1 << 31 else value << 1
    return value


def slow_crc(data: bytes, polynomial: int, width: int) -> int:
    value = 0
    for byte in data:
        value ^= byte << (width - 8)
        for _ in range(8):
            value = value << 1 ^ polynomial if value & 1 << (width - 1) else value << 1
    return value & (1 << width) - 1


@given(st.binary(max_size=300))
def test_the_checksum_of_a_page_is_the_one_of_the_standard(data: bytes) -> None:
    assert ogg.checksum(data) == slow_checksum(data)


@given(st.lists(st.binary(max_size=600), min_size=1, max_size=5), st.integers(0, 2**40))
def test_a_page_says_where_its_packets_end(packets: list[bytes], granule: int) -> None:
    page = ogg.page(packets, granule, 7, 2**32 + 3, ogg.BEGIN)
    magic, version, flags, position, serial, number, check, count = struct.unpack("<4sBBqIIIB", page[:27])
    assert (magic, version, flags, position, serial, number) == (b"OggS", 0, 2, granule, 7, 3)
    assert check == slow_checksum(page[:22] + bytes(4) + page[26:])
    left, found, packet = page[27 + count :], [], b""
    for lace in page[27 : 27 + count]:
        packet, left = packet + left[:lace], left[lace:]
        if lace < 255:
            found.append(packet)
            packet = b""
    assert found == packets
    assert left == b""


@given(st.integers(0, 2**31 - 1), st.binary(max_size=200))
def test_a_frame_of_flac_gets_another_number(number: int, body: bytes) -> None:
    frames = []
    for text in (b"\0", coded(number)):
        head = b"\xff\xf8\x79\xa8" + text + b"\x11\x39"
        head += bytes((slow_crc(head, 0x07, 8),))
        frames.append(head + body + slow_crc(head + body, 0x8005, 16).to_bytes(2, "big"))
    assert renumbered(frames[0], number) == frames[1]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "00"),
        (0x7F, "7f"),
        (0x80, "c280"),
        (0x7FF, "dfbf"),
        (0x800, "e0a080"),
        (0x1_0000, "f0908080"),
        (0x7FFF_FFFF, "fdbfbfbfbfbf"),
        (0xF_FFFF_FFFF, "febfbfbfbfbfbf"),
    ],
)
def test_numbers_are_coded_like_utf_8(number: int, text: str) -> None:
    assert coded(number).hex() == text


def test_what_is_no_such_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="not frame 0"):
        renumbered(bytes(20), 3)


@given(st.lists(st.tuples(st.binary(max_size=40_000), st.sampled_from(["a · b", "it's", "ü" * 3000]))))
def test_titles_stand_after_every_16000_bytes(parts: list[tuple[bytes, str]]) -> None:
    titles = IcyTitles()
    stream = b"".join(titles.insert(data, title) for data, title in parts)
    audio, said = b"", []
    while len(stream) > INTERVAL:
        audio, stream = audio + stream[:INTERVAL], stream[INTERVAL:]
        size = 16 * stream[0]
        if size:
            said.append(stream[1 : 1 + size].rstrip(b"\0").decode())
        stream = stream[1 + size :]
    assert audio + stream[:INTERVAL] == b"".join(data for data, _ in parts)
    assert all(s.startswith("StreamTitle='") and s.endswith("';") and s.count("'") == 2 for s in said)
    assert all(one != other for one, other in pairwise(said))


def test_a_block_is_as_long_as_it_says() -> None:
    assert block("main")[0] == 2
    assert len(block("main")) == 33
    assert len(block("ü" * 5000)) == 1 + 255 * 16


def test_what_plays_is_said_in_a_line() -> None:
    chords = [{"frame": 0, "symbol": "Em7"}, {"frame": 900, "symbol": "Fmaj7"}]
    update = {"key": "A minor", "phrase_key": "E phrygian", "chords": chords}
    assert now_playing("main", {"preset": "sleep"}, update, 899) == "main · sleep · E phrygian · Em7"
    assert now_playing("main", {"preset": "sleep"}, update, 900) == "main · sleep · E phrygian · Fmaj7"
    assert now_playing("main", {}, {}, 5) == "main"


def fed(segments: Segments, first: int, until: int, rate: int = 44_100) -> list[int]:
    """Add chunks whose packets are their numbers; return the chunks that completed a segment."""
    frames, done = rate // 10, []
    for seq in range(first, until):
        numbers = range(seq * frames // PACKET, (seq + 1) * frames // PACKET)
        if segments.add(seq, [n.to_bytes(4, "big") for n in numbers], seq / 10):
            done.append(seq)
    return done


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_segments_lie_on_a_grid_wherever_one_begins(rate: int) -> None:
    early, late = Segments(rate, 5), Segments(rate, 5)
    assert len(fed(early, 0, 400, rate)) == 400 * rate // 10 // (PACKET * PACKETS)
    fed(late, 123, 400, rate)
    assert list(early.whole) == list(range(list(early.whole)[-1] - 4, list(early.whole)[-1] + 1))
    for number, segment in late.whole.items():
        assert segment.data == early.whole.get(number, segment).data
        assert abs(segment.unix - number * PACKETS * PACKET / rate) < 1e-6
        tag = stamp(number * PACKETS * PACKET * 90_000 // rate)
        assert segment.data.startswith(tag)
        packets = segment.data[len(tag) :]
        assert packets[:4] == (number * PACKETS).to_bytes(4, "big")
        assert len(packets) == 4 * PACKETS


def test_after_a_gap_the_old_segments_are_gone() -> None:
    segments = Segments(44_100, 5)
    fed(segments, 0, 100)
    assert list(segments.whole) == [0, 1]
    fed(segments, 120, 220)
    assert list(segments.whole) == [3]


def test_the_playlist_says_where_it_stands() -> None:
    segments = [Segment(n, 1_700_000_000 + 4.458 * n, b"") for n in (7, 8)]
    lines = hls_playlist(segments, 4.45823).splitlines()
    assert lines[:5] == [
        "#EXTM3U",
        "#EXT-X-VERSION:6",
        "#EXT-X-TARGETDURATION:5",
        "#EXT-X-MEDIA-SEQUENCE:7",
        "#EXT-X-INDEPENDENT-SEGMENTS",
    ]
    assert lines[5:8] == ["#EXT-X-PROGRAM-DATE-TIME:2023-11-14T22:13:51.206Z", "#EXTINF:4.45823,", "7.aac"]
    assert lines[-1] == "8.aac"


def test_a_stamp_is_one_tag_with_33_bits_of_time() -> None:
    tag = stamp(2**33 + 90_000)
    assert tag[:3] == b"ID3"
    assert b"com.apple.streaming.transportStreamTimestamp\0" in tag
    assert tag[-8:] == (90_000).to_bytes(8, "big")
    assert len(tag) == 10 + tag[9]
