"""`auralis analyse`: figures on stdout, JSON, a picture; one clear line for what can't be measured."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from auralis.analysis import Report, analyse
from auralis.app.figures import figures
from auralis.pictures.sound import figure_of
from tests.analysis.signals import Sound, noise, sine
from tests.command_line import Said
from tests.pictures.test_picture import crowded

RATE = 44_100
SOUND = noise(-20, 35, -4, RATE)


def file_of(sound: Sound, name: str = "x.wav", rate: int = RATE, **form: str) -> str:
    soundfile.write(name, sound.T, rate, **form)
    return name


def shown(out: str) -> dict[str, str]:
    """Return the values of a table that was printed, by their names."""
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in out.splitlines() if "│" in line]
    return {words: value for words, value, *_ in cells}


def test_a_table_on_stdout(said: Said) -> None:
    status, out, err = said("analyse", file_of(SOUND))
    assert (status, err) == (0, "")
    values, report = shown(out), analyse(SOUND, RATE)
    assert values["integrated loudness"] == f"{report.loudness.integrated_lufs:.1f}"
    assert values["onsets"] == f"{report.onsets_a_minute:.1f}"
    assert values["clicks"] == "0"
    assert list(values) == [figure.words for group in figures(report) for figure in group]
    assert "x.wav, 35.0 s, 44100 Hz, stereo" in out


@pytest.mark.parametrize(
    ("name", "form"),
    [("x.flac", {}), ("x.ogg", {}), ("x.mp3", {}), ("x.aiff", {}), ("x.wav", {"subtype": "FLOAT"})],
)
def test_every_format_of_libsndfile(said: Said, name: str, form: dict[str, str]) -> None:
    status, out, _ = said("analyse", file_of(SOUND, name, **form))
    assert status == 0
    loudness = analyse(SOUND, RATE).loudness.integrated_lufs
    assert float(shown(out)["integrated loudness"]) == pytest.approx(loudness, abs=0.2)


def test_json_in_a_file_and_on_stdout(said: Said, tmp_path: Path) -> None:
    name = file_of(SOUND)
    assert said("analyse", name, "--json", "x.json")[0] == 0
    status, out, _ = said("analyse", name, "--json", "-")
    found = json.loads(out)
    assert status == 0
    assert json.loads((tmp_path / "x.json").read_text()) == found
    assert found["file"] == "x.wav"
    assert found["format"] == {"sample_rate": RATE, "channels": 2, "frames": SOUND.shape[1], "seconds": 35.0}
    assert found["loudness"]["integrated_lufs"] == pytest.approx(
        analyse(SOUND, RATE).loudness.integrated_lufs, abs=0.01
    )
    assert found["faults"] == {"clicks_s": [], "dropouts": [], "non_finite": 0}


def test_what_is_too_short_or_mono_is_a_dash_and_null(said: Said) -> None:
    name = file_of(sine(-20, 0.2, rate=RATE)[:1])
    values = shown(said("analyse", name)[1])
    assert values["integrated loudness"] == values["loudness range"] == "-"
    assert values["correlation of left and right, mean"] == values["onsets"] == "-"
    assert values["sample peak"] == "-20.0"
    found = json.loads(said("analyse", name, "--json", "-")[1])
    assert found["loudness"]["integrated_lufs"] is None
    assert found["stereo"] == dict.fromkeys(found["stereo"])


def test_faults_are_reported(said: Said) -> None:
    sound = SOUND.copy()
    sound[:, 10 * RATE] += 0.9
    sound[:, 20 * RATE : 21 * RATE] = 0
    sound[0, 5 * RATE] = np.nan
    found = json.loads(said("analyse", file_of(sound, subtype="FLOAT"), "--json", "-")[1])["faults"]
    assert found["non_finite"] == 1
    assert pytest.approx(min(found["clicks_s"], key=lambda s: abs(s - 10)), abs=0.001) == 10
    assert found["dropouts"] == [
        {"start_s": pytest.approx(20, abs=0.001), "length_s": pytest.approx(1, abs=0.001)}
    ]


@pytest.mark.parametrize("rate", [8_000, 96_000])
def test_other_rates(said: Said, rate: int) -> None:
    status, out, _ = said("analyse", file_of(sine(-23, 4, rate=rate), rate=rate))
    assert status == 0
    assert shown(out)["integrated loudness"] in ("-23.0", "-22.9", "-23.1")


def test_a_file_that_is_missing_or_no_sound_is_named(said: Said, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no sound")
    (tmp_path / "notes.raw").write_text("no sound")
    (tmp_path / "folder").mkdir()
    file_of(np.zeros((2, 0)), "empty.wav")
    for name in ("missing.wav", "notes.txt", "notes.raw", "folder", "empty.wav"):
        status, out, err = said("analyse", name)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert err.startswith(f"auralis: file: '{name}' is not allowed; allowed: a ")


def test_too_many_channels_are_named(said: Said) -> None:
    status, out, err = said("analyse", file_of(np.zeros((6, 100))))
    assert (status, out) == (2, "")
    assert err == "auralis: channels: 6 is not allowed; allowed: 1 to 2\n"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["--plot", "x.jpg"], "plot"),
        (["--plot", "missing/x.png"], "plot"),
        (["--json", "missing/x.json"], "json"),
    ],
)
def test_a_target_that_cannot_be_made_is_named(
    said: Said, tmp_path: Path, words: list[str], field: str
) -> None:
    status, out, err = said("analyse", file_of(SOUND[:, :RATE]), *words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"auralis: {field}: '{words[1]}' is not allowed; allowed: a file ")
    assert [path.name for path in tmp_path.iterdir()] == ["x.wav"]


def test_without_matplotlib_it_is_said_how_to_get_it(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    status, _, err = said("analyse", file_of(SOUND[:, :RATE]), "--plot", "x.png")
    assert (status, err) == (1, "auralis: plot: drawing needs matplotlib: pip install 'auralis[plot]'\n")


def test_a_picture_is_dark_wide_and_the_same_each_time(said: Said, tmp_path: Path) -> None:
    name = file_of(SOUND)
    for picture in ("a.png", "b.png", "c.svg"):
        assert said("analyse", name, "--plot", picture)[0] == 0
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    with Image.open(tmp_path / "a.png") as image:
        pixels = np.asarray(image.convert("RGB"), dtype=float)
    assert pixels.shape[1] > 1500
    assert np.median(pixels[: len(pixels) // 8]) < 40
    drawn = (tmp_path / "c.svg").read_text()
    assert all(f'id="{lane}"' in drawn for lane in ("waveform", "spectrogram", "momentary", "short-term"))


def texts(figure: Figure) -> set[str]:
    return {text.get_text() for text in figure.findobj(Text)}


@pytest.mark.parametrize(
    ("sound", "rate"),
    [
        (SOUND, RATE),
        (np.tile(SOUND, 4), RATE),
        (sine(-20, 0.05, rate=RATE), RATE),
        (np.zeros((2, RATE)), RATE),
        (noise(-20, 2, rate=8000)[:1], 8000),
        (np.full((1, 1), 0.5), RATE),
    ],
)
def test_any_sound_can_be_drawn(sound: Sound, rate: int) -> None:
    report: Report = analyse(sound, rate)
    figure = figure_of(report, "a sound with a name that is so long that it can't be written " * 3)
    assert crowded(figure) == []
    words = texts(figure)
    assert {"waveform", "loudness", "1 kHz"} <= words
    assert ("too short or too quiet to measure" in words) == (report.loudness.integrated_lufs is None)


def test_the_loudness_is_written_at_its_line() -> None:
    report = analyse(sine(-23, 10), 48_000)
    assert "-23.0 LUFS" in texts(figure_of(report, "sine"))
