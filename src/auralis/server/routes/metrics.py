"""The figures, as Prometheus reads them."""

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from fastapi.responses import Response

from auralis.library.library import Library
from auralis.server.figures import Vitals
from auralis.server.wire import Traffic

if TYPE_CHECKING:
    from auralis.server.figures.exposition import Exposition

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


def metrics_routes(vitals: Vitals, traffic: Traffic, version: str, library: Library | None) -> APIRouter:
    """Return `/metrics`; what writes it is loaded when it is first asked for."""
    router = APIRouter(tags=["status"])
    made: list[Exposition] = []

    @router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    async def metrics() -> Response:
        """Return the figures of all stations in Prometheus' text format."""
        if not made:
            from auralis.server.figures.exposition import Exposition
            from auralis.server.figures.server_figures import ServerFigures

            made.append(Exposition(vitals, ServerFigures(vitals, traffic, version, library)))
        return Response(await made[0].text(), media_type=MEDIA_TYPE)

    return router
