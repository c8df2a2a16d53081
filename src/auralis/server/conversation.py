"""One listener on a socket: what is said to it, and what it says."""

import asyncio
from collections.abc import Mapping
from uuid import uuid4

from fastapi import WebSocket, WebSocketDisconnect

from auralis.core import address
from auralis.core.errors import InvalidValue
from auralis.server import messages, requests
from auralis.server.on_air import OnAir
from auralis.server.status import live_status
from auralis.streaming import notices
from auralis.streaming.codec import Codec
from auralis.streaming.formats import FORMATS
from auralis.streaming.listener import Listener
from auralis.streaming.packet import Packet
from auralis.streaming.source import SourceGone


class Conversation:
    """Greets an accepted socket, then talks both ways until the client is gone.

    One task sends, so that a client that does not read holds up nothing but itself; what it says
    is heard in order, and a message that can't be followed is answered with `INVALID_CONTROL`.
    """

    def __init__(self, socket: WebSocket, on_air: OnAir, listener: Listener, codec: Codec) -> None:
        self._socket = socket
        self._on_air = on_air
        self._listener = listener
        self._codec = codec

    async def run(self) -> None:
        """Talk until the client is gone."""
        self._listener.post(self._hello())
        self._listener.post(self._on_air.generation_update())
        async with asyncio.TaskGroup() as tasks:
            speaking = tasks.create_task(self._speak())
            await self._listen()
            speaking.cancel()

    def refuse(self, error: InvalidValue, message_id: object = None) -> None:
        """Tell the client that it asked for what can't be."""
        unix = self._on_air.clock.unix()
        self._listener.post(messages.invalid_control(error, unix, message_id))

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
            if text is None:
                self.refuse(InvalidValue("message", "binary data", "a JSON object as text"))
            else:
                await self._hear(text)

    async def _hear(self, text: str) -> None:
        message_id: object = None
        try:
            message = requests.parse(text)
            message_id = message.get("id")
            await self._answer(message)
        except InvalidValue as error:
            self.refuse(error, message_id)
        except SourceGone as error:
            self._listener.post(notices.gone(str(error), self._on_air.clock.unix()))

    async def _answer(self, message: Mapping[str, object]) -> None:
        match message.get("type"):
            case "control" | "update_params":
                await self._control(requests.settings_of(message), message)
            case "preset":
                await self._control({"preset": message.get("name")}, message)
            case "ping":
                unix = self._on_air.clock.unix()
                self._listener.post(messages.pong(message.get("client_time"), unix))
            case "status_request":
                self._listener.post(messages.encode({"type": "status", **live_status(self._on_air)}))
            case "report":
                self._report(message)
            case other:
                allowed = "control, update_params, preset, ping, status_request, report"
                raise InvalidValue("type", other, allowed)

    async def _control(self, settings: Mapping[str, object], message: Mapping[str, object]) -> None:
        await self._on_air.source.control(settings, requests.boundary_of(message))

    def _report(self, message: Mapping[str, object]) -> None:
        requests.check_report(message)
        latency = message.get("latency_ms")
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
                "client_id": str(uuid4()),
                "station": source.name,
                "sample_rate": source.sample_rate,
                "context": dict(source.context),
                "address": address.encode(recipe),
                "engine": recipe.engine,
                "seed": recipe.seed,
                "kit": recipe.kit,
                "formats": list(FORMATS),
                "format": self._codec.subprotocol,
                "seq": self._listener.cursor,
                "server_time": messages.iso(self._on_air.clock.unix()),
            }
        )
