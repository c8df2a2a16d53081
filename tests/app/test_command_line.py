"""The command line: results on stdout, one clear line for what is wrong, nothing half-written."""

import hashlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from auralis.app import cli
from auralis.composition.layers import LAYERS
from auralis.core.address import decode
from auralis.engine import load_kit
from tests.command_line import Said

RATE = 44_100


def auralis(*words: str, cache: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), **variables}
    command = [sys.executable, "-m", "auralis", *words]
    return subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=200)


@pytest.mark.parametrize(
    ("words", "field", "value", "allowed"),
    [
        (["render", "x.wav", "--preset", "nap"], "preset", "'nap'", "focus, meditation, sleep, bright"),
        (["render", "x.wav", "--key", "H major"], "key", "'H", "C#/Db"),
        (["render", "x.wav", "--mode", "blue"], "mode", "'blue'", "lydian"),
        (["render", "x.wav", "--bpm", "39"], "bpm", "39", "40 to 200"),
        (["render", "x.wav", "--bpm", "201"], "bpm", "201", "40 to 200"),
        (["render", "x.wav", "--bpm", "fast"], "bpm", "'fast'", "40 to 200"),
        (["render", "x.wav", "--intensity", "nan"], "intensity", "nan", "0 to 1"),
        (["render", "x.wav", "--duration", "-3"], "duration", "'-3'", "1h30m"),
        (["render", "x.wav", "--start", "soon"], "start", "'soon'", "1h30m"),
        (["render", "x.wav", "--duration", "9999999h"], "duration", "9999999h", "a year"),
        (["render", "x.wav", "--seed", "-1"], "seed", "'-1'", "0 to 9223372036854775807"),
        (["render", "x.wav", "--rate", "22050"], "rate", "'22050'", "44100 or 48000"),
        (["render", "x.wav", "--kit", "brass"], "kit", "'brass'", "auralis"),
        (["render", "x.wav", "--block", "0"], "block", "'0'", "1 or more"),
        (["render", "x.wav", "--recipe", "a1zzzz"], "address", "'a1zzzz'", "whole address"),
        (["render", "x.wav", "--recipe", "{}"], "recipe.format", "None", "1"),
        (["render", "x.wav", "--recipe", "{}", "--seed", "3"], "seed", "'3'", "nothing beside --recipe"),
        (["render", "x.ogg"], "format", "'ogg'", "wav, flac"),
        (["render", "missing/x.wav"], "out", "'missing/x.wav'", "a folder that exists"),
        (["render"], "out", "None", "--sha256"),
        (["compose", "--json", "missing/x.json"], "json", "'missing/x.json'", "a folder that exists"),
        (["serve", "--port", "99999"], "AURALIS_PORT", "'99999'", "0 to 65535"),
        (["serve", "--preset", "nap"], "AURALIS_PRESET", "'nap'", "focus"),
        (["serve", "--host", "192.0.2.1", "--port", "0"], "port", "192.0.2.1", "a free address"),
    ],
)
def test_bad_input_is_one_line_that_names_field_value_and_what_is_allowed(
    said: Said, tmp_path: Path, words: list[str], field: str, value: str, allowed: str
) -> None:
    status, out, err = said(*words)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert err.startswith(f"auralis: {field}: ")
    assert value in err
    assert allowed in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["render", "x.wav", "--nope"], ["sing"], ["render", "a", "b"]])
def test_wrong_use_is_one_line_and_status_2(said: Said, words: list[str]) -> None:
    status, out, err = said(*words)
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_a_wrong_setting_in_the_environment_is_named(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AURALIS_DEFAULT_BPM", "300")
    assert said("serve")[2] == "auralis: AURALIS_DEFAULT_BPM: 300.0 is not allowed; allowed: 40 to 200\n"
    monkeypatch.setenv("AURALIS_DEFAULT_BPM", "fast")
    assert said("serve")[2] == "auralis: AURALIS_DEFAULT_BPM: 'fast' is not allowed; allowed: 40 to 200\n"
    monkeypatch.setenv("AURALIS_DEFAULT_BPM", "60")
    monkeypatch.setenv("AURALIS_LEAD_MS", "9")
    assert said("serve")[2] == "auralis: AURALIS_LEAD_MS: '9' is not allowed; allowed: 100 to 5000\n"


def test_a_busy_port_is_named(said: Said) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        status, _, err = said("serve", "--port", str(port))
    assert status == 2
    assert f"127.0.0.1:{port}" in err
    assert "--port 0" in err


def test_the_version_and_the_help(said: Said) -> None:
    status, out, _ = said("--version")
    assert (status, out.split()[0]) == (0, "auralis")
    status, out, _ = said("--help")
    assert status == 0
    assert all(name in out for name in cli.COMMANDS)


def test_a_file_holds_exactly_the_wire_pcm(cache_home: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.wav"
    done = auralis("render", str(out), "--duration", "2.5", "--seed", "3", "--sha256", cache=cache_home)
    assert done.returncode == 0, done.stderr
    samples, rate = soundfile.read(out, dtype="int16")
    assert (rate, samples.shape) == (RATE, (int(2.5 * RATE), 2))
    assert done.stdout.strip() == hashlib.sha256(samples.astype("<i2").tobytes()).hexdigest()
    assert [p.name for p in tmp_path.iterdir()] == ["x.wav"]
    address = done.stderr.split("address ")[1].split()[0]
    assert decode(address).seed == 3
    again = auralis(
        "render",
        str(tmp_path / "x.flac"),
        "--recipe",
        address,
        "--duration",
        "2.5",
        "--sha256",
        cache=cache_home,
    )
    assert again.stdout == done.stdout
    assert (soundfile.read(tmp_path / "x.flac", dtype="int16")[0] == samples).all()


def test_one_hash_for_block_sizes_and_fresh_kernels(cache_home: Path, tmp_path: Path) -> None:
    piece = ["--preset", "bright", "--kit", "light", "--seed", "9", "--start", "60", "--duration", "8"]
    words = ["render", *piece, "--sha256"]
    cached = [auralis(*words, "--block", str(n), cache=cache_home) for n in (64, 333, 4_410)]
    fresh = auralis(*words, cache=tmp_path)
    assert "compiled light_pad" in fresh.stderr
    hashes = {run.stdout for run in (*cached, fresh)}
    assert len(hashes) == 1, [run.stderr for run in (*cached, fresh)]
    assert len(hashes.pop().strip()) == 64


def test_the_score_is_json_with_times_and_reasons(cache_home: Path, tmp_path: Path) -> None:
    words = ["compose", "--preset", "sleep", "--seed", "5", "--duration", "2m", "--json"]
    done = auralis(*words, str(tmp_path / "score.json"), cache=cache_home)
    assert done.returncode == 0, done.stderr
    score = json.loads((tmp_path / "score.json").read_text())
    assert score["context"]["preset"] == "sleep"
    chord = score["chords"][0]
    assert chord["frame"] == chord["seconds"] == 0
    assert {"duration_seconds", "bar", "pitch_classes", "root_pitch", "chord_type", "roman", "symbol"} <= set(
        chord
    )
    assert chord["reason"].endswith(".")
    assert sum(c["duration_seconds"] for c in score["chords"]) >= 120
    assert {"pad", "piano", "bass"} <= {n["layer"] for n in score["notes"]} <= set(LAYERS)
    assert {n["voice"] for n in score["notes"] if n["layer"] == "piano"} >= {"lead"}
    assert all(n["seconds"] == n["frame"] / RATE for n in score["notes"])
    assert json.loads(auralis(*words, "-", cache=cache_home).stdout) == score


def test_the_score_is_a_table_to_be_read(cache_home: Path) -> None:
    done = auralis("compose", "--key", "A minor", "--duration", "1m", cache=cache_home, COLUMNS="140")
    assert "A minor" in done.stdout
    assert "tonic" in done.stdout


def test_the_doctor_finds_this_machine_well_once_it_is_warm(cache_home: Path) -> None:
    warm = auralis("warm", cache=cache_home)
    assert warm.returncode == 0, warm.stderr
    done = auralis("doctor", cache=cache_home, COLUMNS="200")
    assert done.returncode == 0, done.stdout
    assert "MISSING" not in done.stdout
    count = len(load_kit("auralis").patches)
    assert f"{count} of {count} cached" in done.stdout
