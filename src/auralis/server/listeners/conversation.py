"""One listener on a socket: what is said to it, and what it says."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from fastapi import WebSocket, WebSocketDisconnect

from auralis.core import address
from auralis.core.errors import InvalidValue
from auralis.server.access import NotOwner, Refused, Visitor
from auralis.server.nights import night_request
from auralis.server.stations import Expand, OnAir, built_in_only, live_status
from auralis.server.talk import A_SECOND, Allowance, messages, requests
from auralis.server.wire import Protocol
from auralis.streaming import notices
from auralis.streaming.codec import Codec
from auralis.streaming.connection_state import ConnectionState
from auralis.streaming.listener import Listener
from auralis.streaming.packet import Packet
from auralis.streaming.source import SourceGone
from auralis.streaming.stage import Overloaded

DISMISSED: Final = 4403
"""The code with which the administrator closes a socket."""

_TOO_MUCH: Final = 1008


class Conversation:
    """Greets an accepted socket, then talks both ways until the client is gone or the station is over.

    One task sends, so that a client that does not read holds up nothing but itself; while it waits
    for the next chunk, the broadcaster writes that straight to the connection. What the client says
    is heard in order, and a message that can't be followed is answered with `INVALID_CONTROL`.

    `formats` are the forms it might have asked for. `visitor` is who it is; `secret` is the owner token
    of a personal station that was opened for it, to be told in `hello`.
    `expand` says what presets of users stand for.
    """

    def __init__(
        self,
        socket: WebSocket,
        on_air: OnAir,
        listener: Listener,
        codec: Codec,
        formats: Sequence[str],
        visitor: Visitor,
        secret: str | None = None,
        expand: Expand = built_in_only,
    ) -> None:
        self._socket = socket
        self._on_air = on_air
        self._listener = listener
        self._codec = codec
        self._formats = formats
        self._visitor = visitor.with_token(secret)
        self._dismissing: asyncio.Task[None] | None = None
        self._secret = secret
        self._expand = expand
        self._allowance = Allowance(on_air.clock.monotonic())

    async def run(self) -> None:
        """Talk until the client is gone."""
        connection = self._socket.scope.get("state", {}).get("connection")
        if isinstance(connection, Protocol):
            self._attach(connection)
        self._listener.dismiss = self._dismiss
        self._listener.post(self._hello())
        if self._on_air.source.update:
            self._listener.post(self._on_air.generation_update())
        async with asyncio.TaskGroup() as tasks:
            speaking = tasks.create_task(self._speak())
            ending = tasks.create_task(self._end(speaking))
            await self._listen()
            speaking.cancel()
            ending.cancel()

    def refuse(self, error: InvalidValue, message_id: object = None) -> None:
        """Tell the client that it asked for what can't be."""
        unix = self._on_air.clock.unix()
        self._listener.post(messages.invalid_control(error, unix, message_id))

    def _dismiss(self) -> None:
        """Close the socket, as the administrator wishes."""
        closing = self._socket.close(DISMISSED, "closed by the administrator")
        self._dismissing = asyncio.ensure_future(closing)

    def _attach(self, connection: Protocol) -> None:
        """Let the broadcaster reach the connection, and the figures its round trips."""
        round_trip = self._on_air.metrics.round_trip
        self._listener.connect(self._codec, connection)
        connection.on_interruption = self._listener.wake
        connection.on_round_trip = lambda seconds: round_trip.record(1000 * seconds)

    async def _speak(self) -> None:
        try:
            while True:
                item = await self._listener.next()
                if isinstance(item, Packet):
                    await self._play(item)
                else:
                    await self._socket.send_text(item)
        except WebSocketDisconnect:
            return

    async def _end(self, speaking: asyncio.Task[None]) -> None:
        """Close the socket once the station is over."""
        await self._on_air.over.wait()
        speaking.cancel()
        with suppress(WebSocketDisconnect, RuntimeError):
            await self._socket.close(*self._on_air.farewell)

    async def _play(self, packet: Packet) -> None:
        message = packet.encoded(self._codec)
        if isinstance(message, str):
            await self._socket.send_text(message)
        else:
            await self._socket.send_bytes(message)
        if packet.sent_at is not None:
            passed = self._on_air.clock.monotonic() - packet.sent_at
            self._on_air.metrics.network.record(1000 * passed)

    async def _listen(self) -> None:
        while (event := await self._socket.receive())["type"] != "websocket.disconnect":
            text = event.get("text")
            if not self._allowance.take(self._on_air.clock.monotonic()):
                if self._allowance.exhausted:
                    self._listener.end(ConnectionState.ERROR)
                    await self._socket.close(_TOO_MUCH, "too many messages")
                    return
                self._warn()
            elif text is None:
                self.refuse(InvalidValue("message", "binary data", "a JSON object as text"))
            else:
                await self._hear(text)

    def _warn(self) -> None:
        """Tell a client that talks too much, once a second, that it is not heard."""
        if self._allowance.should_tell(self._on_air.clock.monotonic()):
            self.refuse(InvalidValue("messages", self._allowance.refused, f"at most {A_SECOND} a second"))

    async def _hear(self, text: str) -> None:
        message_id: object = None
        try:
            message = requests.parse(text)
            message_id = message.get("id")
            await self._answer(message)
        except InvalidValue as error:
            self.refuse(error, message_id)
        except NotOwner as error:
            unix = self._on_air.clock.unix()
            self._listener.post(messages.not_owner(str(error), unix, message_id))
        except Refused as error:
            details = {} if message_id is None else {"id": messages.shown(message_id)}
            self._listener.post(error.message(self._on_air.clock.unix(), **details))
        except Overloaded as error:
            self._listener.post(messages.overloaded(str(error), self._on_air.clock.unix()))
        except SourceGone as error:
            self._listener.post(notices.gone(str(error), self._on_air.clock.unix()))

    async def _answer(self, message: Mapping[str, object]) -> None:
        match message.get("type"):
            case "control" | "update_params":
                await self._control(requests.settings_of(message), message)
            case "preset":
                await self._control(_preset_of(message), message)
            case "ping":
                unix = self._on_air.clock.unix()
                self._listener.post(messages.pong(message.get("client_time"), unix))
            case "status_request":
                self._listener.post(messages.encode({"type": "status", **live_status(self._on_air)}))
            case "report":
                self._report(message)
            case "night":
                await self._night(message)
            case other:
                allowed = "control, update_params, preset, night, ping, status_request, report"
                raise InvalidValue("type", other, allowed)

    async def _control(self, settings: Mapping[str, object], message: Mapping[str, object]) -> None:
        self._on_air.check(self._visitor)
        await self._on_air.control(self._expand(settings), requests.boundary_of(message))

    async def _night(self, message: Mapping[str, object]) -> None:
        """Tell what the night is to bring, or have it bring something else, which everyone is told."""
        if "action" not in message:
            self._listener.post(messages.night(self._on_air.night.document()))
            return
        self._on_air.check(self._visitor)
        await self._on_air.night.ask(night_request(message))

    def _report(self, message: Mapping[str, object]) -> None:
        requests.check_report(message)
        depth, latency = message.get("buffer_depth_ms"), message.get("latency_ms")
        self._listener.report(depth if isinstance(depth, int | float) else None)
        if isinstance(latency, int | float):
            self._on_air.metrics.end_to_end.record(latency)
        if message.get("tier") == "emergency":
            self._listener.burst()

    def _hello(self) -> str:
        source = self._on_air.source
        recipe = source.recipe
        return messages.encode(
            {
                "type": "hello",
                "client_id": self._listener.id,
                "station": source.name,
                "kind": "permanent" if self._on_air.owner is None else "personal",
                **({} if self._secret is None else {"owner_token": self._secret}),
                "token_needed": not self._visitor.listening_open,
                "asleep": self._on_air.asleep,
                "sample_rate": source.sample_rate,
                "context": dict(source.context),
                "address": address.encode(recipe),
                "engine": recipe.engine,
                "seed": recipe.seed,
                "kit": recipe.kit,
                "formats": list(self._formats),
                "format": self._codec.subprotocol,
                "seq": self._listener.cursor,
                "server_time": messages.iso(self._on_air.clock.unix()),
            }
        )


def _preset_of(message: Mapping[str, object]) -> dict[str, object]:
    """Return the settings of a `preset` message: its name, and what is set beside it."""
    settings = requests.settings_of({**message, "preset": message.get("name")})
    return {name: value for name, value in settings.items() if name != "name"}
