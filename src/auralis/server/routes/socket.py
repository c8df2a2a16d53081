"""`/ws`: the stream with its controls."""

from typing import Final

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from auralis.core.errors import InvalidValue
from auralis.server import messages, requests
from auralis.server.conversation import Conversation
from auralis.server.on_air import OnAir
from auralis.server.stations import Stations
from auralis.streaming.formats import DEFAULT_FORMAT, FORMATS, choose

UNKNOWN_STATION: Final = 4404
TRY_AGAIN_LATER: Final = 1013


def socket_routes(stations: Stations) -> APIRouter:
    """Return `/ws` for the station `main` and `/ws/{station}` for any; other sockets are closed."""
    router = APIRouter()

    @router.websocket("/ws")
    async def main(socket: WebSocket) -> None:
        await _serve(socket, stations, "main")

    @router.websocket("/ws/{station}")
    async def named(socket: WebSocket, station: str) -> None:
        await _serve(socket, stations, station)

    @router.websocket("/{path:path}")
    async def elsewhere(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close(UNKNOWN_STATION, "no station here")

    return router


async def _serve(socket: WebSocket, stations: Stations, name: str) -> None:
    chosen = choose(socket.scope["subprotocols"])
    try:
        if name not in stations:
            await socket.accept(chosen)
            await socket.close(UNKNOWN_STATION, "no such station")
        elif stations.full:
            await socket.accept(chosen)
            await socket.send_text(messages.overload(stations.max_clients, stations[name].clock.unix()))
            await socket.close(TRY_AGAIN_LATER, "the server is full")
        else:
            await _converse(socket, stations[name], chosen)
    except WebSocketDisconnect:
        return


async def _converse(socket: WebSocket, on_air: OnAir, chosen: str | None) -> None:
    after, refused = _after(socket)
    listener = on_air.broadcaster.join(after)
    try:
        await socket.accept(chosen)
        conversation = Conversation(socket, on_air, listener, FORMATS[chosen or DEFAULT_FORMAT])
        if refused is not None:
            conversation.refuse(refused)
        await conversation.run()
    finally:
        on_air.broadcaster.leave(listener)
        on_air.metrics.disconnects += 1


def _after(socket: WebSocket) -> tuple[int | None, InvalidValue | None]:
    """Return where to resume; what can't be read is refused, and the listener goes live."""
    try:
        return requests.after_of(socket.query_params.get("after")), None
    except InvalidValue as error:
        return None, error
