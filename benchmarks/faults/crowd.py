"""Listeners under a fault: what each got, and when."""

import asyncio
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.typing import Subprotocol

HEADER: Final = struct.Struct("<4sIQd")
_AGAIN_S: Final = 0.1
_CUT: Final = (ConnectionClosed, InvalidHandshake, InvalidMessage, OSError, EOFError, TimeoutError)


@dataclass
class Ear:
    """One listener: the numbers of its chunks, those that were flagged, and the longest wait between two.

    `keeps` is for the PCM of every chunk that was music, where it is kept.
    """

    form: str
    seqs: list[int] = field(default_factory=list)
    flagged: set[int] = field(default_factory=set)
    longest_s: float = 0.0
    cuts: int = 0
    music: dict[int, bytes] | None = None
    _at: float | None = None

    def took(self, seq: int, flags: int, payload: bytes) -> None:
        """Take note of a chunk."""
        self.wait()
        self.seqs.append(seq)
        if flags:
            self.flagged.add(seq)
        elif self.music is not None:
            self.music[seq] = payload

    def wait(self) -> None:
        """Take note that something came."""
        now = time.monotonic()
        if self._at is not None:
            self.longest_s = max(self.longest_s, now - self._at)
        self._at = now

    def begin(self) -> None:
        """Forget what was before: from here on it counts."""
        self.longest_s, self.cuts = 0.0, 0
        self.seqs = self.seqs[-1:]
        self.flagged.clear()

    @property
    def missed(self) -> int:
        """How many chunks it never got."""
        return sum(max(0, b - a - 1) for a, b in zip(self.seqs, self.seqs[1:], strict=False))

    @property
    def twice(self) -> int:
        """How many it got again, or out of order."""
        return sum(b <= a for a, b in zip(self.seqs, self.seqs[1:], strict=False))


class Crowd:
    """So many listeners of one server, a fifth of them on plain streams; who is cut off comes back."""

    def __init__(self, port: int, listeners: int) -> None:
        self._port = port
        streams = listeners // 5
        forms = ["auralis.pcm", "auralis.pcm", "auralis.opus"]
        self.sockets = [Ear(forms[n % 3]) for n in range(listeners - streams)]
        self.sockets[0].music = {}
        self.streams = [Ear(("wav", "mp3")[n % 2]) for n in range(streams)]

    @property
    def music(self) -> dict[int, bytes]:
        """The PCM of every chunk of music that the first of them got."""
        return self.sockets[0].music or {}

    @property
    def ears(self) -> list[Ear]:
        """All of them."""
        return [*self.sockets, *self.streams]

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Have them listen as long as the context lasts."""
        tasks = [asyncio.create_task(self._socket(ear)) for ear in self.sockets]
        tasks += [asyncio.create_task(self._stream(ear)) for ear in self.streams]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def heard(self, chunks: int, patience_s: float) -> None:
        """Wait until each on a socket has got so many more chunks; raises TimeoutError."""
        wanted = [len(ear.seqs) + chunks for ear in self.sockets]
        async with asyncio.timeout(patience_s):
            while any(len(e.seqs) < count for e, count in zip(self.sockets, wanted, strict=True)):
                await asyncio.sleep(0.05)

    def begin(self) -> None:
        """Have all that comes from here on count."""
        for ear in self.ears:
            ear.begin()

    async def _socket(self, ear: Ear) -> None:
        while True:
            after = f"?after={ear.seqs[-1]}" if ear.seqs else ""
            where = f"ws://127.0.0.1:{self._port}/ws{after}"
            with suppress(*_CUT):
                async with connect(
                    where, subprotocols=[Subprotocol(ear.form)], compression=None, max_size=None, proxy=None
                ) as socket:
                    async for message in socket:
                        if isinstance(message, bytes):
                            _, flags, seq, _ = HEADER.unpack_from(message)
                            ear.took(seq, flags, message[HEADER.size :])
            ear.cuts += 1
            await asyncio.sleep(_AGAIN_S)

    async def _stream(self, ear: Ear) -> None:
        request = f"GET /stream/main.{ear.form} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n\r\n"
        while True:
            with suppress(*_CUT):
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                try:
                    writer.write(request.encode())
                    while await reader.read(1 << 15):
                        ear.wait()
                finally:
                    writer.close()
            ear.cuts += 1
            await asyncio.sleep(_AGAIN_S)
