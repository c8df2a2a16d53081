"""Every bad font is refused in one line that says what is wrong with it."""

import ctypes
import hashlib
import os
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auralis.core.errors import Unavailable
from auralis.engine.kit_catalogue import load_kit, wants_font
from auralis.engine.kits.soundfont.strip import STRIP
from auralis.engine.soundfont import font as font_file
from auralis.engine.soundfont import library
from auralis.engine.soundfont.font import MAX_BYTES, Font
from auralis.engine.soundfont.preset import Preset
from auralis.engine.soundfont.soundfont_instrument import SoundFontInstrument
from tests.engine.soundfont.small_font import chunk, write_font


def refused(path: Path) -> str:
    with pytest.raises(Unavailable) as caught:
        Font.open(path)
    assert caught.value.field == "soundfont"
    assert caught.value.value == str(path)
    assert "\n" not in str(caught.value)
    return caught.value.allowed


def test_a_whole_font_says_what_it_offers(font: Font) -> None:
    assert font.presets == (Preset(0, 0, "Piano"), Preset(0, 89, "Warm Pad"))
    assert font.version == 2
    assert font.size == font.path.stat().st_size
    assert font.sha256 == hashlib.sha256(font.path.read_bytes()).hexdigest()


def test_a_compressed_font_is_one_too(tmp_path: Path) -> None:
    assert Font.open(write_font(tmp_path / "small.sf3", version=3)).version == 3


def test_odd_chunks_without_padding_are_read(font: Font, tmp_path: Path) -> None:
    whole = bytearray(font.path.read_bytes().replace(chunk("INAM", b"small\0"), b"INAM\x05\0\0\0small"))
    for at in (4, 16):
        struct.pack_into("<I", whole, at, struct.unpack_from("<I", whole, at)[0] - 1)
    path = tmp_path / "odd.sf3"
    path.write_bytes(whole)
    assert Font.open(path).presets == font.presets


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    assert "folder" in refused(tmp_path)
    assert "exists" in refused(tmp_path / "none.sf2")


def test_a_file_that_is_too_large_is_named(broken: Path) -> None:
    with broken.open("wb") as file:
        file.truncate(MAX_BYTES + 1_000_000)
    assert "at most 500 MB; this one has 501 MB" in refused(broken)


def test_a_file_that_can_not_be_read_is_named(font: Font, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "can be read" in refused(font.path)


def test_a_file_that_fails_while_it_is_read_is_named(font: Font, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(font_file, "_content", fail)
    assert "Input/output error" in refused(font.path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "begins with b''"),
        (b"Once upon a time, there was a text.", "not with RIFF"),
        (chunk("RIFF", b"WAVE" + chunk("data", bytes(8))), "'WAVE', not a SoundFont"),
        (chunk("RIFF", b"sfbk"), "no INFO"),
    ],
)
def test_other_files_are_named(broken: Path, content: bytes, said: str) -> None:
    broken.write_bytes(content)
    assert said in refused(broken)


def test_a_version_that_there_is_not_is_named(broken: Path) -> None:
    assert "of version 7" in refused(write_font(broken, version=7))


@given(st.data())
def test_a_font_cut_short_anywhere_is_named(
    font: Font, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = font.path.read_bytes()
    length = data.draw(st.integers(0, len(whole) - 1))
    path = tmp_path_factory.getbasetemp() / "cut.sf2"
    path.write_bytes(whole[:length])
    assert "cut short" in refused(path) or length < 12


@given(st.data())
def test_a_damaged_font_is_refused_or_read(
    font: Font, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(font.path.read_bytes())
    places = st.integers(0, 200) | st.integers(len(content) - 700, len(content) - 1)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(places)] ^= 0x55
    path = tmp_path_factory.getbasetemp() / "damaged.sf2"
    path.write_bytes(content)
    try:
        found = Font.open(path).version
    except Unavailable:
        found = 0
    assert found in (0, 2, 3)


def test_a_preset_that_is_not_there_is_named(font: Font) -> None:
    with pytest.raises(Unavailable, match=r"preset 12 in bank 0; this one has 2 presets: 0:0 Piano"):
        SoundFontInstrument(font, 0, 12, 4, STRIP)


def test_a_font_that_only_looks_whole_is_refused(tmp_path: Path) -> None:
    path = write_font(tmp_path / "odd.sf2")
    path.write_bytes(path.read_bytes().replace(b"shdr", b"shdx"))
    with pytest.raises(Unavailable, match="FluidSynth can load"):
        SoundFontInstrument(Font.open(path), 0, 89, 4, STRIP)


def test_a_missing_library_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: str) -> None:
        raise OSError("no such library")

    library.library.cache_clear()
    monkeypatch.setattr(ctypes, "CDLL", none)
    monkeypatch.setattr(ctypes.util, "find_library", lambda _: None)
    with pytest.raises(Unavailable, match="libfluidsynth3") as caught:
        library.version()
    assert caught.value.field == "fluidsynth"


def test_the_kit_wants_a_font() -> None:
    assert wants_font("soundfont")
    assert not wants_font("auralis")
    with pytest.raises(Unavailable, match="SF2 or SF3"):
        load_kit("soundfont")
