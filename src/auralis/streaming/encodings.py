"""The encodings of a station that somebody listens to."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from auralis.observability.histogram import Histogram
from auralis.streaming.codec import Codec
from auralis.streaming.encoding import Encoding
from auralis.streaming.formats import FORMATS, SOCKET_STREAMS
from auralis.streaming.ring import RingBuffer
from auralis.streaming.stream_codec import StreamCodec


class Encodings:
    """Keeps one encoder for each form as long as anyone uses it; forgets it with the last one.

    `position` returns the chunk that is broadcast next: what was played before is encoded in a
    thread when the first listener comes, and the others wait for the same encoding.
    """

    def __init__(self, ring: RingBuffer, position: Callable[[], int]) -> None:
        self._ring = ring
        self._position = position
        self._users: Counter[str] = Counter()
        self._open: dict[str, asyncio.Task[Encoding]] = {}
        self._took: dict[str, Histogram] = {}

    @property
    def figures(self) -> Mapping[str, Histogram]:
        """The milliseconds that encoding a chunk took, by the form's name."""
        return self._took

    @property
    def open(self) -> Mapping[str, int]:
        """How many use each form that is being encoded."""
        return {name: count for name, count in self._users.items() if count}

    @asynccontextmanager
    async def use(self, codec: StreamCodec) -> AsyncIterator[Encoding]:
        """Have a form encoded while the context lasts."""
        name = codec.name
        self._users[name] += 1
        try:
            if name not in self._open:
                self._open[name] = asyncio.create_task(self._begun(codec))
            yield await asyncio.shield(self._open[name])
        finally:
            self._users[name] -= 1
            if not self._users[name]:
                self._open.pop(name).cancel()

    @asynccontextmanager
    async def socket_form(self, subprotocol: str) -> AsyncIterator[Codec]:
        """Yield what encodes chunks for sockets of a subprotocol, which must be one there is."""
        if subprotocol in FORMATS:
            yield FORMATS[subprotocol]
            return
        async with self.use(SOCKET_STREAMS[subprotocol]) as encoding:
            yield encoding.message

    async def _begun(self, codec: StreamCodec) -> Encoding:
        took = self._took.setdefault(codec.name, Histogram())
        encoding = Encoding(codec, self._ring, took)
        await asyncio.to_thread(encoding.catch_up, self._position())
        return encoding
