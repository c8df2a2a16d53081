"""`auralis render --stems`: files that are whole, or a line that says what is wrong."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
import soundfile

from auralis.core.errors import InvalidValue
from auralis.export.stem_files import check_folder
from tests.app.test_command_line import auralis
from tests.command_line import Said

NAMES = ("pad", "effects")


def test_a_folder_that_can_not_be_used_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    (tmp_path / "taken" / "mix.wav").mkdir(parents=True)
    for folder in (tmp_path / "file", tmp_path / "no" / "such", tmp_path / "taken"):
        with pytest.raises(InvalidValue, match="stems: "):
            check_folder(folder, NAMES)
    check_folder(tmp_path, NAMES)
    check_folder(tmp_path / "new", NAMES)
    assert not (tmp_path / "new").exists()


def test_the_command_line_names_such_a_folder(said: Said) -> None:
    status, out, err = said("render", "--stems", "missing/stems")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("auralis: stems: 'missing/stems'")


def test_the_music_is_the_same_with_and_without(cache_home: Path, tmp_path: Path) -> None:
    words = ["render", str(tmp_path / "x.wav"), "--duration", "2.5", "--seed", "3", "--sha256"]
    done = auralis(*words, "--stems", str(tmp_path / "stems"), cache=cache_home)
    assert done.returncode == 0, done.stderr
    plain = auralis("render", *words[2:], cache=cache_home)
    assert done.stdout == plain.stdout
    samples = soundfile.read(tmp_path / "x.wav", dtype="int16")[0]
    assert hashlib.sha256(samples.astype("<i2").tobytes()).hexdigest() == done.stdout.strip()
    assert {soundfile.info(p).subtype for p in (tmp_path / "stems").iterdir()} == {"FLOAT"}
    assert soundfile.SoundFile(tmp_path / "stems" / "pad.wav").title == "focus, D dorian, 60 bpm, seed 3: pad"
    stems = {p.stem: soundfile.read(p, dtype="float32")[0] for p in (tmp_path / "stems").iterdir()}
    mix = stems.pop("mix")
    assert set(stems) == {"pad", "piano", "bass", "bells", "air", "percussion", "effects"}
    assert mix.shape == samples.shape
    assert np.abs(sum(stems.values()) - mix).max() < 1.0 / 32_768
