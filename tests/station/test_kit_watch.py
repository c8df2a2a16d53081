"""A kit's folder is edited while it plays: what sounds goes over to the new patch, and mistakes are told."""

from pathlib import Path

import numpy as np
import pytest

from auralis.core.events import NoteEvent
from auralis.core.units import Block
from auralis.engine import Ensemble, Kernels
from auralis.station.kit_watch import KitWatch
from tests.engine.test_kit_file import BUS, TONE, controls, written

RATE = 44_100


def louder(text: str) -> str:
    return text.replace("velocity / 1270", "velocity / 127")


class Edited:
    """A kit that plays, and what was told of it."""

    def __init__(self, folder: Path, kernels: Kernels) -> None:
        self.folder = written(folder)
        self.told: list[str] = []
        self.watch = KitWatch(self.folder, kernels, RATE, self.told.append)
        self.playing = Ensemble(self.watch.kit, kernels, RATE, 0, controls())
        self.playing.schedule([NoteEvent(0, 60 * RATE, "tone", 60, 80)], [])

    def render(self, seconds: float) -> Block:
        out = np.empty((2, int(seconds * RATE)), np.float32)
        self.playing.render(out)
        return out

    def edit(self, name: str, text: str) -> bool:
        """Write a file and look until compiling has ended; return whether the kit has changed."""
        (self.folder / f"{name}.toml").write_text(text)
        changed = self.watch.look()
        for compilation in list(self.watch._compiling):
            compilation._process.wait(120)
        return self.watch.look() or changed


@pytest.fixture
def edited(tmp_path: Path, kernels: Kernels) -> Edited:
    return Edited(tmp_path, kernels)


def loudness(block: Block) -> float:
    return float(np.sqrt(np.square(block).mean()))


def test_without_an_edit_nothing_changes(edited: Edited) -> None:
    kit = edited.watch.kit
    assert not edited.watch.look()
    assert edited.watch.kit is kit
    assert edited.told == []


def test_what_sounds_goes_over_to_an_edited_patch(edited: Edited) -> None:
    before = edited.render(3)
    assert edited.edit("tone", TONE.replace('module = "gain"', 'module = "gain", gain = 0.5'))
    after = edited.render(3)
    assert edited.told == ["the kit has changed"]
    rough, usual = (np.abs(np.diff(s, 3)).max() for s in (after[:, :4_096], before[:, -4_096:]))
    assert rough < 4 * usual + 1e-4
    assert edited.watch.kit.instruments["tone"].patches[0].bus[0].parameters == (("gain", 0.5),)


def test_a_patch_of_other_modules_is_compiled_beside_the_music(edited: Edited) -> None:
    edited.render(1)
    assert edited.edit("tone", TONE.replace('module = "sine"', 'module = "saw"'))
    assert loudness(edited.render(2)[:, RATE:]) > 1e-3


def test_a_mistake_is_told_and_the_music_goes_on(edited: Edited) -> None:
    before = edited.render(3)
    assert not edited.edit("tone", TONE.replace('module = "sine"', 'module = "trumpet"'))
    assert "trumpet" in edited.told[-1]
    assert not edited.edit("tone", TONE[:-20])
    assert len(edited.told) == 2
    assert loudness(edited.render(1)) > 0.5 * loudness(before[:, -RATE:])
    assert edited.edit("tone", louder(TONE))


def test_a_new_level_comes_with_the_next_segment(edited: Edited) -> None:
    edited.render(1)
    assert edited.edit("bus", BUS.replace('module = "gain"', 'module = "gain", gain = 0.0'))
    assert loudness(edited.render(1)) > 1e-3
    assert edited.watch.kit.bus.bus[0].parameters == (("gain", 0.0),)
