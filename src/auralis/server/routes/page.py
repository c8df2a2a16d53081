"""The player page: a folder of files as they are."""

from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.responses import FileResponse, RedirectResponse

from auralis.server.page_files import PageFiles


def serve_page(app: FastAPI, web: Path) -> None:
    """Serve a folder at `/`; what other routes answer must be installed before."""

    @app.get("/favicon.ico", include_in_schema=False)
    async def favicon() -> FileResponse:
        return FileResponse(web / "favicon.svg", media_type="image/svg+xml")

    @app.get("/m/{moment}", include_in_schema=False)
    async def moment(moment: str) -> RedirectResponse:
        """Open the page where a moment plays."""
        return RedirectResponse(f"/?{urlencode({'moment': moment})}", HTTPStatus.FOUND)

    app.mount("/", PageFiles(directory=web, html=True), name="web")
