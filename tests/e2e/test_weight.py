"""What the page costs to load, where it asks, and what its policy lets in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest
from playwright.sync_api import Browser, Page, Response, expect

import auralis.web

MOST_BYTES: Final = 150_000
NOT_THE_PAGE: Final = ("api/", "stream/", "ws")
WEB: Final = Path(auralis.web.__file__).parent


class Loading:
    """A page, playing, with each panel opened once, and what came for it."""

    def __init__(self, page: Page, url: str) -> None:
        self.asked: list[str] = []
        self.answers: list[Response] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("response", self._take)
        page.goto(url)
        page.evaluate("auralis.play()")
        expect(page.locator("#status")).to_have_text("Playing live", timeout=30_000)
        for tab in page.locator("#panels button").all():
            tab.click()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.wait_for_load_state("networkidle")

    def _take(self, answer: Response) -> None:
        self.answers.append(answer)

    def bytes_of(self, url: str) -> dict[str, int]:
        """Return the bytes that each file of the page has on the line, also those that only worklets load."""
        asked = {answer.url for answer in self.answers if answer.url.startswith(url)}
        scripts = {
            url + str(path.relative_to(WEB)) for path in WEB.rglob("*.js") if path.parent.name != "words"
        }
        return {
            address: transferred(address)
            for address in sorted(asked | scripts)
            if not address.removeprefix(url).startswith(NOT_THE_PAGE)
        }


def transferred(address: str) -> int:
    """Return the length of an answer's body as a browser has it sent, compressed if the server does so."""
    with httpx.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200, address
        return sum(len(part) for part in answer.iter_raw())


@pytest.fixture(scope="module")
def url(serve_all: Callable[..., str]) -> str:
    return serve_all("--seed", "5")


@pytest.fixture(scope="module")
def loading(browser: Browser, url: str) -> Iterator[Loading]:
    context = browser.new_context(reduced_motion="reduce", service_workers="block")
    yield Loading(context.new_page(), url)
    context.close()


def test_the_page_weighs_less_than_150_kb(loading: Loading, url: str) -> None:
    sizes = loading.bytes_of(url)
    assert len(sizes) > 20
    heaviest = sorted(sizes.items(), key=lambda item: -item[1])[:12]
    assert sum(sizes.values()) < MOST_BYTES, (sum(sizes.values()), heaviest)


def test_every_request_stays_with_its_own_server(loading: Loading, url: str) -> None:
    own = (url, url.replace("http", "ws"), "data:", f"blob:{url}")
    assert len(loading.asked) > 20
    assert [address for address in loading.asked if not address.startswith(own)] == []


def test_every_request_is_answered(loading: Loading) -> None:
    assert [(answer.url, answer.status) for answer in loading.answers if answer.status >= 400] == []


def test_the_policy_lets_in_only_files_of_its_own(loading: Loading, url: str) -> None:
    page = next(answer for answer in loading.answers if answer.url == url)
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["cross-origin-opener-policy"] == "same-origin"
    assert "<script>" not in page.text()
    assert "style=" not in page.text()
    assert "<style" not in page.text()
