"""`auralis render` in every format: as long as was asked for, the same sound, and saying what it is."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from auralis import __version__
from auralis.core import moment
from auralis.core.units import to_pcm
from auralis.export.sound.pcm import to_pcm24
from tests.command_line import Said
from tests.export.sound import RATE, decoded_frames, likeness, read, tags

SECONDS = "32.7"
FRAMES = int(32.7 * RATE)
MUSIC = ("--seed", "3", "--preset", "bright", "--start", "62.5", "--duration", SECONDS)

Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def cached(monkeypatch: pytest.MonkeyPatch, cache_home: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


@pytest.fixture
def made(said: Said, folder: Path) -> Make:
    """Return what renders the music into a file, once for the same words."""

    def make(kind: str, *words: str) -> Path:
        path = folder / f"x{''.join(words)}.{kind}"
        if not path.exists():
            assert said("render", str(path), *MUSIC, *words)[0] == 0
        return path

    return make


@pytest.fixture
def exact(made: Make) -> np.ndarray:
    """Return the music as float32, shape (n, 2)."""
    return read(made("wav", "--bits", "float"))


def test_16_bit_is_the_wire_pcm_and_24_are_closer(said: Said, made: Make, exact: np.ndarray) -> None:
    status, out, _ = said("render", "a.wav", *MUSIC, "--sha256")
    assert status == 0
    wire = to_pcm(exact.T)
    assert exact.shape == (FRAMES, 2)
    assert out.strip() == hashlib.sha256(wire.tobytes()).hexdigest()
    assert (read(Path("a.wav"), "int16") == wire).all()
    wide = made("wav", "--bits", "24")
    assert soundfile.info(wide).subtype == "PCM_24"
    assert (read(wide, "int32") >> 8 == to_pcm24(exact.T)).all()


@pytest.mark.parametrize("bits", ["16", "24"])
def test_flac_holds_the_same_samples(made: Make, exact: np.ndarray, bits: str) -> None:
    path = made("flac", "--bits", bits)
    assert soundfile.info(path).subtype == f"PCM_{bits}"
    pcm = to_pcm(exact.T).astype("<i4") if bits == "16" else to_pcm24(exact.T)
    assert (read(path, "int32") >> (32 - int(bits)) == pcm).all()
    packed = np.ascontiguousarray(pcm).view(np.uint8).reshape(-1, 4)[:, : int(bits) // 8].tobytes()
    assert path.read_bytes()[26:42] == hashlib.md5(packed, usedforsecurity=False).digest()
    with soundfile.SoundFile(path) as file:
        for at in (FRAMES - 1_000, 5, 441_000, 442_368, 900_001):
            file.seek(at)
            assert (file.read(1_000, dtype="int32") >> (32 - int(bits)) == pcm[at : at + 1_000]).all()


@pytest.mark.parametrize(
    ("kind", "bitrate", "least", "like"),
    [("mp3", "", 0, 25), ("mp3", "128", 110, 15), ("opus", "", 120, 18), ("opus", "64", 50, 10)],
)
def test_a_lossy_file_decodes_to_the_very_frames(
    made: Make, exact: np.ndarray, kind: str, bitrate: str, least: float, like: float
) -> None:
    path = made(kind, *(("--bitrate", bitrate) if bitrate else ()))
    sound, wanted = read(path), heard_as(exact, soundfile.info(path).samplerate)
    assert sound.shape == wanted.shape
    assert decoded_frames(path) == len(wanted)
    assert likeness(sound, wanted) > like
    took = path.stat().st_size * 8 / float(SECONDS) / 1000
    assert least < took < (1.2 * float(bitrate) if bitrate else 320)


@pytest.mark.parametrize("kind", ["mp3", "opus"])
def test_where_encoders_take_over_from_each_other_nothing_is_heard(
    made: Make, exact: np.ndarray, kind: str
) -> None:
    path = made(kind)
    rate = soundfile.info(path).samplerate
    sound, wanted = read(path), heard_as(exact, rate)
    seam = 1152 * round(30 * RATE / 1152) if kind == "mp3" else 30 * rate
    near = [likeness(sound[at : at + 2048], wanted[at : at + 2048]) for at in (seam - 2048, seam)]
    far = [likeness(sound[at : at + 2048], wanted[at : at + 2048]) for at in (seam - 8192, seam + 8192)]
    assert min(near) > min(far) - 4


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.opus", "a.mp3"])
def test_the_file_says_what_it_is(said: Said, name: str) -> None:
    words = ("--key", "D dorian", "--seed", "7", "--start", "12.5", "--duration", "2")
    status, _, err = said("render", name, *words)
    assert status == 0
    found = tags(Path(name))
    assert found["title"] == "focus, D dorian, 60 bpm, seed 7"
    assert (found["key"], found["seed"]) == ("D dorian", "7")
    address = err.split("address ")[1].split()[0]
    assert found["address"] == f"{address}@0:00:12.5"
    assert moment.decode(found["address"]).frame == 12.5 * RATE
    assert "CC0" in found["license"]
    assert f"Auralis {__version__}".encode() in Path(name).read_bytes()
    before = Path(name).read_bytes()
    assert said("render", name, *words)[0] == 0
    assert Path(name).read_bytes() == before


def test_a_recipe_is_resampled_and_a_new_one_is_not(said: Said, exact: np.ndarray) -> None:
    address = said("render", "--sha256", *MUSIC[:4], "--duration", "0")[2].split("address ")[1].split()[0]
    words = ("--recipe", address, "--start", "62.5", "--duration", SECONDS, "--rate", "48000")
    assert said("render", "a.wav", *words, "--bits", "float")[0] == 0
    assert soundfile.info("a.wav").samplerate == 48_000
    sound = read(Path("a.wav"))
    assert sound.shape == (round(FRAMES * 48_000 / RATE), 2)
    assert (sound == np.clip(heard_as(exact, 48_000), -1, 1)).all()
    assert said("render", "c.wav", "--rate", "48000", "--duration", "1")[0] == 0
    assert soundfile.info("c.wav").frames == 48_000


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.opus", "a.mp3"])
@pytest.mark.parametrize("seconds", ["0", "0.0001"])
def test_next_to_nothing_is_a_file_too(said: Said, name: str, seconds: str) -> None:
    assert said("render", name, "--duration", seconds)[0] == 0
    wanted = int(float(seconds) * RATE)
    if name.endswith("opus"):
        wanted = round(wanted * 48_000 / RATE)
    if wanted or name.endswith("wav"):
        assert len(read(Path(name))) == wanted


def test_the_score_is_written_beside_the_sound(said: Said) -> None:
    assert said("render", "a.wav", *MUSIC[:6], "--duration", "4", "--midi", "a.mid")[0] == 0
    assert said("compose", *MUSIC[:6], "--duration", "4", "--midi", "b.mid")[0] == 0
    assert Path("a.mid").read_bytes() == Path("b.mid").read_bytes()
    assert Path("a.mid").read_bytes().startswith(b"MThd")


def heard_as(sound: np.ndarray, rate: int) -> np.ndarray:
    """Return the sound at a rate, as soxr makes it of the whole at once."""
    return sound if rate == RATE else soxr.resample(sound, RATE, rate, quality="VHQ")
