"""Who comes to a server with all three tokens, what each brings, and what is there for them."""

import secrets
from dataclasses import dataclass
from typing import Any, Final

from tests.server.access import ADMIN, CONTROL, LISTEN, bearing

ROLES: Final = ("anybody", "guest", "listener", "owner", "holder", "controller", "admin")
MOMENTS: Final = "/api/v1/moments"
EXPORTS: Final = "/api/v1/exports"
PRESETS: Final = "/api/v1/presets"
STATIONS: Final = "/api/v1/stations"
_ALL: Final = bearing(ADMIN)


@dataclass
class Things:
    """A personal station, a kept moment, its export and a preset, and the tokens that came with them."""

    station: str
    moment: str
    export: str
    preset: str
    owner: str
    holders: tuple[str, str]


async def things(house: Any, old: Things | None = None) -> Things:
    """Return things, of the old ones those that are still there."""
    station = await _kept(house, STATIONS, old and old.station, {})
    moment = await _kept(house, MOMENTS, old and old.moment, {"minutes": 1})
    wanted = {"moment": moment["id"] if moment else old and old.moment, "format": "flac"}
    export = (await house.http.post(EXPORTS, json=wanted, headers=_ALL)).json()
    music = {"name": secrets.token_hex(8), "settings": {"bpm": 50}}
    preset = await _kept(house, PRESETS, old and old.preset, music)
    return Things(
        station["name"] if station else old.station,
        str(wanted["moment"]),
        export["id"],
        preset["id"] if preset else old.preset,
        station["owner_token"] if station else old.owner,
        (moment["token"] if moment else old.holders[0], preset["token"] if preset else old.holders[1]),
    )


async def _kept(house: Any, path: str, name: str | None, wanted: dict[str, object]) -> dict[str, Any]:
    """Return what is made anew; nothing where the old one is still there."""
    if name is not None and (await house.http.get(f"{path}/{name}", headers=_ALL)).status_code == 200:
        return {}
    answer = await house.http.post(path, json=wanted, headers=_ALL)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def guest_link(house: Any) -> str:
    wanted = {"seconds": 3600, "station": "main"}
    return str((await house.http.post("/api/v1/links", json=wanted, headers=_ALL)).json()["token"])


def brought(role: str, there: Things, link: str) -> tuple[str, ...]:
    """Return the tokens that a role brings."""
    return {
        "anybody": (),
        "guest": (link,),
        "listener": (LISTEN,),
        "owner": (there.owner,),
        "holder": (LISTEN, *there.holders),
        "controller": (CONTROL,),
        "admin": (ADMIN,),
    }[role]
