"""Errors of the library over HTTP."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from auralis.library.errors import LibraryBusy, LibraryFull, LibraryUnavailable, NotKept
from auralis.server.keeping.keeping import NotHolder
from auralis.server.talk import problem

_RETRY_S = 10


def install(app: FastAPI) -> None:
    """Answer the library's errors with problem documents."""
    app.add_exception_handler(NotKept, _not_kept)
    app.add_exception_handler(NotHolder, _not_holder)
    app.add_exception_handler(LibraryFull, _full)
    app.add_exception_handler(LibraryBusy, _busy)
    app.add_exception_handler(LibraryUnavailable, _unavailable)


async def _not_kept(_: Request, error: Exception) -> JSONResponse:
    return problem(HTTPStatus.NOT_FOUND, str(error), {"code": "NOT_KEPT"})


async def _not_holder(_: Request, error: Exception) -> JSONResponse:
    return problem(HTTPStatus.FORBIDDEN, str(error), {"code": "NOT_OWNER"})


async def _full(_: Request, error: Exception) -> JSONResponse:
    return problem(HTTPStatus.INSUFFICIENT_STORAGE, str(error), {"code": "LIBRARY_FULL"})


async def _busy(_: Request, error: Exception) -> JSONResponse:
    later = {"Retry-After": str(_RETRY_S)}
    return problem(HTTPStatus.TOO_MANY_REQUESTS, str(error), {"code": "SERVER_OVERLOAD"}, later)


async def _unavailable(_: Request, error: Exception) -> JSONResponse:
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), {"code": "LIBRARY_UNAVAILABLE"})
