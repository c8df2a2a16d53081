"""A listener that keeps all it hears, to be compared with what should have been heard."""

import hashlib
import time
from threading import Event, Thread

from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tests.e2e.players import HEADER, PATIENCE_S


class Witness:
    """Listens to `main` as binary PCM in a thread, until it is asked what it heard."""

    def __init__(self, port: int) -> None:
        self.chunks: dict[int, bytes] = {}
        self.flagged: list[int] = []
        self._address = f"ws://127.0.0.1:{port}/ws"
        self._enough = Event()
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def hear(self, chunks: int) -> None:
        """Wait until so many more chunks have come."""
        wanted, end = len(self.chunks) + chunks, time.monotonic() + PATIENCE_S
        while len(self.chunks) < wanted:
            assert time.monotonic() < end, "the witness hears nothing"
            time.sleep(0.05)

    def testify(self) -> tuple[int, int, str]:
        """Return the first chunk's number, how many there were, and the SHA-256 of their PCM.

        Asserts that none was missing and none was silence in the place of music.
        """
        self._enough.set()
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive()
        seqs = list(self.chunks)
        assert seqs == list(range(seqs[0], seqs[0] + len(seqs)))
        assert self.flagged == []
        return seqs[0], len(seqs), hashlib.sha256(b"".join(self.chunks.values())).hexdigest()

    def _listen(self) -> None:
        forms = [Subprotocol("auralis.pcm")]
        with connect(self._address, subprotocols=forms, compression=None, max_size=None) as socket:
            while not self._enough.is_set():
                message = socket.recv(PATIENCE_S)
                if isinstance(message, bytes):
                    _, flags, seq, _ = HEADER.unpack_from(message)
                    self.chunks[seq] = message[HEADER.size :]
                    self.flagged += [seq] if flags else []
