"""`auralis certify`: what it measures is what others measure, and what is wrong is said and found again."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
import soundfile

from auralis.analysis import analyse
from auralis.certificate import Commission, certify, document, windows
from auralis.certificate.page import page
from auralis.composition import MusicalContext
from auralis.core.address import encode
from auralis.core.moment import decode
from auralis.core.recipe import Change
from auralis.core.units import to_pcm
from auralis.engine import Kernels
from auralis.station.offline import render
from auralis.station.recipes import new_recipe
from tests.bands.measures import ebur128
from tests.certificate.conftest import SECONDS, START_S, Certified
from tests.command_line import Said

RATE = 44_100


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, cache_home: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))


@pytest.fixture(scope="session")
def rendered(night: Certified, tmp_path_factory: pytest.TempPathFactory, kernels: Kernels) -> Path:
    """Render the same minutes as a file, by the address on the certificate."""
    path = tmp_path_factory.mktemp("rendered") / "night.wav"
    recipe = decode(night.data["address"]).recipe
    with soundfile.SoundFile(path, "w", RATE, 2, "PCM_16") as file:
        for block in render(recipe, kernels, START_S * RATE, SECONDS * RATE):
            file.write(to_pcm(block))
    return path


def test_a_night_is_judged_row_by_row(night: Certified) -> None:
    assert night.status == 0, night.err
    data = night.data
    assert data["verdict"] in ("pass", "remark")
    assert night.out.strip().endswith(f"sleep, E phrygian, 40 bpm, seed 7, {data['address']}")
    assert (data["start"], data["end"], data["frames"]) == ("0:20:00", "0:24:40", SECONDS * RATE)
    assert [window["start"] for window in data["windows"]] == ["0:20:00", "0:22:20"]
    assert {row["verdict"] for row in data["rows"]} <= {"pass", "remark", "none"}
    assert night.row("onsets")["band"] == {"least": 4, "most": 14}
    assert night.row("recurrence")["verdict"] == "none"
    assert night.row("repeats")["value"] == 0
    assert data["score"]["seconds_by_mode"] == {"phrygian": SECONDS}
    assert sum(data["score"]["seconds_by_chord"].values()) == pytest.approx(SECONDS)


def test_the_worst_spot_is_a_moment_that_plays(night: Certified) -> None:
    worst = night.row("step")["worst"]
    recipe, frame = decode(worst["moment"])
    hours, minutes, seconds = worst["time"].split(":")
    second = 3600 * int(hours) + 60 * int(minutes) + float(seconds)
    assert frame / RATE == pytest.approx(second - 5, abs=0.11)
    assert START_S <= second < START_S + SECONDS
    assert encode(recipe) == night.data["address"]


def test_ffmpeg_says_the_same_of_the_rendered_file(night: Certified, rendered: Path) -> None:
    theirs, ours = ebur128(rendered), night.data["night"]
    assert ours["integrated_lufs"] == pytest.approx(theirs["lufs"], abs=0.1)
    assert ours["range_lu"] == pytest.approx(theirs["range"], abs=0.11)
    assert night.row("true_peak")["value"] == pytest.approx(theirs["true_peak"], abs=0.2)


def test_a_window_is_what_analyse_says_of_it(night: Certified, rendered: Path) -> None:
    samples, _ = soundfile.read(rendered, dtype="int16", start=140 * RATE)
    window = night.data["windows"][1]
    assert window["sha256"] == hashlib.sha256(samples.tobytes()).hexdigest()
    report, figures = analyse(samples.T / 32_768, RATE), window["figures"]
    assert figures["lufs"] == pytest.approx(report.loudness.integrated_lufs, abs=0.01)
    assert figures["true_peak"] == pytest.approx(report.peaks.true_dbtp, abs=1e-4)
    assert figures["slope"] == pytest.approx(report.spectrum.slope_db_octave, abs=1e-4)
    assert figures["centroid"] == pytest.approx(report.spectrum.centroid_hz, abs=0.01)
    assert figures["onsets"] == pytest.approx(report.onsets_a_minute, rel=0.02)
    assert figures["correlation_min"] == pytest.approx(report.stereo.correlation_min, abs=1e-4)
    assert figures["step"] >= report.steadiness.step_lu - 0.01


class Elements(HTMLParser):
    """What a page is made of, and what it asks for."""

    VOID = ("meta", "img", "br")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


def test_the_page_stands_alone_and_can_be_read_without_eyes(night: Certified) -> None:
    text = night.html.read_text(encoding="utf-8")
    found = Elements(text)
    assert found.open == []
    assert len(text) < 3_000_000
    assert not {"script", "link", "iframe"} & {tag for tag, _ in found.tags}
    asked = [a.get(name) for _, a in found.tags for name in ("src", "href") if a.get(name)]
    assert asked
    assert all(url is not None and url.startswith("data:image/png;base64,") for url in asked)
    assert "http" not in text.replace("http-equiv", "")
    assert all(image["alt"] for image in found.all("img"))
    assert all(cell.get("scope") in ("row", "col", "rowgroup") for cell in found.all("th"))
    assert all(svg["role"] == "img" for svg in found.all("svg"))
    assert found.all("html")[0]["lang"] == "en"
    assert night.data["address"] in found.words
    assert {row["words"] for row in night.data["rows"]} <= set(found.words)


def test_processes_and_stretches_change_nothing(monkeypatch: pytest.MonkeyPatch, cache_home: Path) -> None:
    recipe = new_recipe(MusicalContext.of({"preset": "bright"}), 3, "auralis", RATE)
    commission = Commission(recipe, 95_123, 280 * RATE, cache_home / "auralis" / "kernels")
    whole = certify(commission, 1)
    monkeypatch.setattr(windows, "_TOGETHER", 1)
    parted = certify(commission, 2)
    assert len(whole.reading.windows) == 2
    assert json.dumps(document(parted)) == json.dumps(document(whole))
    assert page(parted) == page(whole)


def test_silence_fails_and_is_found(said: Said, tmp_path: Path) -> None:
    gains = [f"layers.{name}.gain=0" for name in ("pad", "piano", "bass", "bells", "air", "percussion")]
    words = [word for gain in gains for word in ("--set", gain)]
    status, out, _ = said("certify", *words, "--duration", "60", "--report", "x.json", "--jobs", "1")
    found = json.loads((tmp_path / "x.json").read_text())
    rows = {row["name"]: row for row in found["rows"]}
    assert (status, found["verdict"], rows["dead"]["verdict"]) == (1, "fail", "fail")
    assert rows["dead"]["value"] == found["night"]["longest_silence_s"] == 60
    assert rows["lufs"]["verdict"] == "none"
    assert "fail: focus, D dorian, 60 bpm, seed 0, a1" in out


def test_a_fade_that_a_listener_asked_for_is_no_fault(cache_home: Path) -> None:
    recipe = new_recipe(MusicalContext.of({"preset": "sleep"}), 7, "auralis", RATE)
    fading = Change(20 * RATE, "chunk", {"fade": 0.0, "fade_s": 10.0})
    commission = Commission(recipe.with_changes((fading,)), 0, 60 * RATE, cache_home / "auralis" / "kernels")
    found = certify(commission)
    by_name = {judgement.row.row.name: judgement for judgement in found.judgements}
    assert by_name["dead"].verdict == "pass"
    assert by_name["lufs"].verdict == "none"
    assert by_name["jump"].verdict == "pass"


def test_a_listener_who_turns_away_gets_remarks_not_failures(said: Said, tmp_path: Path) -> None:
    words = ("--preset", "sleep", "--bpm", "120", "--intensity", "1", "--duration", "90", "--jobs", "1")
    status, *_ = said("certify", *words, "--report", "x.json", "--report", "x.html")
    found = json.loads((tmp_path / "x.json").read_text())
    rows = {row["name"]: row for row in found["rows"]}
    assert (status, found["verdict"]) == (0, "remark")
    assert found["bands_of"] == {"preset": "sleep", "turned": ["bpm", "intensity"]}
    assert rows["onsets"]["verdict"] == "remark"
    assert rows["onsets"]["value"] > 14
    assert "turned away" in rows["onsets"]["note"]
    assert "Turned away from the preset sleep" in (tmp_path / "x.html").read_text()


@pytest.mark.parametrize(
    ("words", "status", "field"),
    [
        (["--duration", "59"], 2, "duration"),
        (["--duration", "-8h"], 2, "duration"),
        (["--report", "x.pdf"], 2, "report"),
        (["--report", "missing/x.json"], 2, "report"),
        (["--jobs", "0"], 2, "jobs"),
        (["--preset", "loud"], 2, "preset"),
        (["a1nonsense"], 2, "address"),
        (["a1I5BiTQik2OSM_KIUqF6cqRcp3yDltdH0OwzTLzA1gHiGWIpSolKyEfkp2bwWAA", "--seed", "7"], 2, "seed"),
        (
            ["a1I5BiTQik2OSM_KIUqF6cqRcp3yDltdH0OwzTLzA1gHiGWIpSolKyEfkp2bwWAA@0:01:00", "--start", "7"],
            2,
            "start",
        ),
        (["a1I5BiTQik2OSM_KIUqF6cqRcp3yDltdH0OwzTLzA1gHiGWIpSolKyEfkp2bwWAA@0:99:00"], 2, "address.time"),
    ],
)
def test_what_is_wrong_is_named(
    said: Said, tmp_path: Path, words: list[str], status: int, field: str
) -> None:
    found, out, err = said("certify", *words)
    assert (found, out, err.count("\n")) == (status, "", 1)
    assert err.startswith(f"auralis: {field}: ")
    assert list(tmp_path.iterdir()) == []


def test_a_kit_that_is_missing_is_named(said: Said) -> None:
    recipe = new_recipe(MusicalContext.of({}), 1, "of-nobody", RATE)
    status, out, err = said("certify", encode(recipe))
    assert (status, out) == (1, "")
    assert "of-nobody" in err


def test_a_font_that_is_missing_is_named(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = new_recipe(MusicalContext.of({}), 1, "soundfont", RATE)
    monkeypatch.setattr("auralis.app.kits.find_fonts", lambda _: [])
    status, out, err = said("certify", encode(replace(recipe, font="0" * 64, fluidsynth="2.3.1")))
    assert (status, out) == (1, "")
    assert "0" * 64 in err or "FluidSynth" in err


def children(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes where Linux lists them")
def test_ctrl_c_ends_every_process_quietly(tmp_path: Path, cache_home: Path) -> None:
    words = ["certify", "--duration", "8h", "--jobs", "2", "--report", str(tmp_path / "x.html")]
    process = subprocess.Popen(
        [sys.executable, "-m", "auralis", *words],
        env={**os.environ, "XDG_CACHE_HOME": str(cache_home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while len(children(process.pid)) < 3:  # two that measure, and the tracker of what they share
        assert process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
