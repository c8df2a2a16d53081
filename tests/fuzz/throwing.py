"""Malformed inputs thrown at a server over the wire; each way says how many were taken in."""

import http.client
import json
import re
import socket
from typing import Final
from urllib.parse import quote

from tests.fuzz.decoders import DECODERS, MESSAGES
from tests.fuzz.mutation import Mutation

_HANDSHAKE: Final = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: auralis.opus\r\n\r\n"
)
_SAMPLES: Final = {d.name: d.samples for d in DECODERS}
_BODIES: Final = {
    "/api/v1/control": MESSAGES[:3],
    "/api/v1/control?station=sleep": MESSAGES[:3],
    "/api/v1/night?station=sleep": MESSAGES[4:7],
    "/api/v1/stations": [*_SAMPLES["station"], b'{"recipe":' + _SAMPLES["recipe"][1] + b"}"],
    "/api/v1/moments": [
        b'{"station":"main","minutes":5}', b'{"address":"%s","duration":9}' % _SAMPLES["address"][1],
    ],
    "/api/v1/presets": _SAMPLES["preset"],
    "/api/v1/exports": [b'{"moment":"m7k2xw9fqa","format":"flac"}'],
}  # fmt: skip
_PATHS: Final = (
    b"/api/v1/moments/" + _SAMPLES["moment"][0], b"/m/" + _SAMPLES["moment"][0],
    b"/api/v1/presets/p7k2xw9fqa/file", b"/api/v1/exports/m7k2xw9fqa-flac?check=true", b"/stream/main.ogg",
    b"/stream/main/7.aac", b"/api/v1/moments?address=a1&limit=5&before=m", b"/js/../../app.js",
    b"/index.html", b"/api/v1/status?station=main",
)  # fmt: skip
_PLAIN_REQUEST: Final = b"POST /api/v1/control HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{}"
_PLAIN: Final = re.compile(rb"[^!-~]")
_PATIENCE_S: Final = 30


def messages(port: int, mutation: Mutation, count: int) -> int:
    """Say so many things on a socket, then ask for a pong; return how many were heard before it came.

    Each station's socket hears two hundred at once. `main` is never put to sleep: its listener would hear
    nothing more.
    """
    path = mutation.pick(("/ws", "/ws/sleep"))
    samples = MESSAGES if path == "/ws/sleep" else MESSAGES[:4] + MESSAGES[7:]
    said = [_frame(*_worded(mutation.of(samples))) for _ in range(count)]
    with socket.create_connection(("127.0.0.1", port), _PATIENCE_S) as one:
        one.sendall(_HANDSHAKE.format(path=path).encode())
        heard = b""
        while b"hello" not in heard:
            heard += one.recv(1 << 16)
        one.sendall(b"".join(said) + _frame(1, b'{"type":"ping","client_time":"the last"}'))
        while b'"the last"' not in heard:
            part = one.recv(1 << 16)
            assert part, "the socket was closed before the pong"
            heard = heard[-64:] + part
    return count


def requests(port: int, mutation: Mutation, count: int) -> int:
    """Ask so many things over HTTP, on one connection; none may be answered by 500."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_S)
    for _ in range(count):
        method, path, body = _request(mutation)
        headers = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        endless = answer.getheader("content-type", "").startswith("audio/")
        text = b"" if endless else answer.read()
        assert answer.status != 500, (method, path, body, text)
        if method == "POST" and path == "/api/v1/stations" and answer.status == 201:
            _close(connection, json.loads(text))
        answer.close()
        if endless or answer.will_close:
            connection.close()
    connection.close()
    return count


def noise(port: int, mutation: Mutation, count: int) -> int:
    """Connect so many times and send what is no request, no handshake or no frame; it must be hung up on."""
    head = _HANDSHAKE.format(path="/ws").encode()
    for _ in range(count):
        with socket.create_connection(("127.0.0.1", port), _PATIENCE_S) as one:
            bent = mutation.of((head, _PLAIN_REQUEST))
            one.sendall(mutation.pick((bent, head + mutation.noise(), mutation.noise())))
            one.shutdown(socket.SHUT_WR)
            while one.recv(1 << 16):
                pass
    return count


def _request(mutation: Mutation) -> tuple[str, str, bytes | None]:
    if mutation.pick((True, False)):
        path = mutation.pick(tuple(_BODIES))
        return "POST", path, mutation.of(_BODIES[path])
    bent = _PLAIN.sub(lambda found: quote(found[0]).encode(), b"/" + mutation.of(_PATHS)[1:3000])
    return mutation.pick(("GET", "HEAD", "DELETE", "PATCH", "PUT")), bent.decode(), None


def _close(connection: http.client.HTTPConnection, station: dict[str, str]) -> None:
    """Close a station that came to be: it would only take the machine's time."""
    headers = {"Authorization": f"Bearer {station['owner_token']}"}
    connection.request("DELETE", f"/api/v1/stations/{station['name']}", headers=headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 204


def _worded(data: bytes) -> tuple[int, bytes]:
    """Return a frame's kind and its data: text where it is any, else binary."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return 2, data
    return 1, data


def _frame(kind: int, data: bytes) -> bytes:
    """Return a client's frame; a mask of zeros leaves the data as it is."""
    size = len(data)
    length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + size.to_bytes(2, "big")
    return bytes([0x80 | kind]) + length + bytes(4) + data
