"""What a real server sends, for the programs in the documents that read it."""

from websockets.sync.client import connect
from websockets.typing import Subprotocol


def opus_frame(server: str) -> bytes:
    """Return a binary frame of `main` in `auralis.opus`: a header, and five packets."""
    with connect(f"ws://{server}/ws", subprotocols=[Subprotocol("auralis.opus")], compression=None) as socket:
        while True:
            message = socket.recv(60)
            if isinstance(message, bytes):
                return message
