"""Servers one after another on one folder: owners, nights, and the farewell in between."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from auralis.server.stations import farewell

pytestmark = pytest.mark.anyio
UNIX = datetime.fromisoformat("2023-11-14T22:13:20+00:00").timestamp()
NIGHT = "/api/v1/night"
STATIONS = "/api/v1/stations"

Serve = Callable[..., Any]
Told = Callable[..., Any]


async def ask(house: Any, **message: object) -> None:
    answer = await house.http.post(NIGHT, json=message)
    assert answer.status_code == 200, answer.text


async def planned(house: Any) -> dict[str, Any]:
    return (await house.http.get(NIGHT)).json()


async def until(house: Any, reached: Callable[[], bool]) -> None:
    """Let time pass until something is so: what is written down takes its own time."""
    async with asyncio.timeout(20):
        while not reached():
            await house.play()
            await asyncio.sleep(0.001)


async def rest(client: Any) -> list[dict[str, Any]]:
    """Return what a socket brings until it is closed."""
    return [json.loads(message) async for message in client]


def logged(house: Any) -> list[dict[str, object]]:
    return [dict(c.set) for c in house.source.recipe.changes]


def fades(house: Any) -> list[dict[str, object]]:
    return [settings for settings in logged(house) if "fade" in settings]


async def test_a_personal_station_comes_back_to_its_owner(serve: Serve, tmp_path: Path) -> None:
    async with serve(data=tmp_path) as house:
        own = (await house.http.post(STATIONS, json={"bpm": 70})).json()
    name, owner = own["name"], {"Authorization": f"Bearer {own['owner_token']}"}
    async with serve(data=tmp_path, unix=UNIX + 60) as house:
        listed = (await house.http.get(STATIONS)).json()["stations"]
        assert [(s["name"], s["kind"], s["paused"]) for s in listed] == [
            ("main", "permanent", False),
            (name, "personal", True),
        ]
        change = {"params": {"station": name}, "json": {"bpm": 80}}
        assert (await house.http.post("/api/v1/control", **change)).status_code == 403
        assert (await house.http.post("/api/v1/control", **change, headers=owner)).status_code == 200
        assert not (await house.http.get(f"{STATIONS}/{name}")).json()["paused"]
        assert house.stage.source(name).ring.first == 600
        assert [c.set for c in house.stage.source(name).recipe.changes] == [{"bpm": 80}]
    async with serve(data=tmp_path, unix=UNIX + 70) as house:
        assert (await house.http.delete(f"{STATIONS}/{name}", headers=owner)).status_code == 204
    async with serve(data=tmp_path, unix=UNIX + 80) as house:
        assert (await house.http.get(f"{STATIONS}/{name}")).status_code == 404


async def test_one_that_somebody_joins_goes_on(serve: Serve, tmp_path: Path, told: Told) -> None:
    async with serve(data=tmp_path) as house:
        name = (await house.http.post(STATIONS, json={})).json()["name"]
    async with serve(data=tmp_path, unix=UNIX + 60) as house, house.listen(f"/ws/{name}") as client:
        assert (await told(client, "hello"))["station"] == name
        await until(house, lambda: house.stage.source(name).ring.head > 605)
        assert (await told(client, "audio"))["seq"] >= 600


async def test_a_night_comes_back(serve: Serve, tmp_path: Path) -> None:
    async with serve(data=tmp_path) as house:
        await ask(house, action="sleep", minutes=60, fade_s=600)
        await ask(house, action="wake", at="07:00", zone="Europe/Berlin", fade_s=900, repeat="daily")
        before = await planned(house)
    async with serve(data=tmp_path, unix=UNIX + 60) as house:
        assert await planned(house) == before
        await ask(house, action="cancel", what="sleep")
    async with serve(data=tmp_path, unix=UNIX + 120) as house:
        assert await planned(house) == {**before, "sleep": None}


async def test_one_that_is_asleep_stays_asleep(serve: Serve, tmp_path: Path) -> None:
    async with serve(data=tmp_path) as house:
        await ask(house, action="sleep", minutes=0)
        await until(house, lambda: house.source.ring.origin == float("inf"))
        while not (await planned(house))["asleep"]:
            await house.play()
        head = house.source.ring.head
    async with serve(data=tmp_path, unix=UNIX + 3600) as house:
        assert (await planned(house))["asleep"]
        assert house.source.ring.first == head
        await house.play(20)
        assert house.source.ring.head == head


async def test_sleep_that_was_missed_is_begun_without_a_sound(serve: Serve, tmp_path: Path) -> None:
    async with serve(data=tmp_path) as house:
        await ask(house, action="sleep", minutes=10)
    async with serve(data=tmp_path, unix=UNIX + 900) as house:
        assert (await planned(house))["asleep"]
        await until(house, lambda: fades(house) == [{"fade": 0.0, "fade_s": 0.0}])
        while (await planned(house))["sleep"] is not None:
            await house.play()
        assert house.source.ring.head == house.source.ring.first
        assert (await planned(house))["asleep"]


@pytest.mark.parametrize(("late_s", "fade_s"), [(100, 500), (5000, 10)])
async def test_a_wake_time_that_was_missed_finds_it_awake(
    serve: Serve, tmp_path: Path, late_s: int, fade_s: int
) -> None:
    async with serve(data=tmp_path) as house:
        await ask(house, action="wake", at="22:15", zone="UTC", fade_s=600, repeat="daily")
        await ask(house, action="sleep", minutes=0)
        while not (await planned(house))["asleep"]:
            await house.play()
            await asyncio.sleep(0.001)
    async with serve(data=tmp_path, unix=UNIX + 100 + late_s) as house:
        await until(house, lambda: bool(fades(house)) and fades(house)[-1]["fade"] == 1)
        assert fades(house)[-1]["fade_s"] == pytest.approx(fade_s, abs=10)
        while (await planned(house))["asleep"]:
            await house.play()
        assert (await planned(house))["wake"]["next"] == "2023-11-15T22:15:00.000000Z"


async def test_of_two_that_were_missed_the_later_one_holds(serve: Serve, tmp_path: Path) -> None:
    async with serve(data=tmp_path) as house:
        await ask(house, action="wake", at="22:15", zone="UTC")
        await ask(house, action="sleep", minutes=30)
    async with serve(data=tmp_path, unix=UNIX + 3600) as house:
        await until(house, lambda: fades(house) == [{"fade": 0.0, "fade_s": 0.0}])
        assert (await planned(house))["wake"] is None
        assert (await planned(house))["asleep"]


async def test_the_farewell(serve: Serve, tmp_path: Path, told: Told) -> None:
    async with (
        serve(data=tmp_path, stations=("unheard",)) as house,
        house.listen() as client,
        house.http.stream("GET", "/stream/main.wav") as stream,
    ):
        await told(client, "hello")
        await house.http.post("/api/v1/control", json={"fade": 0.6})
        leaving = asyncio.create_task(house.farewell())
        while len(logged(house)) < 2:
            await asyncio.sleep(0)
        assert (await house.http.get("/api/v1/ready")).status_code == 503
        assert (await house.http.get("/stream/main.mp3")).status_code == 503
        async with house.listen() as late:
            with pytest.raises(ConnectionClosed):
                await late.recv()
            assert late.close_code == 1001
        end = house.source.ring.head + 16
        await until(house, lambda: house.source.ring.head > end)
        await leaving
        seqs = [message["seq"] for message in await rest(client) if message["type"] == "audio"]
        assert (client.close_code, client.close_reason) == (1001, "the server is going away")
        assert seqs[-1] >= end - 1
        assert seqs == list(range(seqs[0], seqs[-1] + 1))
        assert len(await stream.aread()) > 0
        assert logged(house) == [{"fade": 0.6}, {"fade": 0.0, "fade_s": 1.5}]
        assert house.stage.source("unheard").recipe.changes == ()
    async with serve(data=tmp_path, stations=("unheard",), unix=UNIX + 60) as house:
        assert logged(house)[2:] == [{"fade": 0.6, "fade_s": 1.5}]
        assert house.stage.source("unheard").recipe.changes == ()


async def test_without_a_journal_the_farewell_is_the_same(house: Any, told: Told) -> None:
    async with house.listen() as client:
        await told(client, "hello")
        leaving = asyncio.create_task(house.farewell())
        await until(house, leaving.done)
        await rest(client)
        assert client.close_code == 1001
    assert logged(house) == [{"fade": 0.0, "fade_s": 1.5}]


async def test_a_station_that_hangs_holds_up_no_farewell(
    serve: Serve, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(farewell, "_FADED_S", 0.05)
    async with serve() as house, house.listen() as client:
        await told(client, "hello")

        async def hang(*_: object) -> None:
            await asyncio.Event().wait()

        monkeypatch.setattr(house.source, "control", hang)
        await house.farewell()
        await rest(client)
        assert client.close_code == 1001


async def test_where_nobody_listens_nothing_is_waited_for(house: Any) -> None:
    await house.farewell()
    assert logged(house) == []


async def test_a_night_that_falls_goes_on_falling(serve: Serve, tmp_path: Path, told: Told) -> None:
    async with serve(data=tmp_path) as house, house.listen() as client:
        await told(client, "hello")
        await ask(house, action="sleep", minutes=10, fade_s=600)
        while not (await planned(house))["sleep"]["fading"]:
            await house.play()
        leaving = asyncio.create_task(house.farewell())
        await until(house, leaving.done)
        await rest(client)
    async with serve(data=tmp_path, unix=UNIX + 300) as house:
        await until(house, lambda: len(fades(house)) == 4)
        assert [f["fade"] for f in fades(house)] == [0, 0, 1, 0]
        assert fades(house)[-1]["fade_s"] == pytest.approx(300, abs=20)
