"""The player page: a folder of files as they are."""

from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, RedirectResponse

from auralis.server.wire import PageFiles


def serve_page(app: FastAPI, web: Path) -> None:
    """Serve a folder at `/`; what other routes answer must be installed before."""

    @app.get("/favicon.ico", include_in_schema=False)
    async def favicon() -> FileResponse:
        return FileResponse(web / "favicon.svg", media_type="image/svg+xml")

    @app.get("/m/{moment}", include_in_schema=False)
    async def moment(moment: str, request: Request) -> RedirectResponse:
        """Open the page where a moment plays; a token goes with it."""
        asked = [("moment", moment), *(("token", t) for t in request.query_params.getlist("token"))]
        return RedirectResponse(f"/?{urlencode(asked)}", HTTPStatus.FOUND)

    app.mount("/", PageFiles(directory=web, html=True), name="web")
