"""Personal stations that nobody hears: paused, woken, closed."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.server.stations import URL, opened, owning, played, seqs

pytestmark = pytest.mark.anyio
Told = Callable[..., Any]


async def test_an_unheard_station_is_paused_and_goes_on_where_it_was(serve: Any, told: Told) -> None:
    async with serve(pause_after=3) as house:
        own = await opened(house)
        source = house.stage.source(own["name"])
        async with house.listen(own["socket"], "auralis.pcm") as client:
            heard = await played(house, client, 50)
        while (await house.http.get(f"{URL}/{own['name']}")).json()["listeners"]:
            await asyncio.sleep(0)
        await house.play(20)
        assert not (await house.http.get(f"{URL}/{own['name']}")).json()["paused"]
        await house.play(20)
        assert (await house.http.get(f"{URL}/{own['name']}")).json()["paused"]
        head = source.ring.head
        await house.play(100)
        assert source.ring.head == head
        after = f"{own['socket']}?after={heard[-1]}"
        async with house.listen(after, "auralis.pcm") as client, house.listen(own["socket"]) as late:
            hello = await told(late, "hello")
            assert head - 3 <= hello["seq"] < head
            rest = await seqs(client, hello["seq"] - 1 - heard[-1]) + await played(house, client, 20)
            assert rest == list(range(heard[-1] + 1, heard[-1] + 1 + len(rest)))
            assert (await told(late, "audio"))["seq"] == hello["seq"]
            late.transport.abort()
        assert not (await house.http.get(f"{URL}/{own['name']}")).json()["paused"]
        status = (await house.http.get(f"/api/metrics?station={own['name']}")).json()
        assert status["buffer_underruns"] == 0


async def test_a_change_has_a_paused_station_go_on(serve: Any) -> None:
    async with serve(pause_after=1) as house:
        own = await opened(house)
        await house.play(20)
        assert (await house.http.get(f"{URL}/{own['name']}")).json()["paused"]
        url = f"/api/v1/control?station={own['name']}"
        wrong = await house.http.post(url, json={"bpm": 500}, headers=owning(own))
        assert wrong.status_code == 422
        assert (await house.http.get(f"{URL}/{own['name']}")).json()["paused"]
        assert (await house.http.post(url, json={"bpm": 70}, headers=owning(own))).status_code == 200
        assert not (await house.http.get(f"{URL}/{own['name']}")).json()["paused"]


async def test_where_its_room_was_taken_a_station_waits_for_some(serve: Any, told: Told) -> None:
    async with serve(pause_after=1, room=2) as house:
        own = await opened(house)
        await house.play(20)
        other = await opened(house)
        url = f"/api/v1/control?station={own['name']}"
        assert (await house.http.post(url, json={"bpm": 70}, headers=owning(own))).status_code == 200
        assert (await house.http.get(f"{URL}/{own['name']}")).json()["paused"]
        await house.http.delete(f"{URL}/{other['name']}", headers=owning(other))
        async with house.listen(own["socket"]) as client:
            await told(client, "hello")
            await house.play(2)
            assert (await told(client, "audio"))["type"] == "audio"


async def test_who_joins_a_station_that_waits_is_told(serve: Any, told: Told) -> None:
    async with serve(pause_after=1, room=2) as house:
        own = await opened(house)
        await house.play(20)
        other = await opened(house)
        async with house.listen(own["socket"]) as client:
            assert (await told(client, "error"))["code"] == "SERVER_OVERLOAD"
            assert (await house.http.get(f"{URL}/{own['name']}")).json()["paused"]
            await house.http.delete(f"{URL}/{other['name']}", headers=owning(other))
            await house.play(15)
            assert (await told(client, "audio"))["type"] == "audio"


async def test_permanent_stations_never_pause_and_lost_ones_are_closed(serve: Any) -> None:
    async with serve(pause_after=1, close_after=3) as house:
        own = await opened(house)
        await house.play(25)
        assert (await house.http.get(f"{URL}/{own['name']}")).json()["paused"]
        await house.play(30)
        assert (await house.http.get(f"{URL}/{own['name']}")).status_code == 404
        assert not (await house.http.get(f"{URL}/main")).json()["paused"]
        assert [s.name for s in house.stage.sources] == ["main"]
