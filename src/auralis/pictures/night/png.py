"""Pictures as PNG (RFC 2083), small and the same bytes each time."""

import base64
import struct
import zlib
from typing import Final

import numpy as np
import numpy.typing as npt

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_INDEXED, _COLOUR = 3, 2

Bytes = npt.NDArray[np.uint8]


def indexed_png(places: Bytes, palette: Bytes) -> bytes:
    """Return a picture of places in a palette, shapes (rows, columns) and (colours, 3)."""
    return _png(places[:, :, None], _INDEXED, _chunk(b"PLTE", palette.tobytes()))


def colour_png(colours: Bytes) -> bytes:
    """Return a picture of shape (rows, columns, 3)."""
    return _png(colours, _COLOUR, b"")


def image(png: bytes, words: str) -> str:
    """Return a picture as an element that needs no other file."""
    coded = base64.b64encode(png).decode()
    return f'<img src="data:image/png;base64,{coded}" alt="{words}">'


def _png(rows: Bytes, kind: int, palette: bytes) -> bytes:
    height, width, depth = rows.shape
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    lines = np.concatenate([np.zeros((height, 1), np.uint8), rows.reshape(height, width * depth)], axis=1)
    body = _chunk(b"IDAT", zlib.compress(lines.tobytes(), 9))
    return _SIGNATURE + _chunk(b"IHDR", head) + palette + body + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)
