"""A server that keeps the presets of users."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from auralis.core import address
from auralis.library.user_presets import UserPresets

URL = "/api/v1/presets"
STATIONS = "/api/v1/stations"
BUILT_IN = ["focus", "meditation", "sleep", "bright"]
RAIN = {"name": "Evening rain", "base": "sleep", "settings": {"bpm": 52}}


@asynccontextmanager
async def keeping_presets(serve: Any, folder: Path, **options: Any) -> AsyncIterator[Any]:
    async with serve(presets=UserPresets(folder / "presets"), **options) as house:
        yield house


async def saved(house: Any, **wanted: object) -> dict[str, Any]:
    answer = await house.http.post(URL, json=wanted or RAIN)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"{URL}/{answer.json()['id']}"
    return answer.json()


async def listed(house: Any) -> list[dict[str, Any]]:
    return [p for p in (await house.http.get(URL)).json()["presets"] if not p["built_in"]]


def shown(preset: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in preset.items() if name != "token"}


async def opened_context(house: Any, **wanted: object) -> dict[str, Any]:
    """Return the settings that a new station begins with."""
    answer = await house.http.post(STATIONS, json=wanted)
    assert answer.status_code == 201, answer.text
    own = answer.json()
    gone = await house.http.delete(
        f"{STATIONS}/{own['name']}", headers={"Authorization": f"Bearer {own['owner_token']}"}
    )
    assert gone.status_code == 204
    return dict(address.decode(own["address"]).context)
