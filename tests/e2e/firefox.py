"""Debian's Firefox, driven by its own WebDriver BiDi: no driver program, no download."""

import json
import os
import shutil
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import pytest
from websockets.sync.client import ClientConnection, connect

PATIENCE_S = 30.0

PREFERENCES = {
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "en-GB",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "ui.prefersReducedMotion": 1,
}


class Firefox:
    """A browser without a window and one connection to it; no page that it opens knows of another."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._said = 0
        self._files: dict[str, str] = {}
        self.problems: list[str] = []
        """What pages said on their consoles as errors."""
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])

    def ask(self, method: str, **wanted: object) -> dict[str, Any]:
        """Give a command and return its result; what happens meanwhile is taken note of."""
        number = self._send(method, **wanted)
        while True:
            told = json.loads(self._socket.recv(PATIENCE_S))
            if told.get("id") == number:
                assert told["type"] == "success", told
                return dict(told["result"])
            if told["type"] == "event":
                self._note(told["method"], told["params"])

    def serve(self, address: str, script: str) -> None:
        """Answer requests for an address with a script, as if the page's server had it."""
        self._files[address] = script
        pattern = {"type": "string", "pattern": address}
        self.ask("network.addIntercept", phases=["beforeRequestSent"], urlPatterns=[pattern])

    def open(self, url: str, before: str = "") -> "FirefoxPage":
        """Open a page as a visitor who was never here; a script may run before the page's own."""
        visitor = self.ask("browser.createUserContext")["userContext"]
        if before:
            function = f"() => {{ {before} }}"
            self.ask("script.addPreloadScript", functionDeclaration=function, userContexts=[visitor])
        tab = self.ask("browsingContext.create", type="tab", userContext=visitor)["context"]
        page = FirefoxPage(self, tab, visitor)
        self.ask("browsingContext.activate", context=tab)
        self.ask("browsingContext.navigate", context=tab, url=url, wait="complete")
        return page

    def _send(self, method: str, **wanted: object) -> int:
        self._said += 1
        self._socket.send(json.dumps({"id": self._said, "method": method, "params": wanted}))
        return self._said

    def _note(self, event: str, told: dict[str, Any]) -> None:
        if event == "log.entryAdded" and told["level"] == "error":
            self.problems.append(told["text"])
        elif event == "network.beforeRequestSent" and told["isBlocked"]:
            self._answer(told["request"])

    def _answer(self, request: dict[str, Any]) -> None:
        headers = {"Content-Type": "text/javascript", "Cross-Origin-Resource-Policy": "same-origin"}
        self._send(
            "network.provideResponse",
            request=request["request"],
            statusCode=200,
            reasonPhrase="OK",
            headers=[{"name": n, "value": {"type": "string", "value": v}} for n, v in headers.items()],
            body={"type": "base64", "value": b64encode(self._files[request["url"]].encode()).decode()},
        )


class FirefoxPage:
    """One open page: looked at by JavaScript, touched as by hand."""

    def __init__(self, browser: Firefox, tab: str, visitor: str) -> None:
        self._browser = browser
        self._tab = tab
        self._visitor = visitor

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.ask("browser.removeUserContext", userContext=self._visitor)

    def evaluate(self, expression: str, *given: object) -> Any:
        """Return what an expression becomes; one that is a function is called with what is given."""
        words = ", ".join(json.dumps(value) for value in given)
        asked = f"Promise.resolve(({expression})({words}))" if given else f"Promise.resolve({expression})"
        done = self._browser.ask(
            "script.evaluate",
            expression=f"{asked}.then((value) => JSON.stringify(value) ?? 'null')",
            target={"context": self._tab},
            awaitPromise=True,
        )
        assert done["type"] == "success", done["exceptionDetails"]["text"]
        return json.loads(done["result"]["value"])

    def until(self, condition: str, seconds: float = PATIENCE_S) -> None:
        """Wait until an expression holds."""
        end = time.monotonic() + seconds
        while not self.evaluate(f"Boolean({condition})"):
            assert time.monotonic() < end, f"{condition}; the page says: {self.text('#status')}"
            time.sleep(0.1)

    def result(self, function: str, *given: object) -> Any:
        """Return what an asynchronous function comes to, which may take long."""
        words = ", ".join(json.dumps(value) for value in given)
        self.evaluate(f"""void (window.result = {{ done: false }},
          ({function})({words}).then((value) => ({{ value }}), (error) => ({{ error: String(error) }}))
            .then((found) => Object.assign(window.result, found, {{ done: true }})))""")
        self.until("window.result.done")
        found = self.evaluate("window.result")
        assert "error" not in found, found
        return found.get("value")

    def text(self, selector: str) -> str:
        """Return what an element says."""
        return str(self.evaluate(f"document.querySelector({json.dumps(selector)}).textContent")).strip()

    def press(self, name: str) -> None:
        """Press, by the mouse, the button that has this name for those who cannot see it."""
        found = self._browser.ask(
            "browsingContext.locateNodes",
            context=self._tab,
            locator={"type": "accessibility", "value": {"role": "button", "name": name}},
        )["nodes"]
        assert len(found) == 1, (name, found)
        middle = {"type": "pointerMove", "x": 0, "y": 0}
        middle["origin"] = {"type": "element", "element": {"sharedId": found[0]["sharedId"]}}
        press = [middle, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        hand = {"type": "pointer", "id": "mouse", "actions": press}
        self._browser.ask("input.performActions", context=self._tab, actions=[hand])

    def type(self, key: str) -> None:
        """Press and let go a key."""
        strokes = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        hand = {"type": "key", "id": "keys", "actions": strokes}
        self._browser.ask("input.performActions", context=self._tab, actions=[hand])

    def reload(self) -> None:
        self._browser.ask("browsingContext.reload", context=self._tab, wait="complete")


@contextmanager
def firefox(sound_card: bool = True) -> Iterator[Firefox]:
    """Start the browser without a window, on a machine that has a sound card or has none.

    The card is Firefox's own for tests, whose clock runs a few percent slow.
    """
    program = needed("firefox-esr", "firefox")
    with TemporaryDirectory(prefix="auralis-firefox-", ignore_cleanup_errors=True) as folder:
        card = {"media.cubeb.force_mock_context": sound_card}
        lines = [f"user_pref({json.dumps(n)}, {json.dumps(v)});" for n, v in (PREFERENCES | card).items()]
        (Path(folder) / "user.js").write_text("\n".join(lines))
        command = [program, "--headless", "--no-remote", "--profile", folder, "--remote-debugging-port", "0"]
        home = {**os.environ, "HOME": folder, "PULSE_SERVER": "unix:/nowhere"}
        quiet = subprocess.DEVNULL
        browser = subprocess.Popen(command, env=home, stdout=quiet, stderr=quiet)
        try:
            with connect(address_of(browser, Path(folder)), max_size=None, proxy=None) as socket:
                yield Firefox(socket)
        finally:
            browser.terminate()
            browser.wait(PATIENCE_S)


def address_of(browser: subprocess.Popen[bytes], profile: Path) -> str:
    """Return where it listens, which it leaves in its profile."""
    note = profile / "WebDriverBiDiServer.json"
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and browser.poll() is None:
        with suppress(FileNotFoundError, json.JSONDecodeError):
            told = json.loads(note.read_text())
            return f"ws://{told['ws_host']}:{told['ws_port']}/session"
        time.sleep(0.05)
    pytest.fail("Firefox does not listen")


def needed(*names: str) -> str:
    """Return where a program is, the first of its names that is there."""
    for name in names:
        if path := shutil.which(name):
            return path
    pytest.fail(f"{names[0]} is missing: scripts/test-tools installs it")
