"""Falling asleep and waking up, without a socket."""

from typing import Any, Final

from fastapi import APIRouter, Request

from auralis.server.access import visitor_of
from auralis.server.nights import night_request
from auralis.server.stations import Stations
from auralis.server.talk import MEDIA_TYPE, SCHEMA, json_body

_BODY: Final = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["action"],
                "properties": {
                    "action": {"enum": ["sleep", "wake", "cancel"]},
                    "minutes": {"type": "number", "minimum": 0, "maximum": 1440},
                    "fade_s": {"type": "number", "minimum": 0, "maximum": 7200},
                    "at": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
                    "zone": {"type": "string"},
                    "repeat": {"enum": ["once", "daily"]},
                    "what": {"enum": ["sleep", "wake", "all"]},
                },
            },
            "example": {"action": "wake", "at": "07:00", "zone": "Europe/Berlin", "fade_s": 900},
        }
    },
}
_PROBLEM: Final = {"content": {MEDIA_TYPE: {"schema": SCHEMA}}}
_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    403: {"description": "The station is somebody else's", **_PROBLEM},
    422: {"description": "A field is wrong", **_PROBLEM},
}


def night_routes(stations: Stations) -> APIRouter:
    """Return `/api/v1/night`."""
    router = APIRouter(prefix="/api/v1", tags=["night"])

    @router.get("/night")
    async def planned(station: str = "main") -> dict[str, object]:
        """Return what a station's night is to bring."""
        return stations.find(station).night.document()

    @router.post("/night", openapi_extra={"requestBody": _BODY}, responses=_REFUSALS)
    async def plan(request: Request, station: str = "main") -> dict[str, object]:
        """Have a station fall asleep, wake up, or neither."""
        on_air = stations.find(station)
        on_air.check(visitor_of(request))
        await on_air.night.ask(night_request(await json_body(request)))
        return on_air.night.document()

    return router
