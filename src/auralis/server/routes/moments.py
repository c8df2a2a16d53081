"""Moments: what an address leads to, and what was kept."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Query, Request, Response

from auralis.server.access import visitor_of
from auralis.server.keeping import Keeping
from auralis.server.talk import MEDIA_TYPE, SCHEMA, json_body

_MOST: Final = 1000
_KEEP: Final = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "description": "What a station played last, frames of it, or what an address leads to",
                "properties": {
                    "station": {"type": "string", "default": "main"},
                    "minutes": {"type": "number", "exclusiveMinimum": 0, "maximum": 1440},
                    "from": {"type": "integer", "description": "the first frame"},
                    "to": {
                        "type": "integer",
                        "description": "the frame behind the last; the newest if not said",
                    },
                    "address": {"type": "string"},
                    "duration": {"type": "number", "description": "seconds, beside an address"},
                    "title": {"type": ["string", "null"], "maxLength": 100},
                },
            },
            "example": {"station": "main", "minutes": 5},
        }
    },
}
_RENAME: Final = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"type": "object", "required": ["title"]},
            "example": {"title": "Rain"},
        }
    },
}
_PROBLEM: Final = {"content": {MEDIA_TYPE: {"schema": SCHEMA}}}
_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    403: {"description": "It was kept by somebody else", **_PROBLEM},
    404: {"description": "No such moment is kept, or there is no such station", **_PROBLEM},
    422: {"description": "A field is wrong", **_PROBLEM},
    507: {"description": "The library is full", **_PROBLEM},
}
_BUSY: Final[dict[int | str, dict[str, Any]]] = {
    429: {"description": "Too much is to be kept at once", **_PROBLEM}
}


def moment_routes(keeping: Keeping) -> APIRouter:
    """Return `/api/v1/moments`."""
    router = APIRouter(prefix="/api/v1/moments", tags=["moments"])
    library = keeping.library

    @router.get("", responses={404: _REFUSALS[404], 422: _REFUSALS[422]})
    async def listed(
        address: str | None = None,
        before: str | None = None,
        limit: int = Query(100, ge=1, le=_MOST),
    ) -> dict[str, object]:
        """Return what was kept, the newest first, or what an `address` leads to."""
        if address is not None:
            return await keeping.resolve(address)
        return {"moments": await keeping.on_disk(_page, keeping, before, limit)}

    @router.post("", status_code=201, openapi_extra={"requestBody": _KEEP}, responses=_but(403) | _BUSY)
    async def kept(request: Request, response: Response) -> dict[str, object]:
        """Keep a moment, at once; nobody is told its `token` again."""
        told = await keeping.keep(await json_body(request))
        response.headers["Location"] = f"/api/v1/moments/{told['id']}"
        return told

    @router.get("/{moment}", responses={404: _REFUSALS[404], 422: _REFUSALS[422]})
    async def one(moment: str) -> dict[str, object]:
        """Return what an address, or the name of a kept moment, leads to."""
        return await keeping.resolve(moment)

    @router.patch("/{moment}", openapi_extra={"requestBody": _RENAME}, responses=_but(507))
    async def renamed(moment: str, request: Request) -> dict[str, object]:
        """Give a kept moment another title, as who kept it."""
        keeping.check(moment, visitor_of(request))
        title = (await json_body(request)).get("title")
        return keeping.told(await keeping.on_disk(library.rename, moment, title))

    @router.delete("/{moment}", status_code=204, responses=_but(422, 507))
    async def removed(moment: str, request: Request) -> Response:
        """Remove a kept moment with all its files, as who kept it."""
        keeping.check(moment, visitor_of(request))
        await keeping.on_disk(keeping.exports.remove, moment)
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return router


def _page(keeping: Keeping, before: str | None, limit: int) -> list[dict[str, object]]:
    """Return the newest moments, or those before one of them."""
    moments = keeping.library.moments
    if before is not None:
        keeping.library.find(before)
        moments = moments[[m.name for m in moments].index(before) + 1 :]
    return [keeping.told(m) for m in moments[:limit]]


def _but(*left_out: int) -> dict[int | str, dict[str, Any]]:
    return {status: answer for status, answer in _REFUSALS.items() if status not in left_out}
