"""Who listens, for the administrator."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Response

from auralis.server.stations import Stations
from auralis.server.talk import MEDIA_TYPE, SCHEMA, messages, problem
from auralis.streaming.listener import Listener

_PROBLEM: Final = {"content": {MEDIA_TYPE: {"schema": SCHEMA}}}
_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    404: {"description": "Nobody of this id listens", **_PROBLEM},
    409: {"description": "Players of an HTTP live stream can't be parted with", **_PROBLEM},
}


def listener_routes(stations: Stations) -> APIRouter:
    """Return `/api/v1/listeners`."""
    router = APIRouter(prefix="/api/v1/listeners", tags=["administration"])

    @router.get("")
    async def listed(station: str | None = None) -> dict[str, list[dict[str, object]]]:
        """Return who listens to a station, or to any, the longest first."""
        names = list(stations) if station is None else [stations.find(station).source.name]
        found = [(name, one) for name in names for one in stations[name].broadcaster]
        found.sort(key=lambda pair: (pair[1].connected_at, pair[1].id))
        return {"listeners": [_told(name, one) for name, one in found]}

    @router.delete("/{listener}", status_code=204, responses=_REFUSALS)
    async def dismissed(listener: str) -> Response:
        """Part with a listener; who it was may come again."""
        everyone = (one for on_air in stations.values() for one in on_air.broadcaster)
        found = next((one for one in everyone if one.id == listener), None)
        if found is None:
            return problem(HTTPStatus.NOT_FOUND, "nobody of this id listens")
        if found.dismiss is None:
            return problem(HTTPStatus.CONFLICT, "players of an HTTP live stream come and go by themselves")
        found.dismiss()
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return router


def _told(station: str, listener: Listener) -> dict[str, object]:
    """Return a listener as plain data; `last_seq` is the last chunk it got, None before the first."""
    return {
        "id": listener.id,
        "station": station,
        "transport": listener.transport,
        "format": listener.form,
        "state": listener.state.value,
        "connected_since": messages.iso(listener.connected_at),
        "last_seq": listener.cursor - 1 if listener.sent else None,
        "sent": listener.sent,
        "skipped": listener.skipped,
    }
