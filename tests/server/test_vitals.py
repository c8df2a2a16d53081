"""What the server knows about itself, on clocks that the test moves."""

import asyncio
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from structlog.testing import capture_logs

from auralis.analysis.analyser import analyse
from auralis.core.units import CHANNELS
from auralis.observability.memory_watch import MemoryWatch
from auralis.server.figures import Vitals
from auralis.server.figures.sound import sound
from auralis.server.stations import Limits, Stations
from auralis.server.talk import A_SECOND, Allowance
from auralis.server.talk.allowance import AT_ONCE
from auralis.streaming.chunk import Chunk
from auralis.streaming.fake_stage import FakeStage
from auralis.streaming.manual_clock import ManualClock

pytestmark = pytest.mark.anyio
RATE = 44_100


def chunks(samples: Any) -> list[Chunk]:
    pcm = np.round(np.clip(samples, -1, 1) * 32_767).astype("<i2")
    return [
        Chunk(n, 0.0, 0, pcm[:, n * 4410 : (n + 1) * 4410].T.tobytes()) for n in range(pcm.shape[1] // 4410)
    ]


def test_loudness_and_true_peak_are_those_of_the_whole_measured_at_once() -> None:
    seconds = np.arange(5 * RATE) / RATE
    tones = np.stack([np.sin(2 * np.pi * 997 * seconds), np.sin(2 * np.pi * 11_025 * seconds + 0.8)]) * 0.3
    expected = analyse(tones, RATE)
    found = sound(chunks(tones)[-35:], RATE)
    assert found is not None
    assert found.short_term_lufs == pytest.approx(expected.curves.short_term[-1], abs=0.02)
    assert found.true_peak_dbtp == pytest.approx(expected.peaks.true_dbtp, abs=0.05)
    assert not found.silent


def test_loudness_takes_three_seconds_and_silence_one() -> None:
    parts = chunks(np.concatenate([np.full((CHANNELS, 3 * RATE), 0.2), np.zeros((CHANNELS, RATE))], axis=1))
    assert sound([], RATE) is None
    few, most, last = sound(parts[:29], RATE), sound(parts[:30], RATE), sound(parts, RATE)
    assert few is not None
    assert most is not None
    assert last is not None
    assert (few.short_term_lufs, few.silent) == (None, False)
    assert most.short_term_lufs is not None
    assert (last.true_peak_dbtp, last.silent) == (None, True)
    assert sound(parts[-9:], RATE) == (None, None, False)


async def test_lateness_is_what_the_loop_was_late_by() -> None:
    clock = ManualClock()
    vitals = Vitals(Stations(FakeStage(ManualClock()), ManualClock(), Limits()), clock)
    watching = asyncio.create_task(vitals.watch_loop())
    await clock.advance(0.1)
    clock.jump(0.05 + 0.02)
    await clock.advance(0.0)
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    assert len(vitals.lateness) == 3
    assert vitals.lateness.percentile(100) == pytest.approx(20)
    assert vitals.lateness.percentile(0) == pytest.approx(0, abs=1e-6)


def test_memory_is_warned_of_once_until_it_was_low_again() -> None:
    watch = MemoryWatch()
    with capture_logs() as logs:
        for reading in (400, 501, 900, 499, 600, 440, 501):
            watch.see(reading)
    assert [(line["event"], line["log_level"], line["memory_mb"]) for line in logs] == [
        ("memory_high", "warning", 501),
        ("memory_high", "warning", 501),
    ]


def test_an_allowance_lets_bursts_pass_and_bounds_what_goes_on() -> None:
    allowance = Allowance(0.0)
    assert sum(allowance.take(0.0) for _ in range(1000)) == AT_ONCE
    assert (allowance.refused, allowance.exhausted) == (1000 - AT_ONCE, False)
    assert [allowance.should_tell(at) for at in (0.0, 0.5, 1.0)] == [True, False, True]
    assert sum(allowance.take(1.0) for _ in range(1000)) == A_SECOND
    assert allowance.take(1.0 + AT_ONCE / A_SECOND)
    assert allowance.refused == 0
    assert sum(allowance.take(5.0) for _ in range(3000)) == AT_ONCE
    assert allowance.exhausted
