"""Errors of users' presets over HTTP, beside those of the library."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from auralis.library.errors import NameTaken
from auralis.server.keeping.preset_keeping import BuiltIn
from auralis.server.talk import problem


def install(app: FastAPI) -> None:
    """Answer them with problem documents."""
    app.add_exception_handler(NameTaken, _taken)
    app.add_exception_handler(BuiltIn, _built_in)


async def _taken(_: Request, error: Exception) -> JSONResponse:
    return problem(HTTPStatus.CONFLICT, str(error), {"code": "NAME_TAKEN", "field": "name"})


async def _built_in(_: Request, error: Exception) -> JSONResponse:
    return problem(HTTPStatus.CONFLICT, str(error), {"code": "BUILT_IN"})
