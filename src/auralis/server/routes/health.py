"""Whether the server lives, and whether a station sounds."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from auralis.server.condition import degraded
from auralis.server.problems import problem
from auralis.server.vitals import Vitals


def health_routes(vitals: Vitals, version: str) -> APIRouter:
    """Return `/api/v1/health` and `/api/v1/ready`."""
    router = APIRouter(prefix="/api/v1", tags=["health"])
    stations = vitals.stations

    @router.get("/health")
    async def health() -> dict[str, object]:
        """Answer as long as the server lives; what is impaired is named in `degraded`."""
        impaired = degraded(vitals)
        status = "degraded" if impaired else "healthy"
        return {"status": status, "service": "auralis", "version": version, "degraded": impaired}

    @router.get("/ready", response_model=dict[str, str], responses={503: {"description": "Not yet"}})
    async def ready(station: str = "main") -> JSONResponse:
        """Answer 200 while the station has the sound that is due, or rests; 503 while it has none."""
        why = stations.find(station).why_silent
        if why is None:
            return JSONResponse({"status": "ready", "station": station})
        busy = HTTPStatus.SERVICE_UNAVAILABLE
        return problem(busy, f"station {station} has no sound: {why}", headers={"Retry-After": "1"})

    return router
