"""An answer that goes on until the client has had enough."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import TypeAlias

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

Parts: TypeAlias = AbstractAsyncContextManager[AsyncIterator[bytes]]


class LiveResponse(Response):
    """Sends the parts of a stream as they come, until the client leaves or the stream is `over`.

    `open_stream` is entered when the answer begins, and left however it ends.
    """

    def __init__(
        self,
        open_stream: Callable[[], Parts],
        over: asyncio.Event,
        headers: Mapping[str, str],
        media_type: str,
    ) -> None:
        super().__init__(headers=headers, media_type=media_type)
        del self.headers["content-length"]
        self._open_stream = open_stream
        self._over = over

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        async with self._open_stream() as parts, asyncio.TaskGroup() as tasks:
            speaking = tasks.create_task(self._speak(parts, send))
            ending = tasks.create_task(self._end(speaking, send))
            while (await receive())["type"] != "http.disconnect":
                pass
            speaking.cancel()
            ending.cancel()

    async def _speak(self, parts: AsyncIterator[bytes], send: Send) -> None:
        start = {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        await send(start)
        async for part in parts:
            await send({"type": "http.response.body", "body": part, "more_body": True})

    async def _end(self, speaking: asyncio.Task[None], send: Send) -> None:
        """Complete the answer once the stream is over."""
        await self._over.wait()
        speaking.cancel()
        await asyncio.wait((speaking,))
        await send({"type": "http.response.body", "body": b"", "more_body": False})
