"""`auralis health`, as an image's health check calls it."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tests.command_line import Said


class Answers(BaseHTTPRequestHandler):
    """Lives, and has no sound yet."""

    def do_GET(self) -> None:  # the name that the library calls
        ready = self.path.endswith("/ready")
        self.send_response(503 if ready else 200)
        self.end_headers()
        self.wfile.write(b'{"status": "healthy"}')

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Keep quiet."""


@pytest.fixture
def port() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield str(server.server_address[1])
        server.shutdown()


def test_a_server_that_answers_is_well(said: Said, port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AURALIS_HOST", "0.0.0.0")  # noqa: S104  # nothing is bound: it is where a server listens
    monkeypatch.setenv("AURALIS_PORT", port)
    status, out, err = said("health")
    assert (status, json.loads(out), err) == (0, {"status": "healthy"}, "")


def test_one_without_sound_is_not_ready(said: Said, port: str) -> None:
    status, out, err = said("health", "--port", port, "--ready")
    assert (status, out) == (1, "")
    assert err == f"auralis: http://127.0.0.1:{port}/api/v1/ready answers 503\n"


def test_none_is_told_in_one_line(said: Said) -> None:
    status, out, err = said("health", "--port", "1", "--host", "::1")
    assert (status, out) == (1, "")
    assert err.startswith("auralis: http://[::1]:1/api/v1/health does not answer")
    assert err.count("\n") == 1
