"""The night: a fade out that ends in rest, a fade in at a time of day, and clocks that are wrong."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

pytestmark = pytest.mark.anyio
Told = Callable[..., Any]
URL = "/api/v1/night"


async def ask(house: Any, **message: object) -> dict[str, Any]:
    answer = await house.http.post(URL, json=message)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def planned(house: Any) -> dict[str, Any]:
    return (await house.http.get(URL)).json()


def logged(house: Any) -> list[dict[str, object]]:
    return [dict(c.set) for c in house.source.recipe.changes]


def wall(house: Any, text: str) -> None:
    house.clock.set_wall(datetime.fromisoformat(text).timestamp())


async def test_nothing_is_planned_at_first(house: Any) -> None:
    assert await planned(house) == {"station": "main", "asleep": False, "sleep": None, "wake": None}


async def test_a_station_falls_silent_in_time_and_then_rests(house: Any) -> None:
    told = await ask(house, action="sleep", minutes=0.2, fade_s=4)
    assert told["sleep"] == {
        "silent_at": "2023-11-14T22:13:32.000000Z",
        "fade_at": "2023-11-14T22:13:28.000000Z",
        "fade_s": 4,
        "fading": False,
    }
    await house.play(78)
    assert logged(house) == []
    await house.play(5)
    (change,) = house.source.recipe.changes
    assert change.set == {"fade": 0, "fade_s": 4}
    assert 80 <= change.frame / 4410 <= 84
    assert (await planned(house))["sleep"]["fading"]
    await house.play(38)
    assert not (await planned(house))["asleep"]
    await house.play(15)
    assert await planned(house) == {"station": "main", "asleep": True, "sleep": None, "wake": None}
    head = house.source.ring.head
    assert head * 4410 >= change.frame + 4 * 44_100
    await house.play(20)
    assert house.source.ring.head == head


async def asleep(house: Any) -> None:
    await ask(house, action="sleep", minutes=0.01, fade_s=0)
    await house.play(25)
    assert (await planned(house))["asleep"]


async def test_who_joins_a_sleeping_station_does_not_wake_it_but_may(house: Any, told: Told) -> None:
    await asleep(house)
    head = house.source.ring.head
    async with house.listen("/ws", "auralis.pcm") as client:
        hello = await told(client, "hello")
        assert hello["asleep"]
        await house.play(10)
        await client.send('{"type":"control","bpm":70}')
        assert (await told(client, "generation_update"))["type"] == "generation_update"
        await house.play(10)
        assert house.source.ring.head == head
        await client.send('{"type":"control","fade":1,"fade_s":5}')
        while (await told(client, "generation_update"))["context"]["fade"] != 1:
            pass
        while (await planned(house))["asleep"]:
            pass
        await house.play(5)
        message = await client.recv()
        while not isinstance(message, bytes):
            message = await client.recv()
        assert int.from_bytes(message[8:16], "little") == hello["seq"]
    assert house.source.ring.head == head + 5


async def test_it_wakes_up_at_a_time_of_day_once(house: Any) -> None:
    wall(house, "2026-11-21T05:59:50+00:00")
    await asleep(house)
    wall(house, "2026-11-21T05:59:58+00:00")
    told = await ask(house, action="wake", at="07:00", zone="Europe/Berlin", fade_s=900)
    assert told["wake"] == {
        "at": "07:00",
        "zone": "Europe/Berlin",
        "fade_s": 900,
        "repeat": "once",
        "next": "2026-11-21T06:00:00.000000Z",
    }
    await house.play(19)
    assert (await planned(house))["asleep"]
    await house.play(3)
    assert await planned(house) == {"station": "main", "asleep": False, "sleep": None, "wake": None}
    assert logged(house)[-1] == {"fade": 1, "fade_s": 900}


async def test_a_station_that_nobody_hears_wakes_from_silence(house: Any) -> None:
    wall(house, "2026-11-21T05:59:59.5+00:00")
    await ask(house, action="wake", at="06:00", zone="UTC", fade_s=60)
    await house.play(12)
    assert logged(house) == [{"fade": 0, "fade_s": 0}, {"fade": 1, "fade_s": 60}]


async def test_a_station_that_is_heard_stays_as_loud_as_it_is(house: Any, told: Told) -> None:
    wall(house, "2026-11-21T05:59:59.5+00:00")
    async with house.listen() as client:
        await told(client, "hello")
        await ask(house, action="wake", at="06:00", zone="UTC", fade_s=60)
        await house.play(12)
    assert logged(house) == [{"fade": 1, "fade_s": 60}]


async def test_a_daily_waking_comes_again_and_not_twice_where_the_clock_is_set_back(house: Any) -> None:
    wall(house, "2026-11-21T05:59:59.5+00:00")
    await ask(house, action="wake", at="07:00", zone="Europe/Berlin", repeat="daily")
    await house.play(12)
    assert (await planned(house))["wake"]["next"] == "2026-11-22T06:00:00.000000Z"
    before = logged(house)
    wall(house, "2026-11-21T05:59:58+00:00")
    await house.play(40)
    assert logged(house) == before
    assert (await planned(house))["wake"]["next"] == "2026-11-22T06:00:00.000000Z"
    wall(house, "2026-11-22T05:59:59+00:00")
    await house.play(20)
    assert len(logged(house)) > len(before)


async def test_a_clock_that_is_put_right_puts_the_schedule_right(house: Any) -> None:
    wall(house, "2030-01-01T12:00:00+00:00")
    await ask(house, action="wake", at="07:00", zone="UTC", repeat="daily")
    assert (await planned(house))["wake"]["next"] == "2030-01-02T07:00:00.000000Z"
    wall(house, "2026-11-21T06:00:00+00:00")
    await house.play(12)
    assert (await planned(house))["wake"]["next"] == "2026-11-21T07:00:00.000000Z"
    wall(house, "2026-11-21T07:10:00+00:00")
    await house.play(12)
    assert logged(house)[-1] == {"fade": 1, "fade_s": 60}


async def test_a_clock_set_forward_past_the_fade_shortens_it(house: Any) -> None:
    await ask(house, action="sleep", minutes=60, fade_s=600)
    house.clock.set_wall(house.clock.unix() + 3500)
    await house.play(12)
    (change,) = logged(house)
    assert change["fade"] == 0
    assert change["fade_s"] == pytest.approx(99, abs=1.1)


async def test_what_is_asked_last_holds_and_can_be_cancelled(house: Any) -> None:
    await ask(house, action="sleep", minutes=30)
    assert (await ask(house, action="sleep", minutes=1))["sleep"]["fade_s"] == 60
    await ask(house, action="wake", at="07:00", zone="UTC")
    kept = await ask(house, action="cancel", what="sleep")
    assert kept["sleep"] is None
    assert kept["wake"]["at"] == "07:00"
    assert (await ask(house, action="cancel"))["wake"] is None
    await house.play(15)
    assert logged(house) == []


async def test_a_fade_that_is_cancelled_or_turned_up_comes_back(house: Any) -> None:
    await ask(house, action="sleep", minutes=1, fade_s=60)
    await house.play(12)
    await ask(house, action="cancel")
    assert logged(house)[-1] == {"fade": 1, "fade_s": 3}
    await ask(house, action="sleep", minutes=0.05, fade_s=3)
    await house.play(12)
    assert (await planned(house))["sleep"]["fading"]
    await house.http.post("/api/v1/control", json={"fade": 0.5})
    await house.play(60)
    assert await planned(house) == {"station": "main", "asleep": False, "sleep": None, "wake": None}


async def test_everyone_is_told_over_the_socket(house: Any, told: Told) -> None:
    async with house.listen() as one, house.listen() as other:
        for client in (one, other):
            await told(client, "hello")
        await one.send('{"type":"night"}')
        assert (await told(one, "night"))["sleep"] is None
        await one.send('{"type":"night","action":"sleep","minutes":20,"fade_s":300}')
        for client in (one, other):
            assert (await told(client, "night"))["sleep"]["fade_s"] == 300


async def test_a_personal_station_that_nobody_hears_is_asleep_by_then(serve: Any) -> None:
    async with serve(pause_after=1) as house:
        own = (await house.http.post("/api/v1/stations", json={})).json()
        headers = {"Authorization": f"Bearer {own['owner_token']}"}
        url = f"{URL}?station={own['name']}"
        await house.http.post(url, json={"action": "sleep", "minutes": 0.1, "fade_s": 1}, headers=headers)
        await house.play(90)
        assert (await house.http.get(url)).json()["asleep"]
        assert house.stage.source(own["name"]).context["fade"] == 0


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ({}, "action"),
        ({"action": "dream"}, "action"),
        ({"action": ["sleep"]}, "action"),
        ({"action": "sleep", "minutes": -1}, "minutes"),
        ({"action": "sleep", "minutes": 1441}, "minutes"),
        ({"action": "sleep", "minutes": "30"}, "minutes"),
        ({"action": "sleep", "minutes": 5, "fade_s": 301}, "fade_s"),
        ({"action": "sleep", "at": "07:00"}, "at"),
        ({"action": "wake"}, "at"),
        ({"action": "wake", "at": "07:00"}, "zone"),
        ({"action": "wake", "at": "25:00", "zone": "UTC"}, "at"),
        ({"action": "wake", "at": "07:00", "zone": "Europe/Atlantis"}, "zone"),
        ({"action": "wake", "at": "07:00", "zone": "UTC", "fade_s": 7201}, "fade_s"),
        ({"action": "wake", "at": "07:00", "zone": "UTC", "repeat": "hourly"}, "repeat"),
        ({"action": "cancel", "what": "everything"}, "what"),
    ],
)
async def test_a_wrong_wish_is_named_and_plans_nothing(
    house: Any, told: Told, message: dict[str, object], field: str
) -> None:
    answer = await house.http.post(URL, json=message)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    if message:
        async with house.listen() as client:
            await client.send(json.dumps({"type": "night", **message}))
            assert (await told(client, "error"))["field"] == field
    assert await planned(house) == {"station": "main", "asleep": False, "sleep": None, "wake": None}
