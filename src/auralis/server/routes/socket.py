"""`/ws`: the stream with its controls."""

from typing import Final

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from auralis.core.errors import InvalidValue
from auralis.server.access import visitor_of
from auralis.server.listeners import Conversation, listening
from auralis.server.stations import GOING_AWAY, NO_STATION, Expand, OnAir, Repertoire, Stations, asked_for
from auralis.server.talk import messages, requests
from auralis.server.wire import LISTENING
from auralis.streaming import notices
from auralis.streaming.formats import DEFAULT_FORMAT, choose
from auralis.streaming.source import SourceGone
from auralis.streaming.stage import Overloaded

WRONG_WISH: Final = 4400
TRY_AGAIN_LATER: Final = 1013
BROKEN: Final = 1011


def socket_routes(stations: Stations, repertoire: Repertoire) -> APIRouter:
    """Return `/ws` for `main`, `/ws/new` for a new personal station, `/ws/{station}` for any there is.

    Other sockets are closed.
    """
    router = APIRouter()

    @router.websocket("/ws")
    async def main(socket: WebSocket) -> None:
        await _serve(socket, stations, "main", repertoire)

    @router.websocket("/ws/new")
    async def new(socket: WebSocket) -> None:
        await _open(socket, stations, repertoire)

    @router.websocket("/ws/{station}")
    async def named(socket: WebSocket, station: str) -> None:
        await _serve(socket, stations, station, repertoire)

    @router.websocket("/{path:path}")
    async def elsewhere(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close(NO_STATION, "no station here")

    return router


async def _serve(socket: WebSocket, stations: Stations, name: str, repertoire: Repertoire) -> None:
    try:
        await socket.accept(_chosen(socket, stations))
        if stations.leaving:
            await socket.close(*GOING_AWAY)
        elif name not in stations:
            await socket.close(NO_STATION, "no such station")
        elif stations.full:
            await _refuse_full(socket, stations)
        else:
            await _converse(socket, stations, stations[name], repertoire.expand)
    except WebSocketDisconnect:
        return


async def _open(socket: WebSocket, stations: Stations, repertoire: Repertoire) -> None:
    unix = stations.clock.unix
    try:
        await socket.accept(_chosen(socket, stations))
        if stations.leaving:
            await socket.close(*GOING_AWAY)
            return
        if stations.full:
            await _refuse_full(socket, stations)
            return
        try:
            on_air, secret = await stations.open(repertoire.moment(asked_for(socket.query_params)))
        except InvalidValue as error:
            text, code = messages.invalid_control(error, unix()), WRONG_WISH
        except Overloaded as error:
            text, code = messages.overloaded(str(error), unix()), TRY_AGAIN_LATER
        except SourceGone as error:
            text, code = notices.gone(str(error), unix()), BROKEN
        else:
            await _converse(socket, stations, on_air, repertoire.expand, secret)
            return
        await socket.send_text(text)
        await socket.close(code, "no station was opened")
    except WebSocketDisconnect:
        return


async def _refuse_full(socket: WebSocket, stations: Stations) -> None:
    await socket.send_text(messages.overload(stations.max_clients, stations.clock.unix()))
    await socket.close(TRY_AGAIN_LATER, "the server is full")


async def _converse(
    socket: WebSocket, stations: Stations, on_air: OnAir, expand: Expand, secret: str | None = None
) -> None:
    after, refused = _after(socket)
    chosen = _chosen(socket, stations) or DEFAULT_FORMAT
    async with on_air.encodings.socket_form(chosen) as codec:
        listener = on_air.broadcaster.join(after, form=chosen)
        try:
            formats = stations.subprotocols
            visitor = visitor_of(socket)
            conversation = Conversation(socket, on_air, listener, codec, formats, visitor, secret, expand)
            if refused is not None:
                conversation.refuse(refused)
            socket.scope["state"][LISTENING] = True
            with listening(on_air, listener):
                await conversation.run()
        finally:
            on_air.broadcaster.leave(listener)
            on_air.metrics.disconnects += 1


def _chosen(socket: WebSocket, stations: Stations) -> str | None:
    return choose(socket.scope["subprotocols"], stations.subprotocols)


def _after(socket: WebSocket) -> tuple[int | None, InvalidValue | None]:
    """Return where to resume; what can't be read is refused, and the listener goes live."""
    try:
        return requests.after_of(socket.query_params.get("after")), None
    except InvalidValue as error:
        return None, error
