"""The score as JSON, several ways out in one call, and settings by name."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from auralis import __version__
from auralis.composition.layers import LAYERS
from auralis.core.address import decode, encode
from auralis.core.recipe import parse
from tests.command_line import Said

RATE = 44_100


def recipe(context: dict[str, object], *changes: tuple[float, str, dict[str, object]], seed: int = 7) -> str:
    log = [{"frame": int(s * RATE), "boundary": boundary, "set": what} for s, boundary, what in changes]
    parts = {"format": 1, "engine": __version__, "seed": seed, "kit": "auralis", "sample_rate": RATE}
    return json.dumps({**parts, "context": context, "changes": log})


def composed(said: Said, *words: str) -> dict[str, Any]:
    status, out, err = said("compose", *words, "--json", "-")
    assert status == 0, err
    score: dict[str, Any] = json.loads(out)
    return score


def test_phrases_follow_one_another_and_say_what_the_lead_does(said: Said) -> None:
    score = composed(said, "--seed", "7", "--start", "10m", "--duration", "12m")
    phrases = score["phrases"]
    assert all(a["frame"] + a["frames"] == b["frame"] for a, b in pairwise(phrases))
    assert [b["bar"] - a["bar"] for a, b in pairwise(phrases)] == [8] * (len(phrases) - 1)
    assert {p["section"] for p in phrases} == {s["section"] for s in score["sections"]}
    begun = {section["seconds"]: section["key"] for section in score["sections"]}
    assert len(set(begun.values())) > 1
    assert {p["seconds"]: p["key"] for p in phrases if p["seconds"] in begun} == begun
    assert all(0 < p["energy"] <= 1 and p["reason"].endswith(".") for p in phrases)
    assert len({p["energy"] for p in phrases}) > len(phrases) // 2
    leads = [n["frame"] for n in score["notes"] if n["voice"] == "lead"]
    for phrase in phrases[1:-1]:
        for said_motif in phrase["motifs"]:
            assert phrase["frame"] <= said_motif["frame"] < phrase["frame"] + phrase["frames"]
            assert said_motif["seconds"] == said_motif["frame"] / RATE
            assert said_motif["motif"] in "AB"
        sung = [f for f in leads if phrase["frame"] <= f < phrase["frame"] + phrase["frames"]]
        assert bool(sung) == bool(phrase["motifs"])


def test_a_phrase_that_a_change_cuts_short_ends_with_it(said: Said) -> None:
    text = recipe({"bpm": 60}, (45, "bar", {"key": "A minor"}))
    phrases = composed(said, "--recipe", text, "--duration", "2m")["phrases"]
    assert [(p["seconds"], p["key"]) for p in phrases[:3]] == [
        (0, "D dorian"),
        (32, "D dorian"),
        (48, "A minor"),
    ]
    assert phrases[1]["duration_seconds"] == 16
    assert all(m["seconds"] < 48 for m in phrases[1]["motifs"])


def test_every_chord_has_its_degree_and_part(said: Said) -> None:
    chords = composed(said, "--duration", "5m")["chords"]
    assert all(1 <= c["degree"] <= 7 and c["function"] and c["borrowed"] is False for c in chords)
    assert {"seam", "home"} <= {c["role"] for c in chords}


def test_all_ways_out_in_one_call(said: Said, tmp_path: Path) -> None:
    words = ["--json", "x.json", "--midi", "x.mid", "--musicxml", "x.musicxml", "--plot", "x.png"]
    assert said("compose", "--duration", "40", *words) == (0, "", "")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x.json", "x.mid", "x.musicxml", "x.png"]
    assert json.loads((tmp_path / "x.json").read_text())["notes"]
    assert (tmp_path / "x.mid").read_bytes().startswith(b"MThd\0\0\0\6\0\1")
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")


def test_settings_by_name_are_those_of_the_flags(said: Said) -> None:
    named = ["--set", "bpm=72", "--set", "key=A minor", "--set", "preset=sleep", "--set", "intensity=0.75"]
    flags = ["--bpm", "72", "--key", "A minor", "--preset", "sleep", "--intensity", "0.75"]
    assert composed(said, *named, "--duration", "1m") == composed(said, *flags, "--duration", "1m")


@pytest.mark.parametrize(
    ("assignment", "field", "value"),
    [
        ("density=1.4", "density", 1.4),
        ("layers.piano.density=0", "layers.piano.density", 0),
        ('layers={"bass": {"mute": true}}', "layers.bass.mute", True),
        ("key_held=true", "key_held", True),
        ("meter=6/8", "meter", "6/8"),
        ('meter="3/4"', "meter", "3/4"),
        ("chords=i IV", "chords", ["i", "IV"]),
        ('chords=["i", "IV"]', "chords", ["i", "IV"]),
        ("order=2", "order", 2),
        (" wander = 0.25", "wander", 0.25),
    ],
)
def test_any_setting_can_be_set(said: Said, assignment: str, field: str, value: object) -> None:
    assert composed(said, "--duration", "1", "--set", assignment)["context"][field] == value


def test_what_is_set_is_heard_in_the_score(said: Said) -> None:
    score = composed(said, "--set", "layers.piano.density=0", "--set", "chords=i IV", "--duration", "3m")
    assert "piano" not in {n["layer"] for n in score["notes"]}
    assert {c["roman"] for c in score["chords"]} <= {"i", "IV"}


@pytest.mark.parametrize(
    ("words", "field", "rest"),
    [
        (["--set", "density"], "set", "'density' is not allowed; allowed: FIELD=VALUE"),
        (["--set", "=3"], "set", "FIELD=VALUE"),
        (["--set", "loudness=3"], "loudness", "3 is not allowed; allowed: the fields preset, key"),
        (["--set", "density=3"], "density", "0 to 2"),
        (["--set", "density=much"], "density", "'much'"),
        (["--set", "key_held=yes"], "key_held", "true or false"),
        (["--set", "density=1", "--set", "density=2"], "density", "1 was given already"),
        (["--bpm", "60", "--set", "bpm=70"], "bpm", "60.0 was given already"),
        (["--set", "density=null", "--recipe", "{}"], "density", "nothing beside --recipe"),
    ],
)
@pytest.mark.parametrize("command", [["compose"], ["render", "x.wav"]])
def test_a_wrong_setting_is_named(
    said: Said, tmp_path: Path, command: list[str], words: list[str], field: str, rest: str
) -> None:
    status, out, err = said(*command, *words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"auralis: {field}: ")
    assert rest in err
    assert list(tmp_path.iterdir()) == []


def test_a_render_takes_settings_by_name(
    said: Said, cache_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    short = ["render", "--sha256", "--duration", "0.5", "--seed", "3"]
    status, bright, err = said(*short, "--set", "brightness=1", "--set", "layers.bass.mute=true")
    assert status == 0, err
    settings = decode(err.split("address ")[1].split()[0]).context
    assert (settings["brightness"], settings["layers.bass.mute"]) == (1, True)
    assert said(*short)[1] != bright


def test_what_cannot_be_had_is_said_once(said: Said) -> None:
    text = recipe({"key": "A minor", "chords": ["i", "#IV"]}, (20, "beat", {"intensity": 0.8}))
    status, out, err = said("compose", "--recipe", text, "--duration", "1m", "--json", "-")
    assert status == 0
    assert json.loads(out)["chords"]
    assert err == "auralis: note: #IV is not in A minor and is left out.\n"
    quiet = [word for layer in LAYERS for word in ("--set", f"layers.{layer}.mute=true")]
    status, out, err = said("compose", "--duration", "10", *quiet)
    assert (status, err) == (0, "auralis: note: Every layer is muted or has density 0; the pad plays on.\n")
    assert "tonic" in out


def test_a_recipe_of_another_engine_is_played_and_it_is_said(said: Said) -> None:
    text = recipe({"key": "A minor"}).replace(__version__, "0.0.9")
    status, out, err = said("compose", "--recipe", text, "--duration", "10")
    assert status == 0
    assert (
        err
        == f"auralis: note: This recipe is from engine 0.0.9; engine {__version__} may play it otherwise.\n"
    )
    assert "A minor" in out


def test_a_recipe_of_a_newer_engine_says_what_would_help(said: Said) -> None:
    for engine, helps in (("99.0.0", True), (f"{__version__}-mine", False), ("none", False)):
        text = recipe({"key": "A minor"}).replace(__version__, engine)
        status, _, err = said("compose", "--recipe", text, "--duration", "10")
        assert status == 0
        assert f"This recipe is from engine {engine};" in err
        assert ("A newer Auralis plays it as it was." in err) == helps


def test_nothing_that_draws_or_writes_midi_is_imported_before_it_is_asked_for() -> None:
    code = "import sys, auralis.app.commands.compose as c; print({'matplotlib', 'mido'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "set()\n"


def test_an_address_too_long_for_a_file_name_is_read(said: Said) -> None:
    moves = [(float(n), "chunk", {"brightness": n * n * 7919 % 997 / 997}) for n in range(1, 500)]
    text = encode(parse(recipe({"preset": "sleep"}, *moves)))
    assert len(text) > 255
    status, out, err = said("compose", "--recipe", text, "--duration", "10", "--json", "-")
    assert (status, err) == (0, "")
    assert json.loads(out)["context"]["preset"] == "sleep"
