"""Changing what a station plays, without a socket."""

from typing import Final

from fastapi import APIRouter, Request

from auralis.server.access import visitor_of
from auralis.server.stations import Expand, Stations
from auralis.server.talk import MEDIA_TYPE, SCHEMA, json_body, requests

_BODY: Final = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "description": "Settings as a socket's `control` takes them, and where they take effect",
                "properties": {"boundary": {"enum": ["chunk", "beat", "bar", "phrase"]}},
                "additionalProperties": True,
            },
            "example": {"key": "A minor", "bpm": 70, "intensity": 0.6},
        }
    },
}
_NOT_OWNER: Final = {"description": "The station is somebody else's"}
_PROBLEM: Final = {"description": "A setting is wrong", "content": {MEDIA_TYPE: {"schema": SCHEMA}}}


def control_routes(stations: Stations, expand: Expand) -> APIRouter:
    """Return `/api/v1/control`; `expand` says what presets of users stand for."""
    router = APIRouter(prefix="/api/v1", tags=["control"])

    @router.post("/control", openapi_extra={"requestBody": _BODY}, responses={403: _NOT_OWNER, 422: _PROBLEM})
    async def control(request: Request, station: str = "main") -> dict[str, object]:
        """Change settings; answers with what was asked for and where it takes effect."""
        on_air = stations.find(station)
        on_air.check(visitor_of(request))
        message = await json_body(request)
        settings = requests.settings_of(message)
        changes = await on_air.control(expand(settings), requests.boundary_of(message))
        return {"status": "updated", "params": settings, "changes": [c.as_dict() for c in changes]}

    return router
