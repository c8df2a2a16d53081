"""Moments over REST: what an address leads to, and what is kept of a station."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from auralis.composition import MusicalContext
from auralis.core import address
from auralis.core.recipe import Change, Recipe
from tests.server.keeping import MOMENTS, holding, keeping, kept, named

pytestmark = pytest.mark.anyio
CHUNK = 4_410
RECIPE = Recipe("9.9.9", 7, "auralis", 44_100, MusicalContext.of({"preset": "sleep"}).first_settings())


@pytest.fixture
async def home(serve: Any, tmp_path: Path) -> Any:
    async with keeping(serve, tmp_path) as running:
        yield running


async def test_an_address_is_resolved(home: Any) -> None:
    text = f"{address.encode(RECIPE)}@0:12:34.5"
    for answer in (
        await home.http.get(f"{MOMENTS}/{text}"),
        await home.http.get(MOMENTS, params={"address": text}),
    ):
        assert answer.status_code == 200
        found = answer.json()
        assert found.pop("recipe") == RECIPE.as_dict()
        assert found == {
            "title": "sleep, E phrygian, 40 bpm, seed 7",
            "address": text,
            "link": f"/m/{text}",
            "frame": 33_273_450,
            "time": "0:12:34.5",
            "preset": "sleep",
            "key": "E phrygian",
            "bpm": 40.0,
            "seed": 7,
            "kit": "auralis",
            "sample_rate": 44_100,
            "engine": "9.9.9",
            "exact": True,
            "why": None,
        }
    assert (await home.http.get(f"{MOMENTS}/{address.encode(RECIPE)}")).json()["time"] == "0:00:00"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (replace(RECIPE, engine="0.0.1"), "It is from engine 0.0.1; this one is 9.9.9"),
        (replace(RECIPE, kit="glass"), "There is no kit 'glass' here."),
        (RECIPE.with_changes((Change(9, "bar", {"kit": "reed"}),)), "There is no kit 'reed' here."),
        (replace(RECIPE, font="ab" * 32, fluidsynth="2.4.4"), f"SoundFont with the SHA-256 {'ab' * 32}"),
    ],
)
async def test_what_may_sound_otherwise_here_says_why(home: Any, changed: Recipe, why: str) -> None:
    found = (await home.http.get(f"{MOMENTS}/{address.encode(changed)}")).json()
    assert found["exact"] is False
    assert why in found["why"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("nonsense", "address"),
        ("a1AAAA", "address"),
        (address.encode(RECIPE)[:-6], "address"),
        (f"{address.encode(RECIPE)}@12", "address.time"),
        (f"{address.encode(RECIPE)}@-0:00:01", "address.time"),
        (f"{address.encode(RECIPE)}@99999:00:00", "address.time"),
        (address.encode(replace(RECIPE, context={"bpm": 1})), "bpm"),
    ],
)
async def test_a_broken_address_names_what_is_broken(home: Any, text: str, field: str) -> None:
    assert named(await home.http.get(f"{MOMENTS}/{text}")) == (422, field)
    assert named(await home.http.get(MOMENTS, params={"address": text})) == (422, field)


async def test_the_last_minutes_are_kept_at_once(home: Any) -> None:
    await home.play(700)
    moment = await kept(home, station="main", minutes=1, title="Rain")
    assert (moment["title"], moment["station"], moment["seconds"]) == ("Rain", "main", 60.0)
    assert moment["frame"] + moment["frames"] == 701 * CHUNK
    assert (moment["bytes"], moment["exports"]) == (0, [])
    assert moment["address"] == f"{address.encode(home.source.recipe)}@0:00:10.1"
    assert moment["link"] == f"/m/{moment['address']}"
    assert moment["created"] == "2023-11-14T22:14:30.000000Z"
    whole = await kept(home, minutes=60)
    assert (whole["frame"], whole["frames"]) == (0, 701 * CHUNK)
    assert whole["title"] == "focus, D dorian, 60 bpm, seed 7"
    one = (await home.http.get(f"{MOMENTS}/{moment['id']}")).json()
    assert one.pop("recipe") == home.source.recipe.as_dict()
    assert one == {name: value for name, value in moment.items() if name != "token"}


async def test_any_span_that_was_played_is_kept_to_the_frame(home: Any) -> None:
    await home.play(50)
    moment = await kept(home, **{"from": 44_107, "to": 100_001})
    assert (moment["frame"], moment["frames"], moment["time"]) == (44_107, 55_894, "0:00:01.000159")
    assert (await home.http.get(f"{MOMENTS}/{moment['address']}")).json()["frame"] == 44_107
    ended = await kept(home, minutes=0.05, to=44_100 * 4)
    assert (ended["frame"], ended["frames"]) == (44_100, 44_100 * 3)


async def test_a_span_is_kept_without_what_was_changed_later(home: Any) -> None:
    await home.play(10)
    await home.source.control({"bpm": 70}, None)
    await home.play(20)
    await home.source.control({"bpm": 80}, None)
    await home.play(5)
    changes = home.source.recipe.changes
    before = await kept(home, **{"from": 0, "to": changes[0].frame})
    between = await kept(home, **{"from": 0, "to": changes[1].frame})
    after = await kept(home, **{"from": changes[1].frame - 1})
    recipes = [address.decode(m["address"].partition("@")[0]) for m in (before, between, after)]
    assert [len(r.changes) for r in recipes] == [0, 1, 2]
    assert recipes[2] == home.source.recipe
    assert (after["bpm"], (await kept(home, minutes=0.002))["bpm"]) == (70.0, 80.0)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": -1}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"minutes": "five"}, "minutes"),
        ({"minutes": True}, "minutes"),
        ({"minutes": 1, "from": 0}, "from"),
        ({}, "from"),
        ({"from": -1}, "from"),
        ({"from": 1.5}, "from"),
        ({"from": 10**12}, "from"),
        ({"from": 0, "to": 10**12}, "to"),
        ({"from": 9, "to": 9}, "from"),
        ({"from": 0, "to": "end"}, "to"),
        ({"minutes": 1, "title": ""}, "title"),
        ({"minutes": 1, "title": 3}, "title"),
        ({"minutes": 1, "colour": "blue"}, "colour"),
        ({"station": 3, "minutes": 1}, "station"),
        ({"address": "a1", "minutes": 3}, "minutes"),
        ({"address": 3, "duration": 3}, "address"),
        ({"address": address.encode(RECIPE)}, "duration"),
        ({"address": address.encode(RECIPE), "duration": 0}, "duration"),
        ({"address": address.encode(RECIPE), "duration": 1e-9}, "duration"),
        ({"address": address.encode(RECIPE), "duration": 86_401}, "duration"),
        ({"address": address.encode(replace(RECIPE, kit="../x")), "duration": 3}, "kit"),
    ],
)
async def test_what_can_not_be_kept_names_the_field(home: Any, wanted: Any, field: str) -> None:
    await home.play(20)
    status, named_field = named(await home.http.post(MOMENTS, json=wanted))
    assert named_field == field
    assert status == (404 if wanted.get("station") else 422)
    assert (await home.http.get(MOMENTS)).json() == {"moments": []}


async def test_a_station_that_there_is_not_is_not_found(home: Any) -> None:
    assert named(await home.http.post(MOMENTS, json={"station": "x", "minutes": 1})) == (404, "station")


async def test_what_an_address_plays_is_kept(home: Any) -> None:
    text = f"{address.encode(RECIPE)}@1:00:00"
    moment = await kept(home, address=text, duration=90)
    assert (moment["address"], moment["seconds"], moment["station"]) == (text, 90.0, None)


async def test_a_personal_station_is_kept_from_where_it_began(home: Any) -> None:
    wanted = {"address": f"{address.encode(RECIPE)}@0:10:00"}
    own = (await home.http.post("/api/v1/stations", json=wanted)).json()
    await home.play(30)
    # Whoever hears it may keep it: the recipe is in every listener's hello.
    moment = await kept(home, station=own["name"], minutes=5)
    assert (moment["frame"], moment["frames"]) == (6_000 * CHUNK, 31 * CHUNK)
    early = {"station": own["name"], "from": 0}
    assert named(await home.http.post(MOMENTS, json=early)) == (422, "from")


async def test_only_who_kept_it_renames_and_removes_it(home: Any) -> None:
    await home.play(20)
    moment, other = await kept(home), await kept(home)
    url = f"{MOMENTS}/{moment['id']}"
    for headers in ({}, holding(other), {"Authorization": "Bearer é"}):
        raw = {name: value.encode() for name, value in headers.items()}
        assert named(await home.http.patch(url, json={"title": "x"}, headers=raw)) == (403, "NOT_OWNER")
        assert named(await home.http.delete(url, headers=raw)) == (403, "NOT_OWNER")
    renamed = await home.http.patch(url, json={"title": " Süß & <b> "}, headers=holding(moment))
    assert (renamed.status_code, renamed.json()["title"]) == (200, "Süß & <b>")
    assert named(await home.http.patch(url, json={}, headers=holding(moment))) == (422, "title")
    assert (await home.http.delete(url, headers=holding(moment))).status_code == 204
    assert named(await home.http.delete(url, headers=holding(moment))) == (404, "NOT_KEPT")
    assert named(await home.http.get(url)) == (404, "NOT_KEPT")
    assert [m["id"] for m in (await home.http.get(MOMENTS)).json()["moments"]] == [other["id"]]


async def test_the_list_has_the_newest_first_and_tells_no_secret(home: Any) -> None:
    await home.play(20)
    moments = []
    for _ in range(3):
        moments.append(await kept(home))
        await home.play(10)
    names = [m["id"] for m in reversed(moments)]
    answer = await home.http.get(MOMENTS)
    assert [m["id"] for m in answer.json()["moments"]] == names
    assert not any(m["token"] in answer.text for m in moments)
    page = await home.http.get(MOMENTS, params={"limit": 1, "before": names[0]})
    assert [m["id"] for m in page.json()["moments"]] == names[1:2]
    assert named(await home.http.get(MOMENTS, params={"before": "mzzzzzzzzz"})) == (404, "NOT_KEPT")
    for limit in (0, 1001, "x"):
        assert named(await home.http.get(MOMENTS, params={"limit": limit})) == (422, "limit")


async def test_a_long_recipe_gets_a_short_link_that_opens_it(home: Any) -> None:
    await home.play(5)
    turned = np.random.default_rng(7)
    for _ in range(400):
        await home.source.control({"intensity": turned.random(), "bpm": turned.uniform(40, 200)}, None)
        home.source.render()
    await home.clock.advance(41)
    moment = await kept(home, **{"from": 100 * CHUNK})
    assert len(moment["address"]) > 2_000
    assert moment["link"] == f"/m/{moment['id']}"
    page = await home.http.get(moment["link"])
    assert (page.status_code, page.headers["Location"]) == (302, f"/?moment={moment['id']}")
    for name, seq in ((moment["id"], 100), (f"{moment['id']}@0:00:20", 200)):
        async with home.listen(f"/ws/new?address={name}", "auralis.pcm") as client:
            hello = json.loads(await client.recv())
            assert hello["seq"] == seq
            assert hello["kind"] == "personal"
        source = home.stage.source(hello["station"])
        assert source.recipe.as_dict()["context"] == home.source.recipe.as_dict()["context"]
    unknown = await home.http.post("/api/v1/stations", json={"address": "mzzzzzzzzz"})
    assert named(unknown) == (422, "address")


async def test_openapi_describes_what_is_kept(home: Any) -> None:
    paths = (await home.http.get("/openapi.json")).json()["paths"]
    verbs = {
        path: set(methods)
        for path, methods in paths.items()
        if path.split("/")[3:4] in (["moments"], ["exports"], ["library"])
    }
    assert verbs == {
        "/api/v1/moments": {"get", "post"},
        "/api/v1/moments/{moment}": {"get", "patch", "delete"},
        "/api/v1/exports": {"get", "post"},
        "/api/v1/exports/{export}": {"get", "delete"},
        "/api/v1/exports/{export}/file": {"get"},
        "/api/v1/library": {"get"},
    }


async def test_without_a_library_nothing_is_kept(house: Any) -> None:
    assert (await house.http.get(MOMENTS)).status_code == 404
    assert (await house.http.post(MOMENTS, json={"minutes": 1})).status_code in (404, 405)
