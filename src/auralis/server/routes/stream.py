"""`/stream/main.mp3` and its like: what any player plays, without end."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request, Response

from auralis.core.units import Frame
from auralis.server.access import token_query
from auralis.server.listeners import listening
from auralis.server.stations import GOING_AWAY, OnAir, Stations
from auralis.server.talk import problem
from auralis.server.wire import HttpProtocol, LiveResponse, Parts
from auralis.streaming.icy import INTERVAL, IcyTitles
from auralis.streaming.now_playing import now_playing
from auralis.streaming.source import SourceGone
from auralis.streaming.stage import Overloaded
from auralis.streaming.stream_codec import StreamCodec
from auralis.streaming.transports.http import BURST, HttpStream

_NO_STORE: Final = {"Cache-Control": "no-store"}
_PLAYLISTS: Final[Mapping[str, tuple[str, str]]] = {
    "m3u": ("audio/x-mpegurl", "#EXTM3U\n#EXTINF:-1,{title}\n{url}\n"),
    "pls": (
        "audio/x-scpls",
        "[playlist]\nNumberOfEntries=1\nFile1={url}\nTitle1={title}\nLength1=-1\nVersion=2\n",
    ),
}


def stream_routes(stations: Stations) -> APIRouter:
    """Return `/stream/{station}.{form}`, playlists included; OpenAPI leaves out what has no end."""
    router = APIRouter(include_in_schema=False)

    @router.get("/stream/{file}")
    async def stream(request: Request, file: str) -> Response:
        name, _, form = file.rpartition(".")
        if form in _PLAYLISTS:
            return _playlist(request, stations.find(name), form)
        codec = stations.streams.get(form)
        if codec is None:
            return _unknown(form, stations.streams)
        on_air = stations.find(name)
        asked = request.headers.get("icy-metadata") == "1"
        headers = _headers(on_air, codec, asked)
        if request.scope.get("head"):
            return _head(headers, codec.media_type)
        if stations.leaving:
            raise SourceGone(GOING_AWAY[1])
        if stations.full:
            raise Overloaded(f"the server is full: {stations.max_clients} listeners")
        return LiveResponse(_opener(request, on_air, codec, asked), on_air.over, headers, codec.media_type)

    return router


def _head(headers: Mapping[str, str], media_type: str) -> Response:
    """Return what a stream begins with; of what has no end, no length is told."""
    answer = Response(headers=headers, media_type=media_type)
    del answer.headers["content-length"]
    return answer


def _unknown(form: str, streams: Iterable[str]) -> Response:
    allowed = ", ".join((*streams, *_PLAYLISTS))
    extra = {"field": "form", "value": form[:100], "allowed": allowed}
    return problem(HTTPStatus.NOT_FOUND, f"there is no such form; there are {allowed}", extra)


def _headers(on_air: OnAir, codec: StreamCodec, asked: bool) -> dict[str, str]:
    headers = {
        **_NO_STORE,
        "icy-name": f"Auralis {on_air.source.name}",
        "icy-genre": "ambient",
        "icy-pub": "0",
    }
    if codec.bitrate is not None:
        headers["icy-br"] = str(codec.bitrate)
    return headers | ({"icy-metaint": str(INTERVAL)} if asked else {})


def _playlist(request: Request, on_air: OnAir, form: str) -> Response:
    media_type, text = _PLAYLISTS[form]
    name = on_air.source.name
    body = text.format(
        url=f"{request.base_url}stream/{name}.mp3{token_query(request)}", title=f"Auralis {name}"
    )
    return Response(body, headers=_NO_STORE, media_type=media_type)


def _opener(request: Request, on_air: OnAir, codec: StreamCodec, titles: bool) -> Callable[[], Parts]:
    connection = request.scope.get("state", {}).get("connection")

    @asynccontextmanager
    async def opened() -> AsyncIterator[AsyncIterator[bytes]]:
        async with on_air.encodings.use(codec) as encoding:
            broadcaster = on_air.broadcaster
            listener = broadcaster.join(broadcaster.position - BURST - 1, "http", codec.name)
            if isinstance(connection, HttpProtocol):
                listener.hang_up = listener.dismiss = connection.hang_up
            try:
                rate, icy = on_air.source.sample_rate, IcyTitles() if titles else None
                with listening(on_air, listener):
                    stream = HttpStream(listener, encoding, rate, lambda frame: _title(on_air, frame), icy)
                    yield stream.parts()
            finally:
                broadcaster.leave(listener)
                on_air.metrics.disconnects += 1

    return opened


def _title(on_air: OnAir, frame: Frame) -> str:
    source = on_air.source
    return now_playing(source.name, source.context, source.update, frame)
