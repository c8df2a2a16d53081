"""Changing what a station plays, without a socket."""

from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException

from auralis.server import requests
from auralis.server.problems import MEDIA_TYPE, SCHEMA
from auralis.server.stations import Stations

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
_PROBLEM: Final = {"description": "A setting is wrong", "content": {MEDIA_TYPE: {"schema": SCHEMA}}}


def control_routes(stations: Stations) -> APIRouter:
    """Return `/api/v1/control`."""
    router = APIRouter(prefix="/api/v1", tags=["control"])

    @router.post("/control", openapi_extra={"requestBody": _BODY}, responses={422: _PROBLEM})
    async def control(request: Request, station: str = "main") -> dict[str, object]:
        """Change settings; answers with what was asked for and where it takes effect."""
        on_air = stations.find(station)
        message = requests.parse(await _body(request))
        settings = requests.settings_of(message)
        changes = await on_air.source.control(settings, requests.boundary_of(message))
        return {"status": "updated", "params": settings, "changes": [c.as_dict() for c in changes]}

    return router


async def _body(request: Request) -> bytes:
    """Return a JSON body of bounded size.

    Only `application/json` is taken: a foreign web page can't send that without being asked about.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send application/json")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > requests.LARGEST:
            raise HTTPException(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {requests.LARGEST} bytes are taken"
            )
    return body
