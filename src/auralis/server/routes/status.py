"""What a station plays and how it fares."""

from collections.abc import Mapping

from fastapi import APIRouter

from auralis.server.stations import Stations, generation_status, system_status


def status_routes(stations: Stations, device: str) -> APIRouter:
    """Return `/api/status`, `/api/metrics` and `/api/v1/status`."""
    router = APIRouter(prefix="/api", tags=["status"])

    @router.get("/status")
    async def whole(station: str = "main") -> dict[str, object]:
        """Return the state of the system and of what is being generated."""
        return system_status(stations.find(station), device)

    @router.get("/metrics")
    async def metrics(station: str = "main") -> Mapping[str, object]:
        """Return latencies, counters and memory, refreshed once a second."""
        return stations.find(station).figures

    @router.get("/v1/status")
    async def generation(station: str = "main") -> dict[str, object]:
        """Return what is being generated."""
        return generation_status(stations.find(station))

    return router
