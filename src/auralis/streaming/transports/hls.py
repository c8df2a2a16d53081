"""A station as an HTTP live stream: segments of AAC, made while somebody asks for them."""

import asyncio
from contextlib import suppress
from typing import Final

from auralis.streaming.broadcaster import Broadcaster
from auralis.streaming.clock import Clock
from auralis.streaming.encoding import Encoding
from auralis.streaming.encodings import Encodings
from auralis.streaming.formats import STREAMS
from auralis.streaming.hls_playlist import hls_playlist
from auralis.streaming.listener import Listener
from auralis.streaming.packet import Packet
from auralis.streaming.ring import RingBuffer
from auralis.streaming.segments import Segments

WINDOW: Final = 6
"""Segments in a playlist."""

_LATE: Final = 2  # segments that may still be fetched after they left the playlist
_LINGER_S: Final = 60.0
_CLIENT_S: Final = 20.0
_LOOK_S: Final = 1.0
_CODEC: Final = STREAMS["aac"]


class Hls:
    """Makes segments from the first request for a playlist until none has come for a minute.

    One listener feeds it, and counts as the first client; each further client, known by a name of
    its own and gone after 20 seconds without a request, is a listener as well.
    """

    def __init__(
        self, ring: RingBuffer, broadcaster: Broadcaster, encodings: Encodings, clock: Clock
    ) -> None:
        self._ring = ring
        self._broadcaster = broadcaster
        self._encodings = encodings
        self._clock = clock
        self._segments = Segments(ring.sample_rate, WINDOW + _LATE)
        self._making: asyncio.Task[None] | None = None
        self._complete = asyncio.Event()
        self._asked = 0.0
        self._clients: dict[str, float] = {}
        self._others: list[Listener] = []

    @property
    def clients(self) -> int:
        """How many have asked within the last 20 seconds."""
        now = self._clock.monotonic()
        return sum(now - asked < _CLIENT_S for asked in self._clients.values())

    def knows(self, client: str) -> bool:
        """Whether a client is counted already."""
        return client in self._clients

    async def playlist(self, client: str, query: str = "") -> str:
        """Return the playlist as soon as there is a segment; `client` tells one from another.

        `query` stands behind the name of each segment.
        """
        self._see(client)
        while not self._segments.whole:
            if self._making is None or self._making.done():
                self._making = asyncio.create_task(self._make())
            await self._until_complete(self._making)
        newest = tuple(self._segments.whole.values())[-WINDOW:]
        return hls_playlist(newest, self._segments.seconds, query)

    def segment(self, number: int, client: str) -> bytes | None:
        """Return a segment, None if it is not there: not yet, or not any more."""
        if client in self._clients:
            self._see(client)
        found = self._segments.whole.get(number)
        return None if found is None else found.data

    async def close(self) -> None:
        """Stop making segments."""
        if self._making is not None:
            self._making.cancel()
            with suppress(asyncio.CancelledError):
                await self._making

    def _see(self, client: str) -> None:
        self._asked = self._clients[client] = self._clock.monotonic()
        self._count()

    def _count(self) -> None:
        """Forget clients that are gone, and have as many listeners as there are clients, at least one."""
        now = self._clock.monotonic()
        self._clients = {c: asked for c, asked in self._clients.items() if now - asked < _CLIENT_S}
        while len(self._others) < len(self._clients) - 1:
            self._others.append(self._broadcaster.join(None, "hls", _CODEC.name))
        while len(self._others) > max(0, len(self._clients) - 1):
            self._broadcaster.leave(self._others.pop())

    async def _until_complete(self, making: asyncio.Task[None]) -> None:
        """Wait for the first segment; raises what stopped them from being made."""
        waiting = asyncio.create_task(self._complete.wait())
        try:
            await asyncio.wait((waiting, making), return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
        if making.done():
            making.result()

    async def _make(self) -> None:
        async with self._encodings.use(_CODEC) as encoding:
            listener = self._broadcaster.join(self._ring.tail - 1, "hls", _CODEC.name)
            feeding = asyncio.create_task(self._feed(listener, encoding))
            try:
                await self._linger(feeding)
            finally:
                feeding.cancel()
                await asyncio.wait((feeding,))
                self._broadcaster.leave(listener)
                self._forget()

    async def _linger(self, feeding: asyncio.Task[None]) -> None:
        """Wait until nobody has asked for a while; raises what ended the feeding."""
        while self._clock.monotonic() - self._asked < _LINGER_S:
            await self._clock.sleep(_LOOK_S)
            self._count()
            if feeding.done():
                feeding.result()

    async def _feed(self, listener: Listener, encoding: Encoding) -> None:
        while True:
            item = await listener.next()
            if isinstance(item, Packet):
                chunk = item.chunk
                if self._segments.add(chunk.seq, encoding.packets(chunk), chunk.timestamp):
                    self._complete.set()

    def _forget(self) -> None:
        self._clients.clear()
        self._count()
        self._segments = Segments(self._ring.sample_rate, WINDOW + _LATE)
        self._complete.clear()
