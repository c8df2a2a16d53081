"""Titles inside an HTTP stream, as Icecast sends them to players that ask with `Icy-MetaData: 1`."""

from typing import Final

INTERVAL: Final = 16_000
"""Bytes of audio between two titles: `icy-metaint`."""

_UNIT: Final = 16
_LONGEST: Final = 255 * _UNIT
_FRAME: Final = "StreamTitle='{}';"


class IcyTitles:
    """One listener's stream with a block of metadata after every `INTERVAL` bytes.

    A title that has not changed is not said again: its block is empty.
    """

    def __init__(self) -> None:
        self._left = INTERVAL
        self._said = ""

    def insert(self, data: bytes, title: str) -> bytes:
        """Return audio with blocks where they are due."""
        parts = []
        while len(data) >= self._left:
            parts += [data[: self._left], self._block(title)]
            data = data[self._left :]
            self._left = INTERVAL
        self._left -= len(data)
        return b"".join((*parts, data))

    def _block(self, title: str) -> bytes:
        if title == self._said:
            return b"\0"
        self._said = title
        return block(title)


def block(title: str) -> bytes:
    """Return a block: its length in units of 16 bytes, the title in UTF-8, zeros to fill it up.

    A quotation mark would end the title, so another stands in its place; what is too long is cut.
    """
    room = _LONGEST - len(_FRAME.format("").encode())
    cut = title.replace("'", "’").encode()[:room].decode(errors="ignore")
    text = _FRAME.format(cut).encode()
    units = -(-len(text) // _UNIT)
    return bytes((units,)) + text.ljust(units * _UNIT, b"\0")
