"""`auralis verify`: a file is its address sample by sample, or it is said where it first is not."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from auralis.composition import MusicalContext
from auralis.core.address import encode
from auralis.core.units import Block, to_pcm
from auralis.engine import Kernels
from auralis.station.offline import render
from auralis.station.recipes import new_recipe
from tests.command_line import Said

RATE = 44_100
START = 100 * RATE
RECIPE = new_recipe(MusicalContext.of({"preset": "focus"}), 7, "auralis", RATE)
ADDRESS = encode(RECIPE)
MOMENT = f"{ADDRESS}@0:01:40"


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, cache_home: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))


@pytest.fixture(scope="module")
def music(kernels: Kernels) -> Block:
    """Render twelve seconds from 1:40 on."""
    return np.concatenate(list(render(RECIPE, kernels, START, 12 * RATE)), axis=1)


def samples(music: Block, form: str) -> np.ndarray:
    """Return the music in a file's form, by the definition of the form and not by the code under test."""
    if form == "PCM_24":
        return np.rint(music.T.astype(np.float64) * 8_388_607).astype(np.int32) << 8
    return np.ascontiguousarray(music.T) if form == "FLOAT" else to_pcm(music)


@pytest.mark.parametrize(
    ("name", "form", "words"),
    [
        ("x.wav", "PCM_16", "16 bit"),
        ("x.wav", "PCM_24", "24 bit"),
        ("x.wav", "FLOAT", "float"),
        ("x.flac", "PCM_16", "16 bit"),
        ("x.flac", "PCM_24", "24 bit"),
    ],
)
def test_equal_in_every_lossless_form(said: Said, music: Block, name: str, form: str, words: str) -> None:
    soundfile.write(name, samples(music, form), RATE, form)
    status, out, _ = said("verify", name, MOMENT)
    found = re.fullmatch(rf"equal: {12 * RATE} frames, {words}, SHA-256 ([0-9a-f]{{64}})\n", out)
    assert (status, found is not None) == (0, True), out
    if form == "PCM_16" and found:
        assert found[1] == hashlib.sha256(to_pcm(music).tobytes()).hexdigest()


def test_the_start_may_stand_apart_from_the_address(said: Said, music: Block) -> None:
    soundfile.write("x.wav", to_pcm(music), RATE)
    assert said("verify", "x.wav", ADDRESS, "--start", "100")[0] == 0
    assert said("verify", "x.wav", ADDRESS)[0] == 1


def test_one_sample_that_differs_is_found(said: Said, music: Block) -> None:
    pcm = to_pcm(music).copy()
    here, there = 7 * RATE + 4410, 9 * RATE
    pcm[here, 1] += 1
    pcm[there, 0] -= 100
    soundfile.write("x.wav", pcm, RATE)
    status, out, _ = said("verify", "x.wav", MOMENT)
    left, right = pcm[here]
    values = f"the file has ({left}, {right}), the music ({left}, {right - 1})"
    assert status == 1
    assert out == (
        f"different: at frame {here} (0:00:07.100) {values}; "
        f"2 of {12 * RATE} frames differ, the last at frame {there}, by at most -50.3 dBFS\n"
    )


def test_music_that_ends_early_differs_to_the_end(said: Said, music: Block) -> None:
    pcm = to_pcm(music).copy()
    pcm[10 * RATE :] = 30_000
    soundfile.write("x.flac", pcm, RATE)
    status, out, _ = said("verify", "x.flac", MOMENT)
    assert status == 1
    assert f"at frame {10 * RATE} (0:00:10.000)" in out
    assert f"{2 * RATE} of {12 * RATE} frames differ, from there to the end" in out


def test_a_length_that_was_promised(said: Said, music: Block) -> None:
    soundfile.write("x.wav", to_pcm(music)[:-441], RATE)
    status, out, _ = said("verify", "x.wav", MOMENT, "--duration", "12")
    assert status == 1
    assert out.startswith(
        f"shorter: {12 * RATE - 441} frames in the place of {12 * RATE}, 441 shorter\nequal: "
    )
    status, out, _ = said("verify", "x.wav", MOMENT, "--duration", "11")
    assert (status, out.split(":")[0]) == (1, "longer")


@pytest.mark.parametrize(("name", "rate"), [("x.mp3", RATE), ("x.ogg", RATE), ("x.wav", 48_000)])
def test_what_is_lossy_or_resampled_is_plausible(said: Said, music: Block, name: str, rate: int) -> None:
    sound = music.T if rate == RATE else soxr.resample(music.T, RATE, rate)
    soundfile.write(name, sound, rate)
    status, out, _ = said("verify", name, MOMENT)
    assert status == 0
    assert out.startswith("plausible: ")
    assert ("is lossy" if rate == RATE else "is resampled to 48000 Hz") in out
    assert "so not sample by sample" in out


def test_a_decoder_that_begins_late_is_laid_upon_the_music(said: Said, music: Block) -> None:
    soundfile.write("x.mp3", np.pad(music, ((0, 0), (1105, 0))).T, RATE)
    status, out, _ = said("verify", "x.mp3", MOMENT)
    assert status == 0
    assert "begins 1105 frames late" in out


def test_another_piece_is_not_plausible(said: Said, music: Block) -> None:
    soundfile.write("x.mp3", music.T, RATE)
    for where in (f"{ADDRESS}@0:01:42", f"{encode(replace(RECIPE, seed=8))}@0:01:40"):
        status, out, _ = said("verify", "x.mp3", where)
        assert (status, out.split(":")[0]) == (1, "not it")
    soundfile.write("x.mp3", 1.3 * music.T, RATE)
    assert said("verify", "x.mp3", MOMENT)[0] == 1


@pytest.mark.parametrize("name", ["x.wav", "x.flac", "x.mp3", "x.opus"])
def test_the_address_is_read_from_the_tags_that_render_writes(said: Said, name: str) -> None:
    words = ("--preset", "focus", "--seed", "7", "--start", "100", "--duration", "3")
    assert said("render", name, *words)[0] == 0
    status, out, err = said("verify", name)
    assert status == 0, err
    assert f"address {MOMENT}, from the file's tags" in err
    assert out.startswith("plausible" if name in ("x.mp3", "x.opus") else "equal")


def test_an_address_in_a_comment(said: Said, music: Block) -> None:
    with soundfile.SoundFile("x.flac", "w", RATE, 2, "PCM_16") as file:
        file.comment = f"key D dorian; address {MOMENT}"
        file.write(to_pcm(music))
    assert said("verify", "x.flac")[0] == 0


def test_a_recipe_of_another_engine_is_said_to_be_one(said: Said, music: Block) -> None:
    soundfile.write("x.wav", to_pcm(music), RATE)
    old = f"{encode(replace(RECIPE, engine='0.0.9'))}@0:01:40"
    status, out, err = said("verify", "x.wav", old)
    assert (status, out.split(":")[0]) == (0, "equal")
    assert "This recipe is from engine 0.0.9" in err


def test_a_kit_that_is_missing_fails(said: Said, music: Block) -> None:
    soundfile.write("x.wav", to_pcm(music), RATE)
    status, out, err = said("verify", "x.wav", encode(replace(RECIPE, kit="of-nobody")))
    assert (status, out) == (1, "")
    assert "of-nobody" in err


@pytest.mark.parametrize(
    ("name", "words", "field"),
    [
        ("missing.wav", [MOMENT], "file"),
        ("notes.txt", [MOMENT], "file"),
        ("empty.wav", [MOMENT], "file"),
        ("eight.wav", [MOMENT], "file"),
        ("mono.wav", [MOMENT], "channels"),
        ("plain.wav", [], "address"),
        ("plain.wav", ["a1nonsense"], "address"),
        ("plain.wav", [f"{ADDRESS[:-4]}"], "address"),
        ("plain.wav", [f"{ADDRESS}@-1:00:00"], "address.time"),
        ("plain.wav", [f"{ADDRESS}@99999:00:00"], "address.time"),
        ("plain.wav", [MOMENT, "--start", "3"], "start"),
        ("plain.wav", [MOMENT, "--duration", "never"], "duration"),
    ],
)
def test_what_is_wrong_is_named(said: Said, name: str, words: list[str], field: str) -> None:
    silence = np.zeros((4410, 2), np.int16)
    soundfile.write("plain.wav", silence, RATE)
    soundfile.write("mono.wav", silence[:, 0], RATE)
    soundfile.write("empty.wav", silence[:0], RATE)
    soundfile.write("eight.wav", silence, RATE, "PCM_U8")
    Path("notes.txt").write_text("no sound")
    status, out, err = said("verify", name, *words)
    assert (status, out, err.count("\n")) == (2, "", 1), err
    assert err.startswith(f"auralis: {field}: ")
