"""Errors over HTTP: RFC 9457 problem documents with the field and what is allowed."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from auralis.core.errors import InvalidValue
from auralis.observability.request_id import FIELD, current_request_id
from auralis.server.talk import messages
from auralis.server.talk.methods import methods
from auralis.streaming.source import SourceGone
from auralis.streaming.stage import Overloaded

MEDIA_TYPE: Final = "application/problem+json"
_RETRY_S: Final = 10
_FIELDS: Final = {"type": "string", "title": "string", "status": "integer", "detail": "string"}
_EXTRA: Final = {FIELD: "string", "code": "string", "field": "string", "allowed": "string"}
SCHEMA: Final[Mapping[str, object]] = {
    "type": "object",
    "required": list(_FIELDS),
    "properties": {name: {"type": kind} for name, kind in (_FIELDS | _EXTRA).items()},
}
"""JSON schema of a problem document."""


def problem(
    status: int,
    detail: str,
    extra: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return a problem document, with further members in `extra` and the name of the request."""
    title = HTTPStatus(status).phrase
    body: dict[str, object] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    name = current_request_id()
    body |= {} if name is None else {FIELD: name}
    body |= extra or {}
    return JSONResponse(body, int(status), headers=headers, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer every error of an app with a problem document; rooms above add their own errors."""
    app.add_exception_handler(InvalidValue, _invalid)
    app.add_exception_handler(SourceGone, _gone)
    app.add_exception_handler(Overloaded, _overloaded)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _broken)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, InvalidValue):
        raise error
    fault = messages.described(error)
    status = HTTPStatus.NOT_FOUND if fault.field == "station" else HTTPStatus.UNPROCESSABLE_ENTITY
    extra = {"field": fault.field, "value": fault.value, "allowed": fault.allowed}
    return problem(status, str(fault), {"code": "INVALID_CONTROL", **extra})


async def _gone(_: Request, error: Exception) -> JSONResponse:
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), {"code": "SYNTHESIS_FAILED"})


async def _overloaded(_: Request, error: Exception) -> JSONResponse:
    later = {"Retry-After": str(_RETRY_S)}
    return problem(HTTPStatus.TOO_MANY_REQUESTS, str(error), {"code": "SERVER_OVERLOAD"}, later)


async def _unreadable(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    field, fault = str(first["loc"][-1]), str(first["msg"])
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{field}: {fault}", {"field": field, "allowed": fault})


async def _http(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    headers = error.headers
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED and (
        known := methods(request.app, request.url.path)
    ):
        headers = {**(headers or {}), "Allow": ", ".join(known)}
    return problem(error.status_code, str(error.detail), headers=headers)


async def _broken(_: Request, __: Exception) -> JSONResponse:
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "the server made a mistake; its log tells more")
