"""`auralis patch`: what is listed, shown, checked, rendered and drawn."""

import hashlib
import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import soundfile
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.text import Text

from auralis.app.patch_picture.figure import figure_of
from auralis.app.patch_picture.graph import graph_of
from auralis.app.patch_picture.placing import WIDTH, place
from auralis.app.patch_picture.response import level, spectrum
from auralis.app.patches.choice import Choice, built_in, choose
from auralis.engine.compiler.kernel_source import available
from auralis.engine.compiler.validation import check
from auralis.engine.files.patch_file import PatchFile
from auralis.engine.files.patch_schema import patch_schema
from auralis.engine.files.patch_writing import to_toml
from auralis.engine.patch import Patch, node
from tests.command_line import Said
from tests.engine.pads import PAD

RATE = 44_100
TONE = """\
name = "plain_tone"
cables = ["osc.y -> amp.x", "env.y -> amp.vca", "voices.main -> out"]
sends = [{ name = "main", left = "amp.l", right = "amp.r" }]
voice.nodes = [
  { id = "osc", module = "sine" },
  { id = "env", module = "swell", attack = 0.01, release = 0.01 },
  { id = "amp", module = "pan", amp = 0.5 },
]
play = { polyphony = 8, release = 1, choke = "env.choke" }
note = { "osc.freq" = "frequency" }
"""
HALF = 'name = "half"\ninputs = ["x"]\ncables = ["in.x -> g.x", "g.y -> out"]\n'
HALF += 'bus.nodes = [{ id = "g", module = "gain", gain = 0.5 }]\n'


@pytest.fixture
def files(tmp_path: Path, cache_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which commands run, with two patches in it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    (tmp_path / "tone.toml").write_text(TONE)
    (tmp_path / "half.toml").write_text(HALF)
    return tmp_path


def read(path: Path) -> np.ndarray:
    sound, rate = soundfile.read(path, dtype="int16", always_2d=True)
    assert rate == RATE
    return sound


def test_patches_and_modules_are_listed(said: Said) -> None:
    status, out, _ = said("patch", "list")
    assert status == 0
    assert all(f"auralis/{name}" in out for name in ("pad", "piano", "bass", "effects", "bus", "master"))
    status, out, _ = said("patch", "list", "--modules")
    assert status == 0
    assert all(f"\n{name} " in out for name in available())


@pytest.mark.usefixtures("files")
def test_a_patch_and_a_module_are_shown(said: Said) -> None:
    status, out, _ = said("patch", "show", "tone.toml")
    assert status == 0
    assert "plain_tone: 16 voices, 3 nodes, 3 cables" in out
    for words in ("osc", "swell", "attack", "0.01", "0.005 to 20 s", "amp.l, amp.r", "voices.main"):
        assert words in out
    status, out, _ = said("patch", "show", "saw")
    assert status == 0
    assert "Band-limited saw" in out
    assert "0.25 to 8" in out


@pytest.mark.usefixtures("files")
def test_a_good_patch_is_ok(said: Said) -> None:
    status, out, err = said("patch", "check", "tone.toml")
    assert (status, err) == (0, "")
    assert out.startswith("ok: plain_tone: 16 voices, 3 nodes, 3 cables, state ")
    assert "latency 0 frames" in out
    assert said("patch", "check", "auralis/master")[1].startswith("ok: auralis_master: an effect, 2 nodes")


@pytest.mark.parametrize("name", [choice.name for choice in built_in()])
def test_every_built_in_patch_is_ok(said: Said, name: str) -> None:
    assert said("patch", "check", name)[0] == 0


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("sine", "sin", "tone.toml: plain_tone: node 'osc': 'sin' is not allowed; allowed: adsr"),
        ("osc.y ->", "osc.z ->", "tone.toml: plain_tone: cable 'osc.z -> amp.x'"),
        ("frequency", "2 * frequency", "plain_tone: note.osc.freq of pitch 117, velocity 1"),
        ("play =", "play", "tone.toml: line 9"),
    ],
)
def test_a_bad_patch_is_one_line_and_status_1(
    said: Said, files: Path, old: str, new: str, words: str
) -> None:
    (files / "tone.toml").write_text(TONE.replace(old, new, 1))
    status, out, err = said("patch", "check", "tone.toml")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("auralis: ")
    assert words in err


@pytest.mark.parametrize(
    ("words", "said_"),
    [
        (["check", "nowhere.toml"], "patch: 'nowhere.toml' is not allowed; allowed: a .toml or .json file"),
        (["show", "auralis/flute"], "auralis/pad"),
        (["render", "half.toml"], "out: None"),
        (["render", "half.toml", "x.ogg"], "format: 'ogg'"),
        (["render", "half.toml", "x.wav", "--set", "g.gain=loud"], "set: 'g.gain=loud'"),
        (["render", "half.toml", "x.wav", "--set", "g.gain=9"], "half: g.gain: 9.0 is not allowed"),
        (["render", "half.toml", "x.wav", "--set", "g.volume=1"], "half: 'g.volume'"),
        (["render", "half.toml", "x.wav", "--input", "none.wav"], "input: 'none.wav'"),
        (["render", "half.toml", "x.wav", "--duration", "long"], "duration: 'long'"),
        (["render", "half.toml", "x.wav", "--rate", "8000"], "rate: '8000'"),
        (["render", "tone.toml", "x.wav", "--note", "A4"], "note: 'A4'"),
        (["render", "tone.toml", "x.wav", "--note", "128"], "note: 128"),
        (["plot", "tone.toml", "x.bmp"], "out: 'x.bmp'"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(said: Said, files: Path, words: list[str], said_: str) -> None:
    status, out, err = said("patch", *words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert said_ in err
    assert not list(files.glob("x.*"))


def test_an_effect_is_rendered(said: Said, files: Path) -> None:
    status, _, _ = said("patch", "render", "half.toml", "x.wav", "--duration", "1s")
    assert status == 0
    sound = read(files / "x.wav")
    assert sound.shape == (RATE, 2)
    assert sound[0].tolist() == [16_384, 16_384]
    assert not sound[1:].any()
    said("patch", "render", "half.toml", "y.wav", "--duration", "1s", "--input", "noise", "--set", "g.gain=1")
    noise = read(files / "y.wav") / 32_767
    assert np.abs(noise).max() == pytest.approx(0.25, abs=0.001)
    assert np.abs(np.corrcoef(noise[:33_000].T)[0, 1]) < 0.03
    assert not noise[33_075:].any()
    said("patch", "render", "half.toml", "z.wav", "--duration", "2s", "--input", "y.wav")
    assert np.allclose(read(files / "z.wav")[:RATE], noise * 16_383.5, atol=1.01)


def test_notes_are_rendered_the_same_each_time(said: Said, files: Path) -> None:
    words = ("patch", "render", "tone.toml", "x.wav", "--duration", "2s", "--sha256")
    status, out, _ = said(*words, "--note", "69", "--note", "57")
    assert status == 0
    sound = read(files / "x.wav")
    assert hashlib.sha256(sound.astype("<i2").tobytes()).hexdigest() == out.strip()
    assert said(*words, "--note", "69", "--note", "57")[1] == out
    halves = (sound[5_000:27_050, 0], sound[40_000:62_050, 0])
    loudest = [np.abs(np.fft.rfft(half)).argmax() * 2 for half in halves]
    assert loudest == [440, 220]
    assert said(*words, "--note", "69", "--note", "57", "--chord")[1] != out


@pytest.mark.usefixtures("files")
def test_what_is_too_loud_is_told(said: Said) -> None:
    words = ("patch", "render", "half.toml", "--sha256", "--duration", "1s", "--set", "g.gain=8")
    assert "clipped; the peak is 18.1 dB above full scale" in said(*words)[2]


def test_voices_that_are_no_instrument_are_not_rendered(said: Said, files: Path) -> None:
    (files / "pad.toml").write_text(to_toml(PatchFile(PAD)))
    status, _, err = said("patch", "render", "pad.toml", "x.wav")
    assert status == 2
    assert "a table [play]" in err


def test_the_schema_is_printed(said: Said) -> None:
    status, out, _ = said("patch", "schema")
    assert status == 0
    assert json.loads(out) == patch_schema()


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_a_patch_is_drawn(said: Said, files: Path, form: str) -> None:
    assert said("patch", "plot", "tone.toml", f"x.{form}")[0] == 0
    drawn = (files / f"x.{form}").read_bytes()
    said("patch", "plot", "tone.toml", f"x.{form}")
    assert (files / f"x.{form}").read_bytes() == drawn
    assert len(drawn) > 5_000


@pytest.mark.parametrize("name", ["auralis/pad", "auralis/effects", "pad"])
def test_every_node_and_cable_is_drawn_and_none_lies_on_another(name: str) -> None:
    choice = Choice("pad", PatchFile(PAD)) if name == "pad" else choose(name)
    plan = check(choice.file.patch)
    figure = figure_of(choice, plan, np.zeros((2, 0), np.float32), RATE)
    gids = [p.get_gid() for p in figure.findobj(FancyBboxPatch) if p.get_gid()]
    assert {f"box {i}" for i in plan.nodes} <= set(gids)
    patch = choice.file.patch
    wires = [p for p in figure.findobj(PathPatch) if (p.get_gid() or "").startswith("wire")]
    assert len(wires) == 2 * (len(patch.cables) + 2 * len(patch.sends))
    shown = {text.get_text() for text in figure.findobj(Text)}
    assert {i.replace("_", " ") for i in plan.nodes} <= shown
    places = place(graph_of(plan, {})).boxes.values()
    for a, b in combinations(places, 2):
        assert abs(a.x - b.x) >= WIDTH or abs(a.y - b.y) >= (a.height + b.height) / 2


def test_sources_stand_to_the_left_of_what_hears_them() -> None:
    graph = graph_of(check(PAD), {})
    back = [w for w in graph.wires if graph.boxes[w.start].column >= graph.boxes[w.end].column]
    assert [(w.start, w.end) for w in back] == [("rev", "loop")]


def test_the_curves_are_measured() -> None:
    impulse = np.zeros((2, RATE), np.float32)
    impulse[:, 0] = 0.5
    assert np.allclose(spectrum(impulse, RATE, is_response=True).decibels, -6.02, atol=0.01)
    tone = np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE).astype(np.float32)[None].repeat(2, 0)
    tone[:, RATE // 2 :] *= 0.1
    found = spectrum(tone, RATE, is_response=False)
    assert found.x[found.decibels.argmax()] == pytest.approx(440, rel=0.04)
    assert found.decibels.max() == 0.0
    curve = level(tone, RATE)
    assert curve.decibels[5] == pytest.approx(0.0, abs=0.1)
    assert curve.decibels[40] == pytest.approx(-20.0, abs=0.1)


def test_a_patch_without_cables_is_drawn() -> None:
    lonely = Patch("lonely", bus=(node("a_gain", "gain"),))
    figure = figure_of(Choice("lonely", PatchFile(lonely)), check(lonely), np.zeros((2, 0), np.float32), RATE)
    assert "a gain" in {text.get_text() for text in figure.findobj(Text)}
