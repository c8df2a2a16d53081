"""What sound files begin with, for lengths and addresses that no test can render."""

import struct
from pathlib import Path

import pytest
import soundfile

from auralis.composition import MusicalContext
from auralis.core import moment
from auralis.core.recipe import Change
from auralis.export.sound.coder import Facts
from auralis.export.sound.coders.opus import Opus
from auralis.export.sound.coders.wav import Wav
from auralis.export.sound.flac_numbers import renumbered
from auralis.export.sound.tags import Tags, moment_text
from auralis.export.sound.xing import frames_for, xing
from auralis.station.recipes import new_recipe
from auralis.streaming import flac_frame, ogg
from tests.export.sound import RATE

TAGS = Tags("a title", "D dorian", "7", "a1xyz@0:00:00")
NOTHING = Facts(0, 0)


@pytest.mark.parametrize(
    ("bits", "width", "subtype"), [("16", 2, "PCM_16"), ("24", 3, "PCM_24"), ("float", 4, "FLOAT")]
)
def test_past_4_gib_a_wav_is_rf64(tmp_path: Path, bits: str, width: int, subtype: str) -> None:
    most = (2**32 - 1) // (2 * width)
    for frames, form in ((most - 1_000, "WAV"), (most + 1, "RF64"), (8 * 3600 * 96_000, "RF64")):
        head = Wav(RATE, bits, frames, TAGS).head(NOTHING)
        path = tmp_path / f"{frames}.wav"
        with path.open("wb") as file:
            file.write(head)
            file.truncate(len(head) + 2 * width * frames)  # a hole: it takes no room
        with soundfile.SoundFile(path) as sound:
            assert (sound.frames, sound.format, sound.subtype, sound.samplerate) == (
                frames,
                form,
                subtype,
                RATE,
            )
            assert sound.title == "a title"
        path.unlink()


def test_the_size_of_a_riff_is_all_but_its_first_eight_bytes() -> None:
    head = Wav(RATE, "24", 1_001, TAGS).head(NOTHING)
    assert struct.unpack("<I", head[4:8])[0] == len(head) + 6 * 1_001 - 8
    assert struct.unpack("<I", head[-4:])[0] == 6 * 1_001


@pytest.mark.parametrize("size", [0, 64_000, 65_024, 65_025, 65_026, 200_000])
def test_an_address_of_any_length_fits_into_ogg(size: int) -> None:
    tags = Tags("a title", "D dorian", "7", "a" * size)
    data, packets, waiting = Opus(RATE, 0, tags).head(NOTHING), [], b""
    numbers = []
    while data:
        count = data[26]
        lacing, body = data[27 : 27 + count], data[27 + count : 27 + count + sum(data[27 : 27 + count])]
        page, data = data[: 27 + count + len(body)], data[27 + count + len(body) :]
        assert struct.unpack("<I", page[22:26])[0] == ogg.checksum(page[:22] + bytes(4) + page[26:])
        assert bool(page[5] & 1) == bool(waiting)
        numbers.append(struct.unpack("<I", page[18:22])[0])
        for length in lacing:
            waiting, body = waiting + body[:length], body[length:]
            if length < 255:
                packets.append(waiting)
                waiting = b""
    assert numbers == list(range(len(numbers)))
    assert [p[:8] for p in packets] == [b"OpusHead", b"OpusTags"]
    assert f"ADDRESS={'a' * size}".encode() in packets[1]


@pytest.mark.parametrize("frame", [0, 1, 4_409, 4_410, 44_100, 551_250, 2**31 + 7, 8 * 3600 * RATE + 1])
@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_a_moment_as_text_names_the_very_frame(frame: int, rate: int) -> None:
    recipe = new_recipe(MusicalContext.of(), 3, "auralis", rate)
    recipe = recipe.with_changes((Change(0, "chunk", {"brightness": 0.3}),))
    assert moment.decode(moment_text(recipe, frame)) == (recipe, frame)


def test_an_mp3_says_how_long_it_is_and_where_things_are() -> None:
    lengths = [1_000, 3_000, 3_000, 1_000]
    length = 1152 * 100
    head = xing(RATE, length, lengths, None)
    assert len(head) == 208
    flags, count, size = struct.unpack(">III", head[40:52])
    assert (flags, count, size) == (15, frames_for(length), 8_208)
    places = head[52:152]
    assert list(places) == sorted(places)
    assert places[50] == 256 * 4_000 // 8_208
    cut = int.from_bytes(head[177:180], "big")
    assert (cut >> 12) + (cut & 0xFFF) == count * 1152 - length
    assert cut & 0xFFF >= 529


def test_a_flac_frame_takes_any_number_as_the_streams_do() -> None:
    import numpy as np

    from auralis.streaming.libav import Libav

    noise = np.random.default_rng(1).integers(-9_000, 9_000, (4_410, 2)).astype("<i2")
    codec = Libav("flac", RATE, "s16")
    (frame,) = (*codec.encode(noise), *codec.end())
    for number in (1, 127, 128, 2_047, 2_048, 65_536, 40_000_000):
        assert renumbered(frame, number) == flac_frame.renumbered(frame, number)
        assert renumbered(renumbered(frame, number), 77) == flac_frame.renumbered(frame, 77)
