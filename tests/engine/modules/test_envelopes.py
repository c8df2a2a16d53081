"""What the envelope is for, measured: every stage lasts as long as asked, to the frame."""

import numpy as np
import pytest

from auralis.engine.compiler.kernels import Kernels
from tests.engine.modules.stage import RATE, Stage

TIMES = {"delay": 0.05, "attack": 0.1, "hold": 0.07, "decay1": 0.2, "decay2": 0.3, "release": 0.25}
LEVELS = {"level1": 0.6, "sustain": 0.3}
ENDS = np.cumsum([round(t * RATE) for t in list(TIMES.values())[:5]])
STRUCK = 1_003


@pytest.fixture(scope="module")
def stage(kernels: Kernels) -> Stage:
    return Stage(kernels, ("envelope",), ("envelope.env",), lanes=1)


def envelope(stage: Stage, frames: int, rows: list, **values: float) -> np.ndarray:
    given = {f"envelope.{k}": v for k, v in (TIMES | LEVELS | values).items()}
    return stage.play(stage.born(given), frames, rows)["envelope.env"][0]


@pytest.mark.parametrize("curve", [-3.0, 0.0, 3.0])
def test_every_stage_takes_its_time_to_the_frame(stage: Stage, curve: float) -> None:
    y = envelope(stage, 2 * RATE, stage.note(STRUCK, STRUCK + RATE), curve=curve)
    at = [STRUCK + int(e) - 1 for e in ENDS]
    assert not y[: at[0] + 1].any()
    assert y[at[0] + 1] > 0.0
    assert [y[a] for a in at[1:]] == pytest.approx([1.0, 1.0, 0.6, 0.3], abs=1e-6)
    assert y[at[1] - 1] < 1.0
    assert y[at[2] + 1] < 1.0
    gone = STRUCK + RATE
    assert np.allclose(y[at[4] : gone], 0.3, atol=1e-6)
    assert y[gone] < 0.3
    assert y[gone + round(0.25 * RATE) - 2] > 0.0
    assert not y[gone + round(0.25 * RATE) :].any()


def test_stages_only_rise_or_only_fall(stage: Stage) -> None:
    y = envelope(stage, 2 * RATE, stage.note(STRUCK, STRUCK + RATE))
    peak = STRUCK + int(ENDS[1])
    assert np.all(np.diff(y[:peak]) >= 0.0)
    assert np.all(np.diff(y[peak:]) <= 1e-7)


def test_curve_says_where_the_way_is_fast(stage: Stage) -> None:
    """Half way through the attack: k = 2^-curve, 1 / (1 + k)."""
    half = STRUCK + int(ENDS[0]) + round(0.05 * RATE)
    for curve in (-2.0, 0.0, 2.0):
        y = envelope(stage, RATE, stage.note(STRUCK), curve=curve)
        assert y[half] == pytest.approx(1 / (1 + 2**-curve), abs=1e-3)


def test_struck_again_it_goes_on_from_its_level(stage: Stage) -> None:
    again = STRUCK + RATE + 2_000
    rows = stage.note(STRUCK, STRUCK + RATE) + stage.note(again)
    y = envelope(stage, 2 * RATE, rows, delay=0.0)
    assert 0.0 < y[again - 1] < 0.3
    assert np.abs(np.diff(y)).max() < 0.01
    assert y[again + round(0.1 * RATE)] == 1.0


def test_without_delay_the_attack_begins_at_once(stage: Stage) -> None:
    y = envelope(stage, RATE, stage.note(STRUCK), delay=0.0)
    assert y[STRUCK - 1] == 0.0
    assert y[STRUCK] > 0.0


def test_let_go_in_the_attack_it_falls_from_there(stage: Stage) -> None:
    gone = STRUCK + round(0.1 * RATE)
    y = envelope(stage, RATE, stage.note(STRUCK, gone))
    assert 0.3 < y[gone - 1] < 1.0
    assert np.all(np.diff(y[gone - 1 :]) <= 0.0)
    assert not y[gone + round(0.25 * RATE) :].any()


def test_choked_it_is_over_in_30_ms(stage: Stage) -> None:
    at = STRUCK + RATE // 2
    rows = stage.note(STRUCK) + stage.program.set_parameter("envelope.choke", 1.0, at, 0)
    y = envelope(stage, RATE, rows)
    assert y[at - 1] > 0.2
    assert not y[at + round(0.03 * RATE) :].any()
    assert np.abs(np.diff(y)).max() < 0.01


def test_a_turned_sustain_glides(stage: Stage) -> None:
    rows = stage.note(STRUCK) + stage.program.set_parameter("envelope.sustain", 0.9, STRUCK + RATE, 0)
    y = envelope(stage, 2 * RATE, rows)
    assert y[-1] == pytest.approx(0.9, abs=1e-3)
    assert np.abs(np.diff(y[STRUCK + RATE - 10 :])).max() < 0.002
