"""Personal stations: opened, listed, closed."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from auralis.core.address import encode
from auralis.server.access import visitor_of
from auralis.server.stations import OnAir, Repertoire, Stations
from auralis.server.talk import MEDIA_TYPE, SCHEMA, json_body

_BODY: Final = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "description": "Settings, `seed` and `kit`; or a whole `recipe`; or an `address`",
                "properties": {
                    "seed": {"type": "integer", "minimum": 0},
                    "kit": {"type": "string"},
                    "recipe": {"type": "object"},
                    "address": {"type": "string"},
                },
                "additionalProperties": True,
            },
            "example": {"preset": "sleep", "key": "A minor", "seed": 7},
        }
    },
}
_PROBLEM: Final = {"content": {MEDIA_TYPE: {"schema": SCHEMA}}}
_OPENING: Final[dict[int | str, dict[str, Any]]] = {
    422: {"description": "A setting is wrong", **_PROBLEM},
    429: {"description": "There is no room for another station", **_PROBLEM},
}
_CLOSING: Final[dict[int | str, dict[str, Any]]] = {
    403: {"description": "The station is somebody else's", **_PROBLEM},
    404: {"description": "There is no such station", **_PROBLEM},
    409: {"description": "The station is permanent", **_PROBLEM},
}


def station_routes(stations: Stations, repertoire: Repertoire) -> APIRouter:
    """Return `/api/v1/stations`."""
    router = APIRouter(prefix="/api/v1/stations", tags=["stations"])

    @router.get("")
    async def listed() -> dict[str, list[dict[str, object]]]:
        """Return every station, permanent ones first."""
        return {"stations": [_document(s) for s in stations.values()]}

    @router.post("", status_code=201, openapi_extra={"requestBody": _BODY}, responses=_OPENING)
    async def opened(request: Request, response: Response) -> dict[str, object]:
        """Open a personal station; nobody is told its `owner_token` again."""
        on_air, token = await stations.open(repertoire.moment(await json_body(request)))
        name = on_air.source.name
        response.headers["Location"] = f"/api/v1/stations/{name}"
        return {**_described(on_air), "owner_token": token}

    @router.get("/{name}", responses={404: _CLOSING[404]})
    async def one(name: str) -> dict[str, object]:
        """Return one station."""
        return _described(stations.find(name))

    @router.delete("/{name}", status_code=204, responses=_CLOSING)
    async def closed(name: str, request: Request) -> Response:
        """Close a personal station, as its owner."""
        stations.find(name).check(visitor_of(request))
        await stations.close(name)
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return router


def _document(on_air: OnAir) -> dict[str, object]:
    context = on_air.source.context
    return {
        "name": on_air.source.name,
        "kind": "permanent" if on_air.owner is None else "personal",
        "listeners": on_air.broadcaster.listeners,
        "paused": on_air.intermission.reason is not None,
        "asleep": on_air.asleep,
        "preset": context.get("preset"),
        "key": context.get("key"),
    }


def _described(on_air: OnAir) -> dict[str, object]:
    name = on_air.source.name
    return {
        **_document(on_air),
        "address": encode(on_air.source.recipe),
        "socket": f"/ws/{name}",
        "stream": f"/stream/{name}.mp3",
    }
