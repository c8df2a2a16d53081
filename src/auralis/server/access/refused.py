"""A visitor who may not, and how they are told."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from auralis.server.access.owner import NotOwner, PermanentStation
from auralis.server.talk import MEDIA_TYPE, SCHEMA, problem
from auralis.streaming import notices

TOO_MANY: Final = "TOO_MANY_REQUESTS"
_SCHEME: Final = 'Bearer realm="auralis"'
_CLOSINGS: Final = {HTTPStatus.UNAUTHORIZED: 4401, HTTPStatus.FORBIDDEN: 4403}
_HASTY: Final = 1008
_FULL: Final = 1013


_PROBLEM: Final = {"content": {MEDIA_TYPE: {"schema": SCHEMA}}}
ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    401: {"description": "A token is needed, or does not fit", **_PROBLEM},
    403: {"description": "The token is for less than that, or the page is of another origin", **_PROBLEM},
    429: {"description": "That is too often, or too much at once", **_PROBLEM},
}
"""What any route may be refused with, for OpenAPI."""


class Refused(RuntimeError):
    """Raised for what a visitor may not, or not now; the message says what is missing.

    `code` is that of an `error` on a socket and of a problem document, `retry_s` when to ask again.
    """

    def __init__(self, status: HTTPStatus, code: str, why: str, retry_s: int | None = None) -> None:
        super().__init__(why)
        self.status = status
        self.code = code
        self.retry_s = retry_s

    @property
    def closing(self) -> int:
        """The code with which a socket is closed for it."""
        return _CLOSINGS.get(self.status, _HASTY if self.code == TOO_MANY else _FULL)

    def problem(self) -> JSONResponse:
        """Return it as a problem document."""
        headers = {}
        if self.status == HTTPStatus.UNAUTHORIZED:
            wrong = "" if self.code == "TOKEN_NEEDED" else ', error="invalid_token"'
            headers["WWW-Authenticate"] = _SCHEME + wrong
        if self.retry_s is not None:
            headers["Retry-After"] = str(self.retry_s)
        return problem(self.status, str(self), {"code": self.code}, headers)

    def message(self, unix: float, **details: object) -> str:
        """Return it as an `error` message of a socket."""
        return notices.error(self.code, "error", str(self), unix, **details)


def install(app: FastAPI) -> None:
    """Answer refusals of an app with problem documents."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(NotOwner, _not_owner)
    app.add_exception_handler(PermanentStation, _permanent)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, Refused):
        raise error
    return error.problem()


async def _not_owner(_: Request, error: Exception) -> JSONResponse:
    return problem(HTTPStatus.FORBIDDEN, str(error), {"code": "NOT_OWNER"})


async def _permanent(_: Request, error: Exception) -> JSONResponse:
    return problem(HTTPStatus.CONFLICT, str(error))
