"""The player page: a folder of files as they are."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles


def serve_page(app: FastAPI, web: Path) -> None:
    """Serve a folder at `/`; what other routes answer must be installed before."""

    @app.get("/favicon.ico", include_in_schema=False)
    async def favicon() -> FileResponse:
        return FileResponse(web / "favicon.svg", media_type="image/svg+xml")

    app.mount("/", StaticFiles(directory=web, html=True), name="web")
