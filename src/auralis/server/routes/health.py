"""Whether the server lives, and whether a station sounds."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from auralis.server.figures import Vitals, degraded
from auralis.server.talk import problem


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

    @router.get("/ready", response_model=dict[str, str], responses={503: {"description": "Not now"}})
    async def ready(station: str = "main") -> JSONResponse:
        """Answer 200 while the station has the sound that is due, or rests; else, and in farewell, 503."""
        on_air = stations.find(station)
        busy = HTTPStatus.SERVICE_UNAVAILABLE
        if stations.leaving:
            return problem(busy, "the server is going away", headers={"Retry-After": "5"})
        why = on_air.why_silent
        if why is None:
            return JSONResponse({"status": "ready", "station": station, **stations.diary.document()})
        return problem(busy, f"station {station} has no sound: {why}", headers={"Retry-After": "1"})

    return router
