"""Programs that listen: ffmpeg, and a client for each form of the socket."""

import base64
import json
import struct
import subprocess
from pathlib import Path
from threading import Thread
from typing import Any

import av
import numpy as np
from websockets.sync.client import connect
from websockets.typing import Subprotocol

HEADER = struct.Struct("<4sIQd")
PATIENCE_S = 60


class Ffmpeg:
    """Plays so many seconds of an address, and keeps what it heard in a file: a pipe would make it wait."""

    def __init__(self, address: str, seconds: float, folder: Path) -> None:
        self._seconds = seconds
        self._heard = folder / f"{address.rpartition('.')[2]}.raw"
        command = ["ffmpeg", "-nostdin", "-v", "error", "-i", address, "-t", str(seconds), "-f", "s16le"]
        self._process = subprocess.Popen([*command, str(self._heard)], stderr=subprocess.PIPE)

    def end(self) -> tuple[np.ndarray, str]:
        """Return what it heard, int16 (frames, 2), and what it complained about."""
        _, said = self._process.communicate(timeout=self._seconds + PATIENCE_S)
        assert self._process.returncode == 0, said
        return pcm(self._heard.read_bytes()), said.decode()


class SocketPlayer:
    """Takes so many chunks from a socket, each decoded to int16 (frames, 2)."""

    def __init__(self, url: str, form: str, chunks: int) -> None:
        self.form = form
        self.hello: dict[str, Any] = {}
        self.sound: dict[int, np.ndarray] = {}
        self.flags = 0
        self._chunks = chunks
        self._opus = av.CodecContext.create("libopus", "r")
        self._address = url.replace("http://", "ws://") + "ws"
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def end(self) -> list[int]:
        """Return the numbers of the chunks in the order they came."""
        self._thread.join(self._chunks / 10 + PATIENCE_S)
        assert not self._thread.is_alive()
        return list(self.sound)

    def _listen(self) -> None:
        forms = [Subprotocol(self.form)]
        with connect(self._address, subprotocols=forms, compression=None, open_timeout=PATIENCE_S) as socket:
            while len(self.sound) < self._chunks:
                self._take(socket.recv(PATIENCE_S))

    def _take(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            magic, flags, seq, _ = HEADER.unpack_from(message)
            assert magic == b"AUR1"
            self.flags |= flags
            payload = message[HEADER.size :]
            self.sound[seq] = self._decoded(payload) if self.form == "auralis.opus" else pcm(payload)
            return
        told = json.loads(message)
        if told["type"] == "hello":
            self.hello = told
        elif told["type"] == "audio":
            self.flags |= bool(told.get("silent"))
            self.sound[told["seq"]] = pcm(base64.b64decode(told["data"]))

    def _decoded(self, payload: bytes) -> np.ndarray:
        frames = []
        while payload:
            end = 2 + int.from_bytes(payload[:2], "little")
            frames += self._opus.decode(av.Packet(payload[2:end]))
            payload = payload[end:]
        return np.concatenate([f.to_ndarray().reshape(-1, 2) for f in frames])


def pcm(data: bytes) -> np.ndarray:
    return np.frombuffer(data, "<i2").reshape(-1, 2)
