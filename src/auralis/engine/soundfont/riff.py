"""The chunks of a RIFF file, none of which may reach beyond what holds it.

Source: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0" (1991).
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_HEADER = struct.Struct("<4sI")
_KIND = 4


class Chunk(NamedTuple):
    """A chunk's four letters (a list's kind after a slash: `LIST/pdta`) and where its content lies."""

    name: str
    start: int
    end: int


class BrokenRiff(ValueError):
    """A file that is no RIFF, or not whole; the message says which."""


def root(file: BinaryIO, size: int) -> Chunk:
    """Return the outermost chunk of a file of `size` bytes; raises `BrokenRiff`."""
    file.seek(0)
    head = file.read(_HEADER.size + _KIND)
    if len(head) < _HEADER.size + _KIND or head[:4] != b"RIFF":
        raise BrokenRiff(f"it begins with {head[:4]!r}, not with RIFF")
    return _chunk(file, 0, size, "the file")


def chunks(file: BinaryIO, parent: Chunk) -> Iterator[Chunk]:
    """Yield the chunks inside a chunk; raises `BrokenRiff` for one that does not fit."""
    start = parent.start
    while start < parent.end:
        chunk = _chunk(file, start, parent.end, parent.name)
        yield chunk
        start = chunk.end + _padding(file, chunk)


def _padding(file: BinaryIO, chunk: Chunk) -> int:
    """Return the length of the zero byte after an odd chunk, which some writers of SF3 leave out."""
    file.seek(chunk.end)
    return int((chunk.end - chunk.start) % 2 == 1 and file.read(1) == b"\0")


def _chunk(file: BinaryIO, start: int, limit: int, where: str) -> Chunk:
    file.seek(start)
    head = file.read(_HEADER.size)
    if len(head) < _HEADER.size or start + _HEADER.size > limit:
        raise BrokenRiff(f"it is cut short: {where} ends inside a chunk's header")
    code, length = _HEADER.unpack(head)
    name, content = code.decode("latin-1"), start + _HEADER.size
    end = content + length
    if end > limit:
        raise BrokenRiff(f"it is cut short: {name} promises {length} bytes and {limit - content} are there")
    if name in ("RIFF", "LIST"):
        name += "/" + file.read(_KIND).decode("latin-1")
        content += _KIND
    return Chunk(name, content, end)
