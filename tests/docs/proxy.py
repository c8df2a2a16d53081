"""A real nginx on loopback with the configuration that a page shows."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from websockets.sync.client import connect

LISTENS = "127.0.0.1:8080"
"""Where the documents have nginx listen."""
_PATIENCE_S = 20
_FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def proxied(served: str, folder: Path) -> Iterator[str]:
    """Serve what a page shows at a free port, and give it; streams and sockets must get through."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert program, "nginx is missing: scripts/test-tools installs it"
    with socket.create_server(("127.0.0.1", 0)) as free:
        here = f"127.0.0.1:{free.getsockname()[1]}"
    paths = " ".join(f"{name}_temp_path {folder}/{name};" for name in _FOLDERS)
    head = f"pid {folder}/nginx.pid; events {{}}\nhttp {{ access_log off; {paths}\n"
    (folder / "nginx.conf").write_text(f"{head}{served.replace(LISTENS, here)}}}\n")
    command = [program, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
    subprocess.run(command, check=True, timeout=_PATIENCE_S)
    try:
        _hear(here)
        yield here
    finally:
        subprocess.run([*command, "-s", "stop"], check=True, timeout=_PATIENCE_S)


def _hear(here: str) -> None:
    with httpx.stream("GET", f"http://{here}/stream/main.mp3", timeout=_PATIENCE_S) as stream:
        assert len(next(stream.iter_bytes(10_000))) == 10_000
    with connect(f"ws://{here}/ws", compression=None) as line:
        assert "hello" in str(line.recv(_PATIENCE_S))
    assert f"http://{here}/stream/main.mp3" in httpx.get(f"http://{here}/stream/main.m3u").text
