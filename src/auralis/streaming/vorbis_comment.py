"""The comment block that Opus and FLAC streams carry."""

import struct
from collections.abc import Mapping
from typing import Final

VENDOR: Final = "Auralis"


def vorbis_comment(fields: Mapping[str, str]) -> bytes:
    """Return vendor and fields as Vorbis comments, without a framing bit."""
    texts = [f"{name}={value}".encode() for name, value in fields.items()]
    vendor = VENDOR.encode()
    head = struct.pack("<I", len(vendor)) + vendor + struct.pack("<I", len(texts))
    return head + b"".join(struct.pack("<I", len(t)) + t for t in texts)
