"""Servers in processes of their own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
_UPGRADE = (
    "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
)


def upgrade(form: str) -> str:
    """Return the request that opens a socket in a wire form."""
    return f"{_UPGRADE}Sec-WebSocket-Protocol: {form}\r\n\r\n"


@contextmanager
def bench_server() -> Iterator[tuple[int, int]]:
    """Run `benchmarks.broadcast.server`; yields its process id and port."""
    with _started("-m", "benchmarks.broadcast.server") as (process, said):
        yield process.pid, int(said)


@contextmanager
def auralis(*words: str, settings: Mapping[str, str] | None = None) -> Iterator[tuple[int, int]]:
    """Run `auralis serve`, with settings of its environment; yields its process id and port."""
    command = ("-u", "-m", "auralis", "serve", "--port", "0", *words)
    with _started(*command, settings=settings) as (process, said):
        yield process.pid, int(said.rstrip("/").rpartition(":")[2])


@contextmanager
def _started(
    *words: str, settings: Mapping[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with (
        tempfile.TemporaryDirectory() as data,
        subprocess.Popen(
            [sys.executable, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
            env={**os.environ, "AURALIS_DATA_DIR": data, **(settings or {})},
        ) as process,
    ):
        assert process.stdout is not None
        try:
            said = process.stdout.readline().strip()
            if not said:
                raise ChildProcessError(f"{' '.join(words)} ended before it said where it serves")
            yield process, said
        finally:
            process.terminate()
            process.communicate(timeout=30)
