"""A real server and a real browser."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.chromium import chromium
from tests.e2e.listening import Listening

BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=document-user-activation-required",
]
PATIENCE_MS = 30_000
"""As long as Playwright waits for a function."""


class Servers:
    """Servers by the command line; each call starts one and returns the address that it printed.

    Each has a data folder of its own, unless it is given one.
    """

    def __init__(self, cache_home: Path, data: Path) -> None:
        self.processes: dict[str, subprocess.Popen[str]] = {}
        self._cache_home = cache_home
        self._data = data

    def __call__(self, *words: str, **variables: str) -> str:
        environment = {
            **os.environ,
            "XDG_CACHE_HOME": str(self._cache_home),
            "PYTHONUNBUFFERED": "1",
            "AURALIS_DATA_DIR": tempfile.mkdtemp(dir=self._data),
            **variables,
        }
        command = [sys.executable, "-m", "auralis", "serve", "--port", "0", *words]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        said = server.stdout.readline()
        self.processes[said.split()[-1] if said else str(server.pid)] = server
        assert said.startswith("Auralis plays at http://"), said
        return said.split()[-1]

    def stop(self, address: str) -> None:
        """Have one leave, which it must do in good order."""
        server = self.processes.pop(address)
        server.terminate()
        server.communicate(timeout=30)
        assert server.returncode == 0


@pytest.fixture
def serve(cache_home: Path) -> Iterator[Servers]:
    """Start servers by the command line; each call returns the address that it printed."""
    with servers(cache_home) as start:
        yield start


@pytest.fixture(scope="module")
def serve_all(cache_home: Path) -> Iterator[Servers]:
    """Start servers that all tests of a module share."""
    with servers(cache_home) as start:
        yield start


@contextmanager
def servers(cache_home: Path) -> Iterator[Servers]:
    """Give what starts a server; in the end each must leave in good order."""
    with tempfile.TemporaryDirectory() as data:
        running = Servers(cache_home, Path(data))
        try:
            yield running
        finally:
            for address in list(running.processes):
                running.stop(address)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium, without a window; its driver keeps an event loop running in this thread."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_FLAGS)
        yield started
        started.close()


@pytest.fixture
def listening(browser: Browser, serve: Callable[..., str]) -> Iterator[Callable[..., Listening]]:
    """Open pages, each on a server of its own."""
    contexts = []

    def start(*words: str, recorded: bool = True, query: str = "") -> Listening:
        # The recorder comes from a blob, which the page's own policy would not let in.
        # A still picture leaves this machine's few cores to the sound.
        contexts.append(browser.new_context(bypass_csp=recorded, reduced_motion="reduce"))
        return Listening(contexts[-1].new_page(), serve(*words, AURALIS_LEAD_MS="1000") + query)

    yield start
    for context in contexts:
        context.close()
