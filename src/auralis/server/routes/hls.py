"""`/stream/main/index.m3u8`: the station as an HTTP live stream."""

import asyncio
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request, Response

from auralis.server.access import token_query
from auralis.server.stations import Stations
from auralis.server.talk import problem
from auralis.streaming.stage import Overloaded

PLAYLIST: Final = "application/vnd.apple.mpegurl"
_SEGMENT: Final = "audio/aac"
_NO_STORE: Final = {"Cache-Control": "no-store"}
_PATIENCE_S: Final = 15


def hls_routes(stations: Stations) -> APIRouter:
    """Return the playlist of a station, and its segments beside it."""
    router = APIRouter(include_in_schema=False)

    @router.get("/stream/{station}/index.m3u8")
    async def playlist(request: Request, station: str) -> Response:
        hls, client = stations.find(station).hls, _client(request)
        if stations.full and not hls.knows(client):
            raise Overloaded(f"the server is full: {stations.max_clients} listeners")
        try:
            async with asyncio.timeout(_PATIENCE_S):
                text = await hls.playlist(client, token_query(request))
        except TimeoutError:
            later = {"Retry-After": "5"}
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "there is no segment yet", headers=later)
        return Response(text, headers=_NO_STORE, media_type=PLAYLIST)

    @router.get("/stream/{station}/{number:int}.aac")
    async def segment(request: Request, station: str, number: int) -> Response:
        data = stations.find(station).hls.segment(number, _client(request))
        if data is None:
            return problem(HTTPStatus.NOT_FOUND, f"segment {number} is not there, or not any more")
        return Response(data, headers=_NO_STORE, media_type=_SEGMENT)

    return router


def _client(request: Request) -> str:
    """Return what tells a player from others: segments are fetched over any number of connections."""
    host = request.client.host if request.client else ""
    return f"{host} {request.headers.get('user-agent', '')}"
