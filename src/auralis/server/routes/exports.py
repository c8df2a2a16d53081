"""Exports: kept moments as files."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from auralis.library.forms import FORMS
from auralis.server.access import visitor_of
from auralis.server.keeping import Keeping, exported, sent
from auralis.server.talk import MEDIA_TYPE, SCHEMA, json_body

_BODY: Final = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["format"],
                "description": "A kept moment, or what is kept first, as for `/api/v1/moments`",
                "properties": {"moment": {"type": "string"}, "format": {"enum": list(FORMS)}},
                "additionalProperties": True,
            },
            "example": {"moment": "m7k2xw9fqa", "format": "flac"},
        }
    },
}
_PROBLEM: Final = {"content": {MEDIA_TYPE: {"schema": SCHEMA}}}
_MISSING: Final[dict[int | str, dict[str, Any]]] = {
    404: {"description": "There is no such export", **_PROBLEM}
}
_ORDERING: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "It is made already"},
    404: {"description": "No such moment is kept", **_PROBLEM},
    422: {"description": "A field is wrong", **_PROBLEM},
    429: {"description": "Too many files wait to be made", **_PROBLEM},
    507: {"description": "The library is full", **_PROBLEM},
}
_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The file", "content": {"application/octet-stream": {}}},
    206: {"description": "The part that was asked for"},
    304: {"description": "The client has it"},
    409: {"description": "It is not made yet, or damaged", **_PROBLEM},
    **_MISSING,
}


def export_routes(keeping: Keeping) -> APIRouter:
    """Return `/api/v1/exports`."""
    router = APIRouter(prefix="/api/v1/exports", tags=["exports"])
    exports = keeping.exports

    @router.get("", responses=_MISSING)
    async def listed(moment: str | None = None) -> dict[str, object]:
        """Return the exports of all kept moments, or of one."""
        found = await keeping.on_disk(exports.all, moment)
        return {"exports": [exported(e) for e in found]}

    @router.post("", status_code=202, openapi_extra={"requestBody": _BODY}, responses=_ORDERING)
    async def ordered(request: Request, response: Response) -> dict[str, object]:
        """Order a file; asked for again it is the same export. What is not kept yet is kept first."""
        export, token = await keeping.order(await json_body(request))
        if export.state == "done":
            response.status_code = HTTPStatus.OK
        response.headers["Location"] = f"/api/v1/exports/{export.name}"
        return exported(export) | ({} if token is None else {"token": token})

    @router.get("/{export}", responses=_MISSING)
    async def one(export: str, check: bool = False) -> dict[str, object]:
        """Return an export; with `check` its file is read and compared with its SHA-256 before."""
        found = await keeping.on_disk(exports.check if check else exports.find, export)
        return exported(found)

    @router.delete("/{export}", status_code=204, responses=_MISSING)
    async def removed(export: str, request: Request) -> Response:
        """Remove a file, or don't make it after all, as who kept its moment."""
        found = await keeping.on_disk(exports.find, export)
        keeping.check(found.moment.name, visitor_of(request))
        await keeping.on_disk(exports.cancel, export)
        return Response(status_code=HTTPStatus.NO_CONTENT)

    @router.get("/{export}/file", response_class=FileResponse, responses=_FILE)
    async def file(export: str, request: Request) -> Response:
        """Return the file, or a range of it."""
        found = await keeping.on_disk(exports.find, export)
        return sent(keeping.library.path(found.moment, found.form), found, request)

    return router
