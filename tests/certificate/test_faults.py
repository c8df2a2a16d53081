"""Faults that are put into the sound, or the score, are found where they are."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import numpy as np
import pytest

from auralis.certificate import Commission, certify, stretch, windows
from auralis.certificate.judgement import Judgement
from auralis.certificate.survey import survey
from auralis.certificate.unlimited import without_limiter
from auralis.certificate.windows import windows_of
from auralis.certificate.written import Written
from auralis.composition import MusicalContext
from auralis.core.units import Block
from auralis.engine import load_kit
from auralis.engine.patch import Patch, node
from auralis.station.performance import Performance
from auralis.station.recipes import new_recipe

RATE = 44_100


def commission(folder: Path, seconds: int = 60, preset: str = "sleep") -> Commission:
    recipe = new_recipe(MusicalContext.of({"preset": preset}), 7, "auralis", RATE)
    return Commission(recipe, 600 * RATE, seconds * RATE, folder)


def spoilt(
    monkeypatch: pytest.MonkeyPatch, folder: Path, spoil: Callable[[Block], None], second: int = 40
) -> dict[str, Judgement]:
    """Certify a minute of which one second is spoilt."""
    plain = Performance.render

    def render(self: Performance, frames: int) -> Block:
        begun = self.position
        block = plain(self, frames)
        if begun == (600 + second) * RATE:
            block = block.copy()
            spoil(block)
        return block

    monkeypatch.setattr(stretch.Performance, "render", render)
    return {judgement.row.row.name: judgement for judgement in certify(commission(folder)).judgements}


def test_a_click_a_hole_and_what_is_no_number(monkeypatch: pytest.MonkeyPatch, kernel_folder: Path) -> None:
    def spoil(block: Block) -> None:
        block[:, 11_025] += 0.4
        block[:, 22_050:24_050] = 0.0
        block[0, 30_000] = 1.5

    found = spoilt(monkeypatch, kernel_folder, spoil)
    assert {name for name, judgement in found.items() if judgement.verdict == "fail"} >= {
        "own_clicks",
        "unsound",
    }
    clicks = found["own_clicks"]
    assert clicks.value is not None
    assert clicks.value >= 3
    assert clicks.worst is not None
    assert clicks.worst.second == pytest.approx(40.25, abs=0.001)
    assert found["unsound"].value == 1
    assert found["true_peak"].verdict == "fail"


def test_a_click_at_the_edge_of_a_window(monkeypatch: pytest.MonkeyPatch, kernel_folder: Path) -> None:
    def spoil(block: Block) -> None:
        block[:, 0] += 0.4

    found = spoilt(monkeypatch, kernel_folder, spoil, second=0)["own_clicks"]
    assert found.value == 1
    assert found.worst is not None
    assert found.worst.second == pytest.approx(0, abs=0.001)


def test_a_sudden_noise_is_a_jump_and_a_step(monkeypatch: pytest.MonkeyPatch, kernel_folder: Path) -> None:
    def spoil(block: Block) -> None:
        block += np.random.default_rng(1).normal(0, 0.2, block.shape).astype(np.float32)
        np.clip(block, -0.9, 0.9, out=block)

    found = spoilt(monkeypatch, kernel_folder, spoil)
    for name in ("jump", "step", "true_peak"):
        judgement = found[name]
        assert judgement.verdict == "fail", name
    jump, step = found["jump"].worst, found["step"].worst
    assert jump is not None
    assert step is not None
    assert jump.second == pytest.approx(40, abs=0.11)
    assert step.second == pytest.approx(38, abs=2.1)


def test_a_second_of_silence(monkeypatch: pytest.MonkeyPatch, kernel_folder: Path) -> None:
    def spoil(block: Block) -> None:
        block[:] = np.random.default_rng(1).normal(0, 1e-4, block.shape)

    dead = spoilt(monkeypatch, kernel_folder, spoil)["dead"]
    assert (dead.verdict, dead.value) == ("fail", 1.0)
    assert dead.worst is not None
    assert dead.worst.second == pytest.approx(40)


def test_a_phrase_again_is_found(kernel_folder: Path) -> None:
    written = Written.of(commission(kernel_folder, 600, "focus"))
    assert written.repeats() == []
    first, second = [p for p in written.phrases if p.start >= written.start][2:4]
    moved = [
        replace(n, frame=n.frame + second.start - first.start)
        for n in written.notes
        if first.start <= n.frame < first.end
    ]
    others = [n for n in written.notes if not second.start <= n.frame < second.end]
    again = replace(written, notes=(*others, *moved))
    assert again.repeats() == [(second.start, first.start)]


def test_keys_and_roots_fill_the_span(kernel_folder: Path) -> None:
    written = Written.of(commission(kernel_folder, 7200, "meditation"))
    assert sum(written.seconds_by_key().values()) == pytest.approx(7200)
    runs = written.runs()
    assert sum(run.end - run.start for run in runs) == 7200 * RATE
    assert max(run.end - run.start for run in runs) <= 90 * RATE
    assert all(a.end == b.start for a, b in itertools.pairwise(runs))
    assert len(written.onsets_by_hour()) == 2
    assert 6 < written.onsets_by_hour()[0] < 30


@pytest.mark.parametrize("seconds", [60, 90, 269, 271, 600, 3600, 28_800, 5000.7])
def test_windows_cover_a_span_once(seconds: float) -> None:
    frames = int(seconds * RATE)
    found = windows_of(1234, frames, RATE)
    assert (found[0].start, found[-1].end) == (1234, 1234 + frames)
    assert all(a.end == b.start for a, b in itertools.pairwise(found))
    assert all((w.start - 1234) % 4410 == 0 for w in found)
    if seconds >= 270:
        assert all(134 <= (w.end - w.start) / RATE <= 271 for w in found)


def test_a_limiter_is_taken_out_of_any_master_that_has_one() -> None:
    master = load_kit("auralis").master
    free = without_limiter(master)
    assert free is not None
    assert [n.module for n in free.bus] == ["saturate"]
    assert free.cables == ("in.mix -> warmth.x", "warmth.y -> out")
    assert without_limiter(free) is None
    first = Patch(
        "m", None, (node("l", "truepeak"), node("g", "gain")), ("in.x -> l.x", "l.y -> g.x", "g.y -> out")
    )
    found = without_limiter(first)
    assert found is not None
    assert found.cables == ("in.x -> g.x", "g.y -> out")


def test_a_process_that_dies_ends_it_all(monkeypatch: pytest.MonkeyPatch, kernel_folder: Path) -> None:
    monkeypatch.setattr(windows, "_TOGETHER", 1)
    coming = survey(commission(kernel_folder, 900), 2, print)
    next(coming)
    for child in active_children():
        child.kill()
    with pytest.raises(OSError, match=r"a process ended that measured seconds \d+ to \d+"):
        list(coming)
    for child in active_children():
        child.join(20)
    assert active_children() == []
