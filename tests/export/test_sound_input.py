"""`auralis render`: what can't be is told in one line that names it, and leaves nothing behind."""

import json
import os
from pathlib import Path

import pytest

from auralis.composition import MusicalContext
from auralis.core.address import encode
from auralis.station.recipes import new_recipe
from tests.command_line import Said

ADDRESS = encode(new_recipe(MusicalContext.of(), 3, "auralis", 44_100))
FONT = {
    **new_recipe(MusicalContext.of(), 0, "soundfont", 44_100).as_dict(),
    "font": "5" * 64,
    "fluidsynth": "2.3.1",
}


@pytest.mark.parametrize(
    ("words", "field", "allowed"),
    [
        (["x.wav", "--bits", "8"], "bits", "16, 24, float in wav"),
        (["x.flac", "--bits", "float"], "bits", "16, 24 in flac"),
        (["x.mp3", "--bits", "16"], "bits", "nothing in mp3"),
        (["x.wav", "--bitrate", "128"], "bitrate", "lossless"),
        (["x.mp3", "--bitrate", "16"], "bitrate", "32 to 320"),
        (["x.opus", "--bitrate", "-3"], "bitrate", "16 to 510"),
        (["x.opus", "--bitrate", "128.5"], "bitrate", "16 to 510"),
        (["x.aac"], "format", "wav, flac, opus, mp3"),
        (["x", "--format", "OGG"], "format", "wav, flac, opus, mp3"),
        (["x.wav", "--recipe", ADDRESS, "--rate", "96000"], "rate", "44100 or 48000"),
        (["x.wav", "--recipe", ADDRESS[:-9]], "address", "whole address"),
        (["x.wav", "--recipe", ADDRESS[:20] + "A" + ADDRESS[21:]], "", ""),
        (["x.wav", "--recipe", ADDRESS + "@1:75:00"], "address.time", "0:12:34"),
        (["x.wav", "--recipe", ADDRESS + "@-1:00:00"], "address.time", "0:12:34"),
        (["x.wav", "--recipe", ADDRESS + "@99999:00:00"], "address.time", "a year"),
        (["x.wav", "--recipe", ADDRESS + "@0:00:01", "--start", "3"], "start", "nothing beside a moment"),
        (["x.wav", "--start", "-1"], "start", "0 or more"),
        (["x.wav", "--start", "1e9"], "start", "1h30m"),
        (["x.wav", "--duration", "99999999999"], "duration", "a year"),
        (["x.wav", "--midi", "missing/x.mid"], "midi", "a folder that exists"),
        (["."], "format", "wav"),
        ([".", "--format", "wav"], "out", "a file"),
        (["x.wav", "--kit", "brass"], "kit", "auralis"),
    ],
)
def test_what_is_wrong_is_named(said: Said, words: list[str], field: str, allowed: str) -> None:
    status, out, err = said("render", *words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"auralis: {field}")
    assert allowed in err
    assert list(Path().iterdir()) == []


def test_a_missing_font_is_named_by_its_hash(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AURALIS_SOUNDFONT", "none.sf2")
    status, _, err = said("render", "x.wav", "--recipe", json.dumps(FONT))
    assert status == 1
    assert "5" * 64 in err.splitlines()[-1]
    assert list(Path().iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_can_not_be_written_to_is_named(said: Said) -> None:
    Path("closed").mkdir(mode=0o500)
    status, _, err = said("render", "closed/x.wav")
    assert status == 2
    assert err.startswith("auralis: out: 'closed/x.wav'")


def test_a_moment_begins_where_it_says(said: Said, monkeypatch: pytest.MonkeyPatch, cache_home: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    moment = said("render", "--sha256", "--duration", "1", "--recipe", f"{ADDRESS}@0:00:12.5")
    start = said("render", "--sha256", "--duration", "1", "--recipe", ADDRESS, "--start", "12.5")
    assert moment[0] == start[0] == 0
    assert moment[1] == start[1] != ""
