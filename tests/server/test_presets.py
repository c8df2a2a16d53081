"""User presets over REST: saved, changed, exported and imported."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest

from auralis.library import user_presets
from tests.server.keeping import holding, named
from tests.server.presets import BUILT_IN, RAIN, STATIONS, URL, keeping_presets, listed, saved, shown

pytestmark = pytest.mark.anyio


@pytest.fixture
async def home(serve: Any, tmp_path: Path) -> Any:
    async with keeping_presets(serve, tmp_path) as running:
        yield running


async def test_a_preset_is_saved_listed_and_told(home: Any) -> None:
    preset = await saved(home)
    assert shown(preset) == {
        "id": preset["id"],
        "name": "Evening rain",
        "built_in": False,
        "base": "sleep",
        "settings": {"bpm": 52.0},
        "created": "2023-11-14T22:13:20.000000Z",
        "file": f"{URL}/{preset['id']}/file",
    }
    await saved(home, name="bare", settings={"layers": {"pad": {"mute": True}}})
    answer = await home.http.get(URL)
    there = answer.json()
    assert [p["name"] for p in there["presets"]] == [*BUILT_IN, "bare", "Evening rain"]
    assert there["presets"][-1] == shown(preset)
    assert there["presets"][-2]["settings"] == {"layers.pad.mute": True}
    assert there["damaged"] == []
    assert preset["token"] not in answer.text
    assert (await home.http.get(f"{URL}/{preset['id']}")).json() == shown(preset)
    assert (await home.http.get(f"{URL}/sleep")).json() == there["presets"][2]


async def test_what_a_station_plays_becomes_a_preset(home: Any) -> None:
    await home.source.control({"preset": "sleep", "bpm": 47, "fade": 0.0, "fade_s": 60}, None)
    preset = await saved(home, name="Now", station="main")
    assert preset["base"] == "sleep"
    assert preset["settings"] == {"key": "D dorian", "bpm": 47.0, "intensity": 0.5}, (
        "it fades, and that is left out"
    )
    assert named(await home.http.post(URL, json={"name": "x", "station": "nowhere"})) == (404, "station")
    own = (await home.http.post(STATIONS, json={"preset": "bright", "bpm": 99})).json()
    assert (await saved(home, name="Mine", station=own["name"]))["settings"]["bpm"] == 99.0


@pytest.mark.parametrize(
    ("wanted", "status", "field"),
    [
        ({}, 422, "settings"),
        ({"name": "x"}, 422, "settings"),
        ({"name": "x", "settings": {}}, 422, "settings"),
        ({"name": "x", "settings": "loud"}, 422, "settings"),
        ({"settings": {"bpm": 60}}, 422, "name"),
        ({"name": "", "settings": {"bpm": 60}}, 422, "name"),
        ({"name": "x" * 101, "settings": {"bpm": 60}}, 422, "name"),
        ({"name": "p222222222", "settings": {"bpm": 60}}, 422, "name"),
        ({"name": "x", "settings": {"bpm": 500}}, 422, "bpm"),
        ({"name": "x", "settings": {"colour": "blue"}}, 422, "colour"),
        ({"name": "x", "settings": {"bpm": 60}, "base": "party"}, 422, "base"),
        ({"name": "x", "settings": {"bpm": 60}, "seed": 3}, 422, "seed"),
        ({"name": "x", "settings": {"bpm": 60}, "station": "main"}, 422, "settings"),
        ({"name": "x", "base": "sleep", "station": "main"}, 422, "base"),
        ({"name": "x", "station": 3}, 404, "station"),
        ({"name": "Focus", "settings": {"bpm": 60}}, 409, "name"),
        ({"name": "evening RAIN", "settings": {"bpm": 60}}, 409, "name"),
        ({**RAIN, "name": "x", "auralis_preset": 2}, 422, "auralis_preset"),
    ],
)
async def test_what_can_not_be_saved_names_the_field(home: Any, wanted: Any, status: int, field: str) -> None:
    preset = await saved(home)
    assert named(await home.http.post(URL, json=wanted)) == (status, field)
    assert await listed(home) == [shown(preset)]


async def test_only_who_saved_it_changes_and_removes_it(home: Any) -> None:
    preset, other = await saved(home), await saved(home, name="Night", settings={"bpm": 40})
    url = f"{URL}/{preset['id']}"
    for headers in ({}, holding(other)):
        assert named(await home.http.patch(url, json={"name": "x"}, headers=headers)) == (403, "NOT_OWNER")
        assert named(await home.http.delete(url, headers=headers)) == (403, "NOT_OWNER")
    taken = await home.http.patch(url, json={"name": "night"}, headers=holding(preset))
    assert named(taken) == (409, "name")
    assert await listed(home) == [shown(preset), shown(other)]
    assert (await home.http.delete(url, headers=holding(preset))).status_code == 204
    for gone in (await home.http.delete(url, headers=holding(preset)), await home.http.get(url)):
        assert named(gone) == (404, "NOT_KEPT")
    assert named(await home.http.get(f"{url}/file")) == (404, "NOT_KEPT")
    assert await listed(home) == [shown(other)]


async def test_what_a_change_leaves_unsaid_stays(home: Any) -> None:
    preset = await saved(home)
    url = f"{URL}/{preset['id']}"

    async def changed(**body: object) -> tuple[str, str | None, dict[str, object]]:
        answer = await home.http.patch(url, json=body, headers=holding(preset))
        assert answer.status_code == 200, answer.text
        assert answer.json() == (await home.http.get(url)).json()
        return tuple(answer.json()[field] for field in ("name", "base", "settings"))

    assert await changed(name=" Süß & <b> ") == ("Süß & <b>", "sleep", {"bpm": 52.0})
    assert await changed(settings={"space": 1}) == ("Süß & <b>", "sleep", {"space": 1.0})
    assert await changed(base="bright") == ("Süß & <b>", "bright", {"space": 1.0})
    assert await changed(settings={"preset": "focus", "bpm": 60}) == ("Süß & <b>", "focus", {"bpm": 60.0})
    assert await changed(base=None) == ("Süß & <b>", None, {"bpm": 60.0})
    name, base, music = await changed(station="main")
    assert (name, base, music["key"]) == ("Süß & <b>", "focus", "D dorian")
    for body, field in (({}, "name"), ({"base": None, "settings": {}}, "settings"), ({"id": "x"}, "id")):
        assert named(await home.http.patch(url, json=body, headers=holding(preset))) == (422, field)


async def test_built_in_presets_stay_as_they_are(home: Any) -> None:
    for verb in ("DELETE", "PATCH"):
        answer = await home.http.request(verb, f"{URL}/sleep", json={"name": "x"})
        assert named(answer) == (409, "BUILT_IN")
    assert named(await home.http.get(f"{URL}/sleep/file")) == (404, "NOT_KEPT")


async def test_a_file_goes_to_another_server(home: Any, serve: Any, tmp_path: Path) -> None:
    preset = await saved(home, name="Süß/⁄ rain", base="sleep", settings={"key": "A minor", "bpm": 50})
    file = await home.http.get(preset["file"])
    assert file.json() == {
        "auralis_preset": 1,
        "name": "Süß/⁄ rain",
        "base": "sleep",
        "settings": {"key": "A minor", "bpm": 50.0},
    }
    kind, disposition = file.headers["content-type"], file.headers["content-disposition"]
    assert kind.partition(";")[0] == "application/json"
    assert disposition.startswith('attachment; filename="Su-')
    assert disposition.endswith("%20rain.preset.json")
    assert "/" not in disposition.replace("UTF-8''", "")
    sent = {"content": file.content, "headers": {"Content-Type": "application/json"}}
    async with keeping_presets(serve, tmp_path / "abroad") as abroad:
        imported = (await abroad.http.post(URL, **sent)).json()
        assert {f: imported[f] for f in ("name", "base", "settings")} == {
            f: preset[f] for f in ("name", "base", "settings")
        }
        assert imported["token"] != preset["token"]
        assert named(await abroad.http.post(URL, **sent)) == (409, "name")
        again = await abroad.http.post(URL, params={"name": "Süß 2"}, **sent)
        assert (again.status_code, again.json()["name"]) == (201, "Süß 2")
    newer = {**file.json(), "auralis_preset": 2}
    refused = await home.http.post(URL, json=newer)
    assert named(refused) == (422, "auralis_preset")
    assert refused.json()["allowed"] == "1"


async def test_presets_outlive_the_server(serve: Any, tmp_path: Path) -> None:
    async with keeping_presets(serve, tmp_path) as house:
        preset, broken = await saved(house), await saved(house, name="Night", settings={"bpm": 40})
    file = tmp_path / "presets" / f"{broken['id']}.json"
    file.write_text("{")
    odd = Path(os.fsdecode(os.fsencode(tmp_path / "presets") + b"/\xff" + b"x" * 200))
    odd.write_text('{"auralis_preset": "' + "x" * 50_000)
    async with keeping_presets(serve, tmp_path) as house:
        there = (await house.http.get(URL)).json()
        assert there["presets"][4:] == [shown(preset)]
        assert [d["file"] for d in there["damaged"]] == [file.name, "?" + "x" * 200]
        assert all(len(d["why"]) <= 300 for d in there["damaged"])
        assert str(tmp_path) not in json.dumps(there)
        renamed = await house.http.patch(
            f"{URL}/{preset['id']}", json={"name": "Dawn"}, headers=holding(preset)
        )
        assert renamed.status_code == 200
        assert (await house.http.post("/api/v1/control", json={"preset": "Dawn"})).status_code == 200
    assert file.read_text() == "{"


async def test_too_many_and_a_disk_that_fails_are_told(
    serve: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_presets, "MOST", 1)
    async with keeping_presets(serve, tmp_path) as house:
        await saved(house)
        more = await house.http.post(URL, json={**RAIN, "name": "Night"})
        assert named(more) == (507, "LIBRARY_FULL")
        large = await house.http.post(URL, json={**RAIN, "settings": {"chords": "i" * 70_000}})
        assert named(large) == (413, None)
    (tmp_path / "file").mkdir()
    (tmp_path / "file" / "presets").write_text("")
    async with keeping_presets(serve, tmp_path / "file") as house:
        refused = await house.http.post(URL, json=RAIN)
        assert named(refused) == (503, "LIBRARY_UNAVAILABLE")
        assert str(tmp_path) not in refused.text
        assert (await house.http.get(URL)).json()["damaged"] == [{"file": ".", "why": "Not a directory"}]


async def test_far_too_much_at_once_is_refused(home: Any) -> None:
    asked = (home.http.post(URL, json={"name": 3}) for _ in range(201))
    answers = sorted(await asyncio.gather(*asked), key=lambda answer: answer.status_code)
    assert {a.status_code for a in answers[:200]} == {422}
    assert named(answers[200]) == (429, "SERVER_OVERLOAD")


async def test_of_two_who_save_a_name_at_once_one_has_it(home: Any) -> None:
    answers = await asyncio.gather(*(home.http.post(URL, json=RAIN) for _ in range(8)))
    assert sorted(a.status_code for a in answers) == [201, *[409] * 7]
    assert len(await listed(home)) == 1


async def test_openapi_describes_presets(home: Any) -> None:
    paths = (await home.http.get("/openapi.json")).json()["paths"]
    assert {path: set(verbs) for path, verbs in paths.items() if path.startswith(URL)} == {
        URL: {"get", "post"},
        f"{URL}/{{preset}}": {"get", "patch", "delete"},
        f"{URL}/{{preset}}/file": {"get"},
    }


async def test_without_a_store_there_are_the_built_in_ones(house: Any) -> None:
    assert [p["name"] for p in (await house.http.get(URL)).json()["presets"]] == BUILT_IN
    assert (await house.http.post(URL, json=RAIN)).status_code == 405
