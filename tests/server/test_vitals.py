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
from auralis.server.allowance import A_SECOND, AT_ONCE, Allowance
from auralis.server.limits import Limits
from auralis.server.sound import SoundMeter
from auralis.server.stations import Stations
from auralis.server.vitals import Vitals
from auralis.streaming.chunk import Chunk
from auralis.streaming.fake_stage import FakeStage
from auralis.streaming.manual_clock import ManualClock

pytestmark = pytest.mark.anyio
RATE = 44_100


def chunks(sound: Any) -> list[Chunk]:
    pcm = np.round(np.clip(sound, -1, 1) * 32_767).astype("<i2")
    return [
        Chunk(n, 0.0, 0, pcm[:, n * 4410 : (n + 1) * 4410].T.tobytes()) for n in range(pcm.shape[1] // 4410)
    ]


def test_loudness_and_true_peak_are_those_of_the_whole_measured_at_once() -> None:
    seconds = np.arange(5 * RATE) / RATE
    sound = np.stack([np.sin(2 * np.pi * 997 * seconds), np.sin(2 * np.pi * 11_025 * seconds + 0.8)]) * 0.3
    parts = chunks(sound)
    meter = SoundMeter(RATE, lambda seq: parts[seq] if seq < len(parts) else None)
    found = [meter.measure(at) for at in (10, 20, 30, 40, 50)]
    assert [f is not None and f.short_term_lufs is not None for f in found] == [
        False,
        False,
        True,
        True,
        True,
    ]
    expected = analyse(sound, RATE)
    last = found[-1]
    assert last is not None
    assert last.short_term_lufs == pytest.approx(expected.curves.short_term[-1], abs=0.02)
    assert last.true_peak_dbtp == pytest.approx(expected.peaks.true_dbtp, abs=0.05)
    assert not last.silent


def test_silence_is_silent_and_a_gap_begins_again_with_three_seconds_from_before() -> None:
    parts = chunks(np.concatenate([np.zeros((CHANNELS, RATE)), np.full((CHANNELS, 9 * RATE), 0.2)], axis=1))
    meter = SoundMeter(RATE, lambda seq: parts[seq] if seq < len(parts) else None)
    first, later = meter.measure(10), meter.measure(90)
    assert first is not None
    assert (first.short_term_lufs, first.true_peak_dbtp, first.silent) == (None, None, True)
    assert later is not None
    assert later.short_term_lufs is not None
    assert not later.silent
    assert meter.measure(400) is None


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
