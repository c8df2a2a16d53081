"""Listen links, made by the administrator."""

import asyncio
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from auralis.core.errors import InvalidValue
from auralis.server.access import Links, link_for, page_of, stream_of
from auralis.server.stations import Stations
from auralis.server.talk import MEDIA_TYPE, SCHEMA, json_body, messages, problem

_DAY_S: Final = 86_400
_FIELDS: Final = ("seconds", "station")
_BODY: Final = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {
                    "seconds": {"type": "number", "minimum": 1, "maximum": 366 * _DAY_S, "default": _DAY_S},
                    "station": {"type": "string", "description": "the only one it is good for"},
                },
                "additionalProperties": False,
            },
            "example": {"seconds": _DAY_S, "station": "main"},
        }
    },
}
_PROBLEM: Final = {"content": {MEDIA_TYPE: {"schema": SCHEMA}}}
_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    404: {"description": "There is no such station", **_PROBLEM},
    422: {"description": "A field is wrong", **_PROBLEM},
    503: {"description": "The key of links can't be kept", **_PROBLEM},
}


def link_routes(stations: Stations, links: Links) -> APIRouter:
    """Return `/api/v1/links`."""
    router = APIRouter(prefix="/api/v1", tags=["administration"])

    @router.post(
        "/links",
        status_code=201,
        response_model=None,
        openapi_extra={"requestBody": _BODY},
        responses=_REFUSALS,
    )
    async def made(request: Request) -> dict[str, object] | Response:
        """Make a token that lets its bearer listen until it expires, to one station or to all."""
        body = await json_body(request)
        for field, value in body.items():
            if field not in _FIELDS:
                raise InvalidValue(field, value, ", ".join(_FIELDS))
        station = None if body.get("station") is None else _station(stations, body["station"])
        link = link_for(stations.clock.unix(), body.get("seconds", _DAY_S), station)
        try:
            token = await asyncio.to_thread(links.make, link)
        except OSError as error:
            why = f"the key of links can't be kept: {error.strerror or error}"
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, why)
        base = str(request.base_url)
        return {
            "token": token,
            "station": station,
            "expires": messages.iso(link.expires),
            "page": page_of(base, token, station),
            "stream": stream_of(base, token, station),
        }

    return router


def _station(stations: Stations, name: object) -> str:
    if not isinstance(name, str):
        raise InvalidValue("station", name, "a station's name")
    return stations.find(name).source.name
