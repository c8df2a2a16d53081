"""What the page says, and offers, when something is wrong."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.chromium import chromium
from tests.e2e.listening import Listening

PATIENCE_MS = 30_000
# What is said first once the line stands; asked without the gesture that a driver's own questions count as.
FIRST_CALM_WORD = """new Promise((done) => {
  const status = document.getElementById("status");
  const look = () => {
    if (auralis.session.link === "open" && status.textContent !== "Tuning in") done(status.textContent);
  };
  new MutationObserver(look).observe(status, { childList: true });
  look();
})"""
OWN_STATION = """async () => {
  const answer = await fetch("/api/v1/stations", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ seed: 7 }),
  });
  return (await answer.json()).name;
}"""

Visit = Callable[..., Listening]


@pytest.fixture(scope="module")
def url(serve_all: Callable[..., str]) -> str:
    return serve_all("--seed", "5", AURALIS_LEAD_MS="1000")


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open the page, each time in a browser that knows nothing; a script may run before it."""
    contexts = []

    def start(url: str, before: str = "") -> Listening:
        contexts.append(browser.new_context(reduced_motion="reduce", locale="en-GB"))
        page = contexts[-1].new_page()
        if before:
            page.add_init_script(before)
        return Listening(page, url)

    yield start
    for context in contexts:
        context.close()


def says(page: Page, sentence: str) -> None:
    expect(page.locator("#status")).to_have_text(sentence, timeout=PATIENCE_MS)


def is_well(page: Page) -> None:
    """Wait until the line stands; a driver that looks at the page may let it start by itself."""
    well = re.compile(r"Press Play to listen\.|Playing live")
    expect(page.locator("#status")).to_have_text(well, timeout=PATIENCE_MS)


def play(page: Page) -> None:
    page.evaluate("auralis.play()")
    says(page, "Playing live")


def take(page: Page, way: str) -> None:
    page.get_by_role("button", name=way).click()


@contextmanager
def server(cache_home: Path, port: int) -> Iterator[str]:
    """Run a server of its own, which may go."""
    with tempfile.TemporaryDirectory() as data:
        folders = {"XDG_CACHE_HOME": str(cache_home), "AURALIS_DATA_DIR": data}
        environment = {**os.environ, **folders, "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "auralis", "serve", "--port", str(port), "--seed", "5"]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[-1]
        finally:
            process.kill()
            process.communicate()


def test_a_browser_that_waits_for_a_tap_is_no_fault(visit: Visit, url: str) -> None:
    page = visit(url)
    looking = page.page.context.new_cdp_session(page.page)
    asked = {"expression": FIRST_CALM_WORD, "awaitPromise": True, "returnByValue": True}
    assert looking.send("Runtime.evaluate", asked)["result"]["value"] == "Press Play to listen."
    expect(page.page.locator("#way-on")).to_be_hidden()
    play(page.page)
    assert page.problems == []


def test_a_server_that_is_gone_is_found_again(visit: Visit, cache_home: Path) -> None:
    with server(cache_home, 0) as url:
        page = visit(url).page
        is_well(page)
    says(page, "The station is out of reach. Trying to find it again.")
    assert page.locator("#status").get_attribute("data-tone") == "warn"
    expect(page.locator("#play")).to_be_enabled()
    port = urlsplit(url).port
    assert port
    with server(cache_home, port):
        try_now = page.get_by_role("button", name="Try now")
        expect(try_now.or_(page.locator("#status[data-tone=calm]"))).to_be_visible()
        if try_now.is_visible():
            try_now.click()
        is_well(page)
        expect(page.locator("#way-on")).to_be_hidden()


def test_an_unknown_station_is_told_and_the_shared_one_offered(visit: Visit, url: str) -> None:
    page = visit(url)
    is_well(page.page)
    page.page.evaluate("auralis.session.visit({ station: 'nowhere' })")
    says(page.page, "There is no station of this name.")
    take(page.page, "Go to the shared station")
    is_well(page.page)
    assert page.page.evaluate("auralis.session.place.station") == "main"
    assert page.problems == []


def test_a_wish_that_cannot_be_is_told(visit: Visit, url: str) -> None:
    page = visit(url)
    is_well(page.page)
    page.page.evaluate("auralis.session.visit({ station: '', wish: { bpm: 9999 } })")
    says(page.page, "A station like this cannot be opened.")
    take(page.page, "Go to the shared station")
    is_well(page.page)
    assert page.problems == []


def test_a_wrong_token_listens_and_is_told_that_it_cannot_change(visit: Visit, url: str) -> None:
    page = visit(url)
    is_well(page.page)
    name = page.page.evaluate(OWN_STATION)
    page.page.evaluate("name => auralis.session.visit({ station: name, token: 'wrong' })", name)
    is_well(page.page)
    page.page.evaluate("auralis.session.change({ bpm: 44 })")
    expect(page.page.locator("#notice")).not_to_be_empty()
    page.page.wait_for_function("() => auralis.session.link === 'open'")
    is_well(page.page)
    assert page.problems == []


def test_a_full_station_is_told_and_tried_again(visit: Visit, serve: Callable[..., str]) -> None:
    url = serve("--seed", "5", AURALIS_MAX_CLIENTS="1")
    first, second = visit(url), visit(url)
    is_well(first.page)
    says(second.page, "The station is full at the moment. Trying again soon.")
    first.page.goto("about:blank")
    is_well(second.page)
    assert second.problems == []


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("WebSocket", "This browser cannot hold a line to the station."),
        ("AudioWorkletNode", "This browser cannot play sound on a page."),
        ("AudioContext", "This browser cannot play sound on a page."),
    ],
)
def test_an_old_browser_is_told_what_it_lacks(visit: Visit, url: str, missing: str, sentence: str) -> None:
    page = visit(url, f"delete window.{missing}")
    says(page.page, sentence)
    page.page.locator("#play").click()
    says(page.page, sentence)
    with page.page.expect_request("**/stream/main.mp3"):
        take(page.page, "Play the plain stream")
    assert page.problems == []


def test_a_page_without_https_says_why_it_is_silent(browser: Browser, url: str) -> None:
    rules = "--host-resolver-rules=MAP radio.example 127.0.0.1"
    other = browser.browser_type.launch(executable_path=chromium(), args=["--no-sandbox", rules])
    page = other.new_page(locale="en-GB")
    page.goto(url.replace("127.0.0.1", "radio.example"))
    says(page, "Browsers play sound on a page only over https, or from the same machine.")
    expect(page.get_by_role("button", name="Play the plain stream")).to_be_visible()
    other.close()


def test_a_device_that_is_offline_is_told_from_a_station_that_is_gone(visit: Visit, url: str) -> None:
    page = visit(url).page
    is_well(page)
    page.context.set_offline(True)
    page.evaluate("auralis.session.reopen()")
    says(page, "This device is offline. The music goes on as soon as it is back.")
    page.context.set_offline(False)
    is_well(page)


def test_sound_that_the_device_stopped_is_let_out_again(visit: Visit, url: str) -> None:
    page = visit(url)
    play(page.page)
    page.page.evaluate("auralis.player.context.suspend()")
    page.page.wait_for_function("() => auralis.player.context.state === 'running'")
    says(page.page, "Playing live")
    assert page.problems == []


def test_what_the_station_tells_is_said_in_a_plain_sentence(visit: Visit, url: str) -> None:
    page = visit(url).page
    is_well(page)
    tell = "said => auralis.session.onRefusal.emit({ type: 'error', message: 'why', ...said })"
    page.evaluate(tell, {"code": "BUFFER_UNDERRUN", "severity": "warning"})
    expect(page.get_by_role("alert")).to_have_text(
        "The station fell behind for a moment. A short silence, and it goes on."
    )
    page.evaluate(tell, {"code": "BUFFER_OVERRUN", "severity": "info", "count": 15})
    expect(page.locator("#remark")).to_have_text("The line was too slow for a moment: 1.5 s were left out.")
    page.evaluate(tell, {"code": "UNHEARD_OF"})
    expect(page.get_by_role("alert")).to_have_text("The station says: why")


def test_a_storage_full_of_garbage_is_passed_over(visit: Visit, url: str) -> None:
    names = ["volume", "preset", "presets", "key", "mode", "bpm", "intensity", "station", "codec", "theme"]
    names += ["language", "panel", "announce", "keys", "background", "wake_lock", "brightness", "space"]
    for text in ["{", "null", '{"a":[1,{}]}']:
        fill = "; ".join(f"localStorage.setItem('auralis_{name}', {text!r})" for name in names)
        page = visit(url, fill)
        is_well(page.page)
        play(page.page)
        assert page.page.evaluate("auralis.player.volume") == 1
        assert page.problems == []


def test_a_browser_that_keeps_nothing_plays_all_the_same(visit: Visit, url: str) -> None:
    forbid = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })"
    page = visit(url, forbid)
    play(page.page)
    page.page.keyboard.press("h")
    expect(page.page.get_by_role("meter")).to_be_visible()
    assert page.problems == []
