"""A patch file is edited while it plays: it is compiled elsewhere and then heard."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from auralis.core.errors import InvalidValue
from auralis.core.events import NoteEvent
from auralis.core.units import Block
from auralis.engine import Kernels
from auralis.engine.errors import InvalidKernel, InvalidPatch
from auralis.engine.files.patch_file import read_patch
from auralis.engine.patch import Patch, node
from auralis.engine.swapping.swappable_player import SwappablePlayer
from auralis.station.compiling import Compilation
from auralis.station.reloading import Reloading

RATE = 44_100
TEXT = """\
name = "edited_tone"
cables = ["osc.y -> amp.x", "env.env -> amp.vca", "voices.main -> level.x", "level.y -> out"]
sends = [{ name = "main", left = "amp.l", right = "amp.r" }]
voice.nodes = [
  { id = "osc", module = "sine" },
  { id = "env", module = "adsr", a = 0.01 },
  { id = "amp", module = "pan" },
]
bus.nodes = [{ id = "level", module = "gain" }]
play = { polyphony = 8, release = 1 }
note = { "osc.freq" = "frequency" }
"""
QUIETER = TEXT.replace('module = "gain"', 'module = "gain", gain = 0.25')
ECHOING = QUIETER.replace('"level.y -> out"', '"level.y -> echo.x", "echo.y -> out"').replace(
    "gain = 0.25 }", 'gain = 0.25 }, { id = "echo", module = "pingpong" }'
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "tone.toml"
    file.write_text(TEXT)
    return file


@pytest.fixture
def player(path: Path, kernels: Kernels) -> SwappablePlayer:
    found = read_patch(path)
    assert found.instrument is not None
    program = kernels.program(found.patch, RATE)
    made = SwappablePlayer(program, 0, {}, partial(found.instrument.rows, program))
    made.schedule([NoteEvent(0, 10 * RATE, "", 57, 90)], [])
    return made


def play(player: SwappablePlayer, frames: int = 4_410) -> Block:
    y = np.zeros((2, frames), np.float32)
    player.process(np.zeros((0, frames), np.float32), y)
    return y


def followed(reloading: Reloading) -> int:
    """Let a compilation come to its end and take the step after it."""
    assert reloading.step() is None
    assert reloading._compilation is not None
    reloading._compilation._process.wait()
    start = reloading.step()
    assert start is not None
    return start


def test_an_edited_file_is_heard(path: Path, player: SwappablePlayer, kernels: Kernels) -> None:
    reloading = Reloading(path, player, kernels)
    loud = np.abs(play(player, RATE)[:, -4_410:]).max()
    assert reloading.step() is None
    path.write_text(QUIETER)
    start = followed(reloading)
    assert RATE <= start < RATE + 32
    assert reloading.step() is None
    quiet = np.abs(play(player, RATE)[:, -4_410:]).max()
    assert quiet == pytest.approx(loud / 4, rel=0.05)


def test_the_last_edit_counts(path: Path, player: SwappablePlayer, kernels: Kernels) -> None:
    reloading = Reloading(path, player, kernels)
    path.write_text(ECHOING)
    reloading.step()
    path.write_text(QUIETER)
    followed(reloading)
    assert player.program.patch == read_patch(path).patch
    reloading.close()


def test_a_mistake_is_told_once_and_the_music_goes_on(
    path: Path, player: SwappablePlayer, kernels: Kernels
) -> None:
    reloading = Reloading(path, player, kernels)
    path.write_text(TEXT.replace("sine", "sinus"))
    with pytest.raises(InvalidPatch, match=r"tone\.toml: edited_tone: node 'osc': 'sinus'"):
        reloading.step()
    assert reloading.step() is None
    path.unlink()
    assert reloading.step() is None
    assert np.abs(play(player)).max() > 0.01
    path.write_text("\n".join(line for line in TEXT.splitlines() if line[:4] not in ("play", "note")))
    reloading.step()
    assert reloading._compilation is not None
    reloading._compilation._process.wait()
    with pytest.raises(InvalidValue, match=r"tone\.toml: play"):
        reloading.step()


def test_a_compilation_ends_in_a_cached_kernel(tmp_path: Path) -> None:
    patch = Patch("beside", bus=(node("g", "gain"),), cables=("in.x -> g.x", "g.y -> out"), inputs=("x",))
    compilation = Compilation(patch, RATE, tmp_path)
    compilation.result()
    assert compilation.done
    assert Kernels(tmp_path).cached(patch, RATE)


def test_what_cannot_be_compiled_is_named(tmp_path: Path) -> None:
    wrong = Patch("wrong", bus=(node("g", "gain"),), cables=("in.x -> g.x",))
    with pytest.raises(InvalidPatch, match=r"cable 'in\.x -> g\.x'") as caught:
        Compilation(wrong, RATE, tmp_path).result()
    assert not isinstance(caught.value, InvalidKernel)


def test_a_compilation_may_be_given_up(tmp_path: Path) -> None:
    patch = Patch("stopped", bus=(node("g", "gain"),), cables=("in.x -> g.x", "g.y -> out"), inputs=("x",))
    compilation = Compilation(patch, RATE, tmp_path)
    compilation.stop()
    assert compilation.done
    with pytest.raises(OSError, match="compiling stopped ended with status -9"):
        compilation.result()
