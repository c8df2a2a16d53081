"""The player page: a folder of files as they are."""

from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

_LEVEL: Final = 6
"""Of compression: the whole page takes some 10 ms, once a browser."""


def serve_page(app: FastAPI, web: Path) -> None:
    """Serve a folder at `/`; what other routes answer must be installed before."""

    @app.get("/favicon.ico", include_in_schema=False)
    async def favicon() -> FileResponse:
        return FileResponse(web / "favicon.svg", media_type="image/svg+xml")

    @app.get("/m/{moment}", include_in_schema=False)
    async def moment(moment: str) -> RedirectResponse:
        """Open the page where a moment plays."""
        return RedirectResponse(f"/?{urlencode({'moment': moment})}", HTTPStatus.FOUND)

    app.mount("/", GZipMiddleware(StaticFiles(directory=web, html=True), compresslevel=_LEVEL), name="web")
