"""A real server and a real browser."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=document-user-activation-required",
]


@pytest.fixture
def serve(cache_home: Path) -> Iterator[Callable[..., str]]:
    """Start servers by the command line; each call returns the address that it printed."""
    with servers(cache_home) as start:
        yield start


@pytest.fixture(scope="module")
def serve_all(cache_home: Path) -> Iterator[Callable[..., str]]:
    """Start servers that all tests of a module share."""
    with servers(cache_home) as start:
        yield start


@contextmanager
def servers(cache_home: Path) -> Iterator[Callable[..., str]]:
    """Give what starts a server; in the end each must leave in good order."""
    running = []

    def start(*words: str, **variables: str) -> str:
        environment = {**os.environ, "XDG_CACHE_HOME": str(cache_home), "PYTHONUNBUFFERED": "1", **variables}
        command = [sys.executable, "-m", "auralis", "serve", "--port", "0", *words]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        running.append(server)
        assert server.stdout is not None
        said = server.stdout.readline()
        assert said.startswith("Auralis plays at http://"), said
        return said.split()[-1]

    yield start
    for server in running:
        server.terminate()
        server.communicate(timeout=30)
        assert server.returncode == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium, without a window; its driver keeps an event loop running in this thread."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("chromium is missing: scripts/test-tools installs it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield chromium
        chromium.close()
