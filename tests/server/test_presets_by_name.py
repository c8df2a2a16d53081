"""User presets by name: on sockets, over REST, for new stations; recipes have their settings alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auralis.composition import MusicalContext
from tests.server.keeping import holding, named
from tests.server.presets import BUILT_IN, STATIONS, URL, keeping_presets, opened_context, saved

pytestmark = pytest.mark.anyio
Told = Callable[..., Any]


@pytest.fixture
async def home(serve: Any, tmp_path: Path) -> Any:
    async with keeping_presets(serve, tmp_path) as running:
        yield running


@pytest.mark.parametrize("by", ["id", "name"])
@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"type": "preset", "name": ...}, {}),
        ({"type": "preset", "name": ..., "bpm": 70}, {"bpm": 70.0}),
        ({"type": "control", "preset": ...}, {}),
        ({"type": "update_params", "preset": ..., "intensity": 0.9}, {"intensity": 0.9}),
    ],
)
async def test_a_socket_names_a_preset_and_the_recipe_has_its_settings(
    home: Any, told: Told, by: str, message: dict[str, Any], said: dict[str, Any]
) -> None:
    preset = await saved(home)
    wanted = {field: preset[by] if value is ... else value for field, value in message.items()}
    async with home.listen("/ws") as client:
        await told(client, "generation_update")
        await client.send(json.dumps(wanted))
        update = await told(client, "generation_update")
        assert update["changes"][0]["set"] == {"preset": "sleep", "bpm": 52.0} | said
    assert dict(home.source.recipe.changes[-1].set) == {"preset": "sleep", "bpm": 52.0} | said
    text = home.source.recipe.to_json()
    assert "Evening rain" not in text
    assert preset["id"] not in text


async def test_rest_names_a_preset_on_any_station(home: Any, told: Told) -> None:
    preset = await saved(home)
    answer = await home.http.post("/api/v1/control", json={"preset": "evening RAIN", "intensity": 0.1})
    assert answer.json()["params"] == {"preset": "evening RAIN", "intensity": 0.1}
    assert answer.json()["changes"][0]["set"] == {"preset": "sleep", "bpm": 52.0, "intensity": 0.1}
    context = await opened_context(home, preset=preset["id"], seed=3)
    assert (context["preset"], context["bpm"], context["key"]) == ("sleep", 52.0, "E phrygian")
    context = await opened_context(home, preset="Evening rain", key="C lydian", bpm=80)
    assert (context["bpm"], context["key"], context["key_held"]) == (80.0, "C lydian", True)
    async with home.listen("/ws/new?preset=Evening%20rain&intensity=0.7&seed=5") as client:
        context = json.loads(await client.recv())["context"]
        assert (context["preset"], context["bpm"], context["intensity"]) == ("sleep", 52.0, 0.7)
        await client.send(json.dumps({"type": "preset", "name": preset["id"]}))
        assert (await told(client, "generation_update"))["context"]["intensity"] == 0.7


async def test_what_was_applied_stays_when_the_preset_changes(home: Any) -> None:
    preset = await saved(home)
    await home.http.post("/api/v1/control", json={"preset": preset["id"]})
    before = home.source.recipe
    url = f"{URL}/{preset['id']}"
    await home.http.patch(url, json={"settings": {"bpm": 90}}, headers=holding(preset))
    assert home.source.recipe == before
    await home.http.post("/api/v1/control", json={"preset": preset["id"]})
    assert home.source.context["bpm"] == 90.0
    await home.http.delete(url, headers=holding(preset))
    assert home.source.context["bpm"] == 90.0
    assert named(await home.http.post("/api/v1/control", json={"preset": preset["id"]})) == (422, "preset")


@pytest.mark.parametrize("name", ["party", "", 3, None, ["sleep"], "../sleep", "p222222222", "Sleep"])
async def test_a_name_that_is_nobodys_is_refused(home: Any, told: Told, name: Any) -> None:
    await saved(home)
    before = home.source.recipe
    answer = await home.http.post("/api/v1/control", json={"preset": name, "bpm": 70})
    assert named(answer) == (422, "preset")
    assert answer.json()["code"] == "INVALID_CONTROL"
    assert answer.json()["allowed"] == f"{', '.join(BUILT_IN)}, or a preset that GET {URL} lists"
    assert named(await home.http.post(STATIONS, json={"preset": name})) == (422, "preset")
    async with home.listen("/ws") as client:
        await client.send(json.dumps({"type": "preset", "name": name, "id": 9}))
        error = await told(client, "error")
        assert (error["code"], error["field"], error["id"]) == ("INVALID_CONTROL", "preset", 9)
        assert error["allowed"] == answer.json()["allowed"]
    assert home.source.recipe == before


async def test_what_is_wrong_beside_a_preset_changes_nothing(home: Any) -> None:
    await saved(home)
    before = home.source.recipe
    for beside, field in (
        ({"bpm": 500}, "bpm"),
        ({"colour": 3}, "colour"),
        ({"boundary": "never"}, "boundary"),
    ):
        answer = await home.http.post("/api/v1/control", json={"preset": "Evening rain", **beside})
        assert named(answer) == (422, field)
    assert home.source.recipe == before


MUSIC = st.fixed_dictionaries(
    {},
    optional={
        "preset": st.sampled_from(BUILT_IN),
        "key": st.sampled_from(["A minor", "D dorian", "F# locrian", "C"]),
        "key_held": st.booleans(),
        "bpm": st.floats(40, 200),
        "intensity": st.floats(0, 1),
        "wander": st.floats(0, 1),
        "chords": st.lists(st.sampled_from(["i", "IV", "bVII", "v"]), max_size=3),
        "layers": st.fixed_dictionaries({"pad": st.fixed_dictionaries({"gain": st.floats(0, 2)})}),
    },
).filter(bool)


async def test_saved_exported_imported_and_applied_gives_the_same(home: Any) -> None:
    """Through the doors, in one running server: a name is free again once its preset is deleted."""
    examples: list[Any] = []

    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(MUSIC)
    def draw(music: Any) -> None:
        examples.append(music)

    draw()
    for music in examples:
        first = await saved(home, name="Evening rain", settings=music)
        file = (await home.http.get(first["file"])).json()
        url = f"{URL}/{first['id']}"
        assert (await home.http.delete(url, headers=holding(first))).status_code == 204
        second = await saved(home, **file)
        assert second["id"] != first["id"]
        context = await opened_context(home, preset="Evening rain")
        assert MusicalContext.of(context) == MusicalContext.of(music)
        gone = await home.http.delete(f"{URL}/{second['id']}", headers=holding(second))
        assert gone.status_code == 204
