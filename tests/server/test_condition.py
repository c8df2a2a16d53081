"""Readiness and health tell the truth; each trouble is one line; the audio knows no wall clock."""

import errno
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs

from auralis.library import durable
from auralis.library.exports import Exports
from auralis.library.library import Library
from auralis.streaming.chunk import SILENT

pytestmark = pytest.mark.anyio
HOUR = 3600.0


async def impaired(house: Any) -> dict[str, str]:
    answer = await house.http.get("/api/v1/health")
    assert answer.status_code == 200
    told = answer.json()
    assert told["status"] == ("degraded" if told["degraded"] else "healthy")
    return {part["part"]: part["why"] for part in told["degraded"]}


async def ready(house: Any, station: str = "main") -> tuple[int, str]:
    answer = await house.http.get("/api/v1/ready", params={"station": station})
    return answer.status_code, answer.json().get("detail", "")


async def test_an_empty_ring_is_not_ready_and_ready_again_once_it_is_filled(house: Any) -> None:
    await house.play(2)
    assert await ready(house) == (200, "")
    await house.play(5, render=False)
    why = "station main has no sound: what is due is not rendered"
    assert await ready(house) == (503, why)
    assert await impaired(house) == {"station main": "it has no sound: what is due is not rendered"}
    house.stage.play(6)
    assert await ready(house) == (200, "")
    assert await impaired(house) == {}


async def test_silence_because_instruments_fail_is_not_ready(house: Any) -> None:
    house.source.render(3, flags=SILENT)
    await house.clock.advance(0.4)
    assert await ready(house) == (503, "station main has no sound: its instruments fail")


async def test_a_station_that_rests_is_ready(house: Any) -> None:
    await house.http.post("/api/v1/night", json={"action": "sleep", "minutes": 0, "fade_s": 0})
    await house.play(30)
    night = (await house.http.get("/api/v1/night")).json()
    assert night["asleep"]
    await house.play(20, render=False)
    assert await ready(house) == (200, "")


async def test_impaired_parts_are_data_and_not_an_error(house: Any) -> None:
    house.source.figures["fallback"] = 1.0
    house.stage.workers["missing"] = 1
    assert await impaired(house) == {
        "station main": "its kit failed; the built-in one plays instead",
        "workers": "1 of those that should render are not there yet",
    }
    house.stage.workers["missing"] = 0
    house.source.figures |= {"fallback": 0.0, "restarts": 2.0, "memory_mb": 900.0}
    await house.play(12)
    found = await impaired(house)
    assert found["workers"] == "another one took over 2 times within ten minutes"
    assert found["memory"].startswith("server and workers take ")
    house.source.figures["memory_mb"] = 1.0
    for _ in range(601):
        house.clock.jump(1.0)
    await house.play(12)
    assert "workers" not in await impaired(house)


async def test_a_full_disk_is_told_and_the_music_goes_on(
    serve: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with capture_logs() as logs:
        async with serve(exports=Exports(Library(tmp_path / "library", 10**9))) as house:
            monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=10**9, free=10**6))
            while "disk" not in await impaired(house):
                await house.play(11)
            assert await ready(house) == (200, "")
            monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=10**9, free=10**9))

            def full(*_: object) -> None:
                raise OSError(errno.ENOSPC, "No space left on device")

            with monkeypatch.context() as patched:
                patched.setattr(durable.os, "fsync", full)
                answer = await house.http.post("/api/v1/moments", json={"minutes": 1})
            assert answer.status_code == 507
            while "disk" in await impaired(house):
                await house.play(11)
    found = [line["event"] for line in logs if "disk" in line["event"]]
    assert found == ["disk_full", "disk_failed", "disk_has_room"]


@pytest.mark.parametrize("hours", [1, -1])
async def test_a_clock_that_is_set_moves_no_chunk_and_is_one_line(house: Any, told: Any, hours: int) -> None:
    async with house.listen("/ws", "auralis.pcm") as client:
        await told(client, "hello")
        await house.play(20)
        due, position = house.source.ring.due(30), house.source.ring.head
        with capture_logs() as logs:
            house.clock.set_wall(house.clock.unix() + hours * HOUR)
            await house.play(30)
        assert house.source.ring.due(30) == due
        assert house.source.ring.head == position + 30
        assert (await house.http.get("/api/metrics")).json()["buffer_underruns"] == 0
        client.transport.abort()
    jumps = [(line["log_level"], line["seconds"]) for line in logs if line["event"] == "clock_jumped"]
    assert jumps == [("warning", hours * HOUR)]
