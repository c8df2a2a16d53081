"""Presets: the built-in ones, and those that users save."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from auralis.composition.presets import PRESETS, Preset
from auralis.library.user_preset import VERSION, as_json
from auralis.server.access import visitor_of
from auralis.server.keeping import ROUTE, PresetKeeping, attachment, told
from auralis.server.talk import MEDIA_TYPE, SCHEMA, json_body
from auralis.theory.keys import Key

_SUFFIX: Final = ".preset.json"
_BODY: Final = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "description": "A name, and settings upon a built-in preset, or those of a station; "
                "or a file that `/file` gave",
                "properties": {
                    "name": {"type": "string", "minLength": 1, "maxLength": 100},
                    "base": {"enum": [*PRESETS, None]},
                    "settings": {"type": "object", "additionalProperties": True},
                    "station": {"type": "string", "description": "whose settings are taken, in their place"},
                    VERSION: {"const": 1},
                },
                "additionalProperties": False,
            },
            "example": {"name": "Evening rain", "base": "sleep", "settings": {"key": "A minor", "bpm": 50}},
        }
    },
}
_PROBLEM: Final = {"content": {MEDIA_TYPE: {"schema": SCHEMA}}}
_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    403: {"description": "It was saved by somebody else", **_PROBLEM},
    404: {"description": "There is no such preset", **_PROBLEM},
    409: {"description": "The name is another preset's, or the preset is built in", **_PROBLEM},
    422: {"description": "A field is wrong", **_PROBLEM},
    429: {"description": "Too many are to be saved at once", **_PROBLEM},
    507: {"description": "There are as many as may be, or the disk is full", **_PROBLEM},
}


def preset_routes(keeping: PresetKeeping | None) -> APIRouter:
    """Return `/api/v1/presets`; without a keeping there are the built-in ones alone, to be read."""
    router = APIRouter(prefix=ROUTE, tags=["presets"])

    @router.get("")
    async def presets() -> dict[str, list[dict[str, object]]]:
        """Return every preset with the settings it brings, and the files of users' that can't be read."""
        built_in = [_document(preset) for preset in PRESETS.values()]
        if keeping is None:
            return {"presets": built_in}
        return {"presets": [*built_in, *map(told, keeping.presets.all)], "damaged": keeping.damaged()}

    if keeping is not None:
        _add_reading(router, keeping)
        _add_writing(router, keeping)
    return router


def _add_reading(router: APIRouter, keeping: PresetKeeping) -> None:
    @router.get("/{preset}", responses=_but(403, 409, 422, 429, 507))
    async def one(preset: str) -> dict[str, object]:
        """Return one preset: a user's by its id, a built-in one by its name."""
        return _document(PRESETS[preset]) if preset in PRESETS else told(keeping.presets.find(preset))

    @router.get("/{preset}/file", responses=_but(403, 409, 422, 429, 507))
    async def file(preset: str) -> Response:
        """Return a user's preset as a file, which `POST` takes on any server."""
        found = keeping.presets.find(preset)
        headers = {"Content-Disposition": attachment(found.name, _SUFFIX), "Cache-Control": "no-cache"}
        return Response(as_json(found.as_dict()), headers=headers, media_type="application/json")


def _add_writing(router: APIRouter, keeping: PresetKeeping) -> None:
    @router.post("", status_code=201, openapi_extra={"requestBody": _BODY}, responses=_but(403))
    async def saved(request: Request, response: Response, name: str | None = None) -> dict[str, object]:
        """Save a preset, or a file of one under any `name`; nobody is told its `token` again."""
        document = await keeping.save(await json_body(request), name)
        response.headers["Location"] = f"{ROUTE}/{document['id']}"
        return document

    @router.patch("/{preset}", openapi_extra={"requestBody": _BODY}, responses=_REFUSALS)
    async def changed(preset: str, request: Request) -> dict[str, object]:
        """Give a preset another name, base or settings, as who saved it; what is not said stays."""
        keeping.check(preset, visitor_of(request))
        return await keeping.change(preset, await json_body(request))

    @router.delete("/{preset}", status_code=204, responses=_but(422, 429, 507))
    async def removed(preset: str, request: Request) -> Response:
        """Remove a preset, as who saved it; what plays goes on."""
        keeping.check(preset, visitor_of(request))
        await keeping.remove(preset)
        return Response(status_code=HTTPStatus.NO_CONTENT)


def _but(*left_out: int) -> dict[int | str, dict[str, Any]]:
    return {status: answer for status, answer in _REFUSALS.items() if status not in left_out}


def _document(preset: Preset) -> dict[str, object]:
    return {
        "name": preset.name,
        "built_in": True,
        "key": Key(preset.root % 12, preset.mode).name,
        "mode": preset.mode,
        "bpm": preset.bpm,
        "intensity": preset.intensity,
        "wander": preset.wander,
    }
