"""Personal stations: opened, owned, closed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from auralis.core import address
from auralis.core.recipe import Change
from tests.server.stations import URL, opened, owning, played, seqs

pytestmark = pytest.mark.anyio
Told = Callable[..., Any]


async def test_a_station_is_opened_with_what_was_asked_for(house: Any) -> None:
    own = await opened(house, preset="sleep", key="A minor", bpm=50, seed=12, kit="light")
    recipe = house.stage.source(own["name"]).recipe
    assert (recipe.engine, recipe.seed, recipe.kit, recipe.sample_rate) == ("9.9.9", 12, "light", 44_100)
    context = recipe.context
    assert (context["preset"], context["key"], context["bpm"]) == ("sleep", "A minor", 50)
    assert address.decode(own["address"]) == recipe
    assert (own["kind"], own["paused"], own["listeners"]) == ("personal", False, 0)
    assert (own["socket"], own["stream"]) == (f"/ws/{own['name']}", f"/stream/{own['name']}.mp3")
    one = (await house.http.get(f"{URL}/{own['name']}")).json()
    assert one == {name: value for name, value in own.items() if name != "owner_token"}


async def test_an_address_or_a_recipe_says_all_of_it(house: Any) -> None:
    own = await opened(house, preset="sleep", seed=12)
    recipe = house.stage.source(own["name"]).recipe
    for wanted in ({"address": own["address"]}, {"recipe": recipe.as_dict()}):
        again = await opened(house, **wanted)
        assert again["address"] == own["address"]
        assert again["name"] != own["name"]
        assert again["owner_token"] != own["owner_token"]


async def test_two_stations_without_a_seed_differ(house: Any) -> None:
    one, other = await opened(house), await opened(house)
    assert one["address"] != other["address"]


async def test_the_list_names_every_station_and_tells_no_secret(serve: Any) -> None:
    async with serve(stations=("sleep",)) as house:
        own = await opened(house, preset="sleep")
        text = (await house.http.get(URL)).text
        listed = {s["name"]: s for s in json.loads(text)["stations"]}
        assert list(listed) == ["main", "sleep", own["name"]]
        assert [s["kind"] for s in listed.values()] == ["permanent", "permanent", "personal"]
        assert (listed["main"]["preset"], listed["main"]["key"]) == ("focus", "D dorian")
        assert own["owner_token"] not in text


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"preset": "party"}, "preset"),
        ({"bpm": 500}, "bpm"),
        ({"seed": -1}, "seed"),
        ({"seed": "x"}, "seed"),
        ({"kit": "../../etc"}, "kit"),
        ({"kit": 3}, "kit"),
        ({"tempo": 60}, "tempo"),
        ({"address": "nonsense"}, "address"),
        ({"address": 3}, "address"),
        ({"recipe": 3}, "recipe"),
        ({"recipe": {"format": 9}}, "recipe.format"),
        ({"address": "a1", "seed": 3}, "seed"),
    ],
)
async def test_a_station_that_can_not_be_is_refused_by_name(house: Any, wanted: Any, field: str) -> None:
    answer = await house.http.post(URL, json=wanted)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert len(house.stage.sources) == 1


async def test_recipes_of_strangers_are_bounded_and_choose_no_folder(house: Any) -> None:
    recipe = house.source.recipe
    many = recipe.with_changes(tuple(Change(n * 4410, "chunk", {"space": 0.1}) for n in range(1001)))
    path = recipe.with_changes((Change(0, "bar", {"kit": "./kit"}),))
    wrong = recipe.with_changes((Change(0, "bar", {"bpm": 1}),))
    for changed, field in ((many, "recipe.changes"), (path, "kit"), (wrong, "bpm")):
        answer = await house.http.post(URL, json={"address": address.encode(changed)})
        assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_only_its_owner_changes_a_station(house: Any, told: Told) -> None:
    own, other = await opened(house), await opened(house)
    source = house.stage.source(own["name"])
    control, night = (f"/api/v1/{what}?station={own['name']}" for what in ("control", "night"))
    for headers in ({}, owning(other), {"Authorization": "Bearer é"}, {"Authorization": "Basic abc"}):
        for url, body in ((control, {"bpm": 80}), (night, {"action": "sleep"})):
            raw = {name: value.encode() for name, value in headers.items()}
            refused = await house.http.post(url, json=body, headers=raw)
            assert (refused.status_code, refused.json()["code"]) == (403, "NOT_OWNER")
    async with house.listen(own["socket"]) as stranger, house.listen(f"{own['socket']}?token=x") as guess:
        for client in (stranger, guess):
            for kind in ("control", "update_params"):
                await client.send(json.dumps({"type": kind, "bpm": 80, "id": 4}))
                error = await told(client, "error")
                assert (error["code"], error["id"]) == ("NOT_OWNER", 4)
            for message in ({"type": "preset", "name": "sleep"}, {"type": "night", "action": "sleep"}):
                await client.send(json.dumps(message))
                assert (await told(client, "error"))["code"] == "NOT_OWNER"
    assert source.recipe.changes == ()
    assert (await house.http.post(control, json={"bpm": 80}, headers=owning(own))).status_code == 200
    async with house.listen(f"{own['socket']}?token={own['owner_token']}") as owner:
        await owner.send('{"type":"control","bpm":90}')
        while (await told(owner, "generation_update"))["bpm"] != 90:
            pass
    assert [c.set["bpm"] for c in source.recipe.changes] == [80, 90]
    assert house.source.recipe.changes == ()


async def test_only_its_owner_closes_a_station_and_its_listeners_are_told(house: Any, told: Told) -> None:
    own = await opened(house)
    url = f"{URL}/{own['name']}"
    async with house.listen(own["socket"]) as client:
        await told(client, "hello")
        assert (await house.http.delete(url)).status_code == 403
        assert (await house.http.delete(url, headers=owning(own))).status_code == 204
        await client.wait_closed()
    assert (client.close_code, client.close_reason) == (4404, "the station was closed")
    assert (await house.http.delete(url, headers=owning(own))).status_code == 404
    assert (await house.http.get(f"/api/v1/status?station={own['name']}")).status_code == 404
    assert [s.name for s in house.stage.sources] == ["main"]


async def test_a_permanent_station_is_not_closed(house: Any) -> None:
    assert (await house.http.delete(f"{URL}/main")).status_code == 409
    assert (await house.http.delete(f"{URL}/nowhere")).status_code == 404


async def test_a_socket_opens_a_station_of_its_own(house: Any, told: Told) -> None:
    async with house.listen("/ws/new?preset=sleep&seed=9&bpm=50&key=A%20minor", "auralis.pcm") as client:
        hello = await told(client, "hello")
        assert (hello["kind"], hello["seed"], hello["context"]["bpm"]) == ("personal", 9, 50)
        assert hello["context"]["key"] == "A minor"
        first = hello["seq"]
        await house.play(3)
        assert await seqs(client, 3) == list(range(first, first + 3))
        await client.send('{"type":"control","bpm":72}')
        while (await told(client, "generation_update"))["bpm"] != 72:
            pass
    url = f"{hello['station']}?token={hello['owner_token']}&after={first + 2}"
    async with house.listen(f"/ws/{url}", "auralis.pcm") as again:
        told_again = await told(again, "hello")
        assert "owner_token" not in told_again
        assert told_again["seq"] == first + 3
        await again.send('{"type":"control","bpm":73}')
        while (await told(again, "generation_update"))["bpm"] != 73:
            pass


@pytest.mark.parametrize(
    ("query", "field"), [("bpm=fast", "bpm"), ("preset=nap", "preset"), ("seed=1.5", "seed")]
)
async def test_a_socket_that_asks_for_nonsense_is_told_and_closed(
    house: Any, told: Told, query: str, field: str
) -> None:
    async with house.listen(f"/ws/new?{query}") as client:
        error = await told(client, "error")
        assert (error["code"], error["field"]) == ("INVALID_CONTROL", field)
        with pytest.raises(ConnectionClosed) as closed:
            await client.recv()
    assert closed.value.rcvd.code == 4400


@pytest.mark.parametrize("bound", ["room", "most"])
async def test_a_full_stage_says_so(serve: Any, told: Told, bound: str) -> None:
    async with serve(**{bound: 2}) as house:
        own = await opened(house)
        refused = await house.http.post(URL, json={})
        assert (refused.status_code, refused.json()["code"]) == (429, "SERVER_OVERLOAD")
        assert int(refused.headers["Retry-After"]) > 0
        async with house.listen("/ws/new") as client:
            error = await told(client, "error")
            assert (error["code"], error["severity"]) == ("SERVER_OVERLOAD", "critical")
            with pytest.raises(ConnectionClosed) as closed:
                await client.recv()
            assert closed.value.rcvd.code == 1013
        assert (await house.http.delete(f"{URL}/{own['name']}", headers=owning(own))).status_code == 204
        await opened(house)


async def test_an_address_with_a_time_opens_a_station_there(house: Any) -> None:
    recipe = (await opened(house, preset="sleep", seed=3))["address"]
    station = await opened(house, address=f"{recipe}@0:00:45.5")
    async with house.listen(f"/ws/{station['name']}", "auralis.pcm") as client:
        assert (await played(house, client, 1))[0] >= 455
    broken = await house.http.post(URL, json={"address": f"{recipe}@45"})
    assert (broken.status_code, broken.json()["field"]) == (422, "address.time")


async def test_the_address_of_a_moment_opens_the_page_there(house: Any) -> None:
    answer = await house.http.get("/m/a1abc@0:00:45.5")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/?moment=a1abc%400%3A00%3A45.5")
