"""Text that comes in lines, cut where whoever writes it takes a breath."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

_BREATH_S: Final = 0.1
_LONGEST: Final = 1 << 16
_READ: Final = 1 << 12


async def paragraphs(stream: asyncio.StreamReader) -> AsyncIterator[str]:
    """Yield what is written until the end, in pieces between which nothing came for a tenth of a second.

    A traceback is one piece, unless it is longer than 64 KiB.
    """
    ended = False
    while not ended:
        text = await stream.read(_READ)
        ended = not text
        try:
            while not ended and len(text) < _LONGEST:
                more = await asyncio.wait_for(stream.read(_READ), _BREATH_S)
                ended = not more
                text += more
        except TimeoutError:
            pass
        if said := text.decode(errors="replace").strip():
            yield said
