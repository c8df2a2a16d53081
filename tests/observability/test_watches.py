"""What is watched for is told once."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from structlog.testing import capture_logs

from auralis.observability.clock_watch import ClockWatch
from auralis.observability.disk_watch import DiskWatch


def test_a_wall_clock_that_is_set_is_told_once_each_time() -> None:
    watch = ClockWatch(unix=1000.0, monotonic=10.0)
    with capture_logs() as logs:
        watch.see(1001.0, 11.0)
        watch.see(1002.5, 12.0)
        watch.see(1003.0 - 3600, 13.0)
        watch.see(1004.0 - 3600, 14.0)
        watch.see(1005.0, 15.0)
    assert [(line["event"], line["log_level"], line["seconds"]) for line in logs] == [
        ("clock_jumped", "warning", -3600.0),
        ("clock_jumped", "warning", 3600.0),
    ]


def test_a_suspended_machine_is_no_jump() -> None:
    watch = ClockWatch(1000.0, 10.0)
    with capture_logs() as logs:
        watch.see(1601.0, 11.0, asleep=600.0)
        watch.see(1602.0, 12.0, asleep=600.0)
    assert [(line["event"], line["seconds"]) for line in logs] == [("machine_suspended", 600.0)]


def test_a_full_disk_is_told_when_it_begins_and_when_it_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = [10**9, 10**6, 2 * 10**6, 10**9]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=10**10, free=free.pop(0)))
    watch = DiskWatch(tmp_path / "not" / "there")
    seen = []
    with capture_logs() as logs:
        for _ in range(4):
            watch.look()
            seen.append(watch.full)
    assert seen == [False, True, True, False]
    assert [line["event"] for line in logs] == ["disk_full", "disk_has_room"]
    assert logs[0]["free_mb"] == 1
