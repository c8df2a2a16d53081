"""Whether the server lives, and whether a station sounds."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from auralis.server.problems import problem
from auralis.server.stations import Stations


def health_routes(stations: Stations, version: str) -> APIRouter:
    """Return `/api/v1/health` and `/api/v1/ready`."""
    router = APIRouter(prefix="/api/v1", tags=["health"])

    @router.get("/health")
    async def health() -> dict[str, str]:
        """Answer as long as the server lives."""
        return {"status": "healthy", "service": "auralis", "version": version}

    @router.get("/ready", response_model=dict[str, str], responses={503: {"description": "Not now"}})
    async def ready(station: str = "main") -> JSONResponse:
        """Answer 200 once the station has sound to send, 503 until then, while it fails, and in farewell."""
        on_air = stations.find(station)
        busy = HTTPStatus.SERVICE_UNAVAILABLE
        if stations.leaving:
            return problem(busy, "the server is going away", headers={"Retry-After": "5"})
        if on_air.alive and on_air.source.ring.head > 0:
            return JSONResponse({"status": "ready", "station": station, **stations.diary.document()})
        return problem(busy, f"station {station} has no sound yet", headers={"Retry-After": "1"})

    return router
