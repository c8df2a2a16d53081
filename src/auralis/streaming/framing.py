"""WebSocket frames of a server: RFC 6455, section 5.2, whole messages and unmasked."""

import struct
from typing import Final

_TEXT: Final = 0x81
_BINARY: Final = 0x82
_SHORT: Final = 126
_LONG: Final = 1 << 16


def framed(message: str | bytes) -> bytes:
    """Return a message as the bytes of one frame: text for a str, binary for bytes."""
    first = _TEXT if isinstance(message, str) else _BINARY
    payload = message.encode() if isinstance(message, str) else message
    size = len(payload)
    if size < _SHORT:
        head = struct.pack("!BB", first, size)
    elif size < _LONG:
        head = struct.pack("!BBH", first, _SHORT, size)
    else:
        head = struct.pack("!BBQ", first, _SHORT + 1, size)
    return head + payload
