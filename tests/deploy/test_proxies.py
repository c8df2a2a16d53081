"""Through a real nginx and a real Caddy, by the examples: all that a listener does, as without them."""

import json
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.deploy.proxy import HOST, Proxy, caddy, nginx
from tests.deploy.running import Running

PROXIES: dict[str, Callable[[str, Path], Proxy]] = {"nginx": nginx, "caddy": caddy}
SECRET = "s3cr3t-of-a-listener"  # noqa: S105  # a server that everybody may listen to passes it on unread
PATIENCE_S = 30


@pytest.fixture(scope="module")
def server(cache_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("server")
    variables = {
        "XDG_CACHE_HOME": str(cache_home),
        "AURALIS_DATA_DIR": str(folder / "data"),
        "AURALIS_TRUSTED_PROXIES": "127.0.0.1",
    }
    with Running([sys.executable, "-m", "auralis", "serve", "--port", "0"], folder, variables) as running:
        yield running


@pytest.fixture(scope="module", params=PROXIES)
def proxy(
    request: pytest.FixtureRequest, server: Running, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    address = server.url.removeprefix("http://").rstrip("/")
    running = PROXIES[request.param](address, tmp_path_factory.mktemp(request.param))
    yield running
    httpx.get(f"{running.url}stream/main.m3u?token={SECRET}", verify=running.tls or True)
    said = running.stop()
    assert SECRET not in said
    assert "/stream/main.m3u" in said


@pytest.fixture
def client(proxy: Proxy) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=proxy.url, verify=proxy.tls or True, timeout=PATIENCE_S) as opened:
        yield opened


def listen(proxy: Proxy, form: str, query: str = "") -> ClientConnection:
    address = proxy.url.replace("http", "ws", 1) + f"ws{query}"
    return connect(address, subprotocols=[Subprotocol(form)], ssl=proxy.tls, open_timeout=PATIENCE_S)


def numbers(heard: ClientConnection, count: int) -> list[int]:
    """Return the numbers of the next chunks."""
    found: list[int] = []
    while len(found) < count:
        message = heard.recv(PATIENCE_S)
        if isinstance(message, bytes):
            assert message[:4] == b"AUR1"
            found.append(struct.unpack_from("<4sIQd", message)[2])
        else:
            told: dict[str, Any] = json.loads(message)
            found += [told["seq"]] if told["type"] == "audio" else []
    return found


@pytest.mark.parametrize("form", ["auralis.json", "auralis.pcm", "auralis.opus"])
def test_a_socket_is_heard_without_a_gap_and_answers(proxy: Proxy, form: str) -> None:
    with listen(proxy, form, f"?token={SECRET}") as heard:
        assert heard.subprotocol == form
        first, *others = numbers(heard, 8)
        assert others == list(range(first + 1, first + 8))
        heard.send('{"type": "control", "bpm": 500}')
        while True:
            message = heard.recv(PATIENCE_S)
            if isinstance(message, str) and json.loads(message)["type"] == "error":
                assert json.loads(message)["field"] == "bpm"
                break


def test_a_stream_flows_and_tells_its_titles(client: httpx.Client) -> None:
    with client.stream("GET", "stream/main.mp3", headers={"Icy-MetaData": "1"}) as heard:
        assert (heard.status_code, heard.headers["content-type"]) == (200, "audio/mpeg")
        assert int(heard.headers["icy-metaint"]) > 0
        size = 0
        for part in heard.iter_raw():
            size += len(part)
            if size > 64_000:
                break


def test_telephones_find_their_segments(client: httpx.Client) -> None:
    playlist = client.get("stream/main/index.m3u8")
    assert playlist.headers["content-type"].startswith("application/vnd.apple.mpegurl")
    segment = next(line for line in playlist.text.splitlines() if line and not line.startswith("#"))
    heard = client.get(urljoin("/stream/main/index.m3u8", segment))
    assert heard.status_code == 200
    assert len(heard.content) > 4_000


def test_playlists_lead_through_the_proxy(client: httpx.Client, proxy: Proxy) -> None:
    playlist = client.get(f"stream/main.m3u?token={SECRET}").text
    assert f"{proxy.url}stream/main.mp3?token={SECRET}" in playlist


def connect_from(proxy: Proxy, origin: str) -> ClientConnection:
    """Open a socket as a page of an origin does, by the proxy's name; `{}` is where the proxy has it."""
    scheme, port = proxy.url.partition(":")[0], proxy.url.rstrip("/").rpartition(":")[2]
    here = f"{HOST}:{port}"
    return connect(
        f"{scheme.replace('http', 'ws')}://{here}/ws",
        origin=Origin(origin.format(f"{scheme}://{here}")),
        ssl=proxy.tls,
        proxy=None,
        address=("127.0.0.1", int(port)),
    )


def test_a_page_under_the_proxys_name_is_the_servers_own(proxy: Proxy) -> None:
    with connect_from(proxy, "{}") as heard:
        assert "hello" in str(heard.recv(PATIENCE_S))
    with pytest.raises(InvalidStatus, match="403"):
        connect_from(proxy, "https://elsewhere.example")


@pytest.mark.parametrize("path", ["", "sound/worklet.js", "style/base.css", "api/status"])
def test_pages_come_with_all_their_headers(client: httpx.Client, server: Running, path: str) -> None:
    named = {"Host": f"{HOST}:{client.base_url.port}"}
    forwarded = {**named, "X-Forwarded-Proto": client.base_url.scheme}
    direct, through = httpx.get(f"{server.url}{path}", headers=forwarded), client.get(path, headers=named)
    its_own = {"date", "server", "connection", "transfer-encoding", "content-length", "keep-alive", "alt-svc"}
    its_own |= {"x-request-id"}
    assert through.status_code == direct.status_code == 200
    assert {k: v for k, v in direct.headers.items() if k not in its_own} == {
        k: v for k, v in through.headers.items() if k not in its_own
    }
    if path != "api/status":
        assert through.content == direct.content
    if not path:
        assert through.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert through.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert "default-src 'self'" in through.headers["Content-Security-Policy"]
        assert ("Strict-Transport-Security" in through.headers) is (client.base_url.scheme == "https")


def test_a_part_of_a_file_and_a_head_are_answered(client: httpx.Client) -> None:
    part = client.get("icons/icon-192.png", headers={"Range": "bytes=0-7"})
    assert (part.status_code, part.content) == (206, b"\x89PNG\r\n\x1a\n")
    assert part.headers["content-range"].startswith("bytes 0-7/")
    for path, kind in (("stream/main.mp3", "audio/mpeg"), ("", "text/html; charset=utf-8")):
        head = client.head(path)
        assert (head.status_code, head.headers["content-type"], head.content) == (200, kind, b"")


def test_who_takes_nothing_holds_nobody_up(proxy: Proxy) -> None:
    host, port = proxy.url.split("//")[1].rstrip("/").split(":")
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.connect((host, int(port)))
    with proxy.tls.wrap_socket(plain, server_hostname=host) if proxy.tls else plain as stalled:
        stalled.sendall(f"GET /stream/main.wav HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        assert stalled.recv(12) == b"HTTP/1.1 200"
        with listen(proxy, "auralis.pcm") as heard:
            first, *others = numbers(heard, 40)
            assert others == list(range(first + 1, first + 40))
        assert not [file for file in (proxy.folder / "temp").rglob("*") if file.is_file()]


@pytest.mark.parametrize(("size", "from_the_server"), [(100_000, True), (1_000_000, False)])
def test_what_is_too_large_is_refused(client: httpx.Client, size: int, from_the_server: bool) -> None:
    told = {"Content-Type": "application/json"}
    refused = client.post("api/v1/control", content=b"[" + b" " * size + b"]", headers=told)
    of_old_caddies = () if from_the_server else (502,)
    assert refused.status_code in (413, *of_old_caddies)
    problem = refused.headers.get("content-type", "").startswith("application/problem+json")
    assert problem is from_the_server
