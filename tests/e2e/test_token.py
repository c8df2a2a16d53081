"""The page where listening, or control, needs a token."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.listening import Listening
from tests.e2e.test_access import AXE, RUN_AXE, SMALL_TARGETS, SMALLEST

PATIENCE_MS = 30_000
TOKENS = {
    "AURALIS_LISTEN_TOKEN": "listen-token",
    "AURALIS_CONTROL_TOKEN": "control-token",
    "AURALIS_ADMIN_TOKEN": "admin-token",
}


@pytest.fixture(scope="module")
def url(serve_all: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    data = str(tmp_path_factory.mktemp("data"))
    return serve_all("--seed", "5", AURALIS_LEAD_MS="1000", AURALIS_DATA_DIR=data, **TOKENS)


@pytest.fixture
def visit(browser: Browser) -> Any:
    contexts = []

    def go(address: str, **options: Any) -> Listening:
        contexts.append(browser.new_context(bypass_csp=True, reduced_motion="reduce", **options))
        return Listening(contexts[-1].new_page(), address)

    yield go
    for context in contexts:
        context.close()


def _enter(page: Page, token: str) -> None:
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Enter").click()


def _where(part: Locator) -> tuple[float, float]:
    """Return how far from the top a part of the page is, and how wide."""
    box = part.bounding_box()
    assert box
    return box["y"], box["width"]


def _plays(page: Page) -> None:
    page.evaluate("auralis.play()")
    expect(page.locator("#status")).to_have_text("Playing live", timeout=PATIENCE_MS)


def test_the_page_asks_for_a_token_until_one_fits_and_keeps_it(visit: Any, url: str) -> None:
    page = visit(url).page
    status, field = page.locator("#status"), page.get_by_label("Token")
    expect(status).to_have_text("This station asks for a token.")
    expect(field).to_be_visible()
    page.evaluate(AXE.read_text())
    assert page.evaluate(RUN_AXE) == []
    assert page.evaluate(SMALL_TARGETS) == []
    _enter(page, "something-else")
    expect(status).to_have_text("This token does not fit.")
    _enter(page, "listen-token")
    expect(field).to_be_hidden()
    _plays(page)
    page.reload()
    _plays(page)
    assert page.evaluate("localStorage.getItem('auralis_token')") == "listen-token"
    page.evaluate("auralis.session.change({ bpm: 70 })")
    expect(page.locator("#notice")).to_have_text("Changing this station needs the control token.")
    expect(field).to_be_visible()
    _enter(page, "control-token")
    expect(field).to_be_hidden()
    page.wait_for_function("auralis.session.link === 'open'")
    page.evaluate("auralis.session.change({ bpm: 70 })")
    page.wait_for_function("auralis.session.hello && auralis.session.context.bpm === 70")


def test_the_field_speaks_german_too_and_is_one_line_on_the_smallest_screen(visit: Any, url: str) -> None:
    page = visit(url, locale="de-DE", viewport=SMALLEST).page
    expect(page.locator("#status")).to_have_text("Diese Station verlangt ein Token.")
    enter, field = page.get_by_role("button", name="Eingeben"), page.get_by_label("Token")
    expect(enter).to_be_visible()
    tops, widths = zip(*(_where(part) for part in (field, enter)), strict=True)
    assert max(tops) - min(tops) < 4
    assert widths[0] > 100
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"]


def test_a_link_opens_the_page_and_does_not_stay_in_its_address(visit: Any, url: str) -> None:
    bearing = {"Authorization": "Bearer admin-token"}
    made = httpx.post(f"{url}api/v1/links", json={"seconds": 600}, headers=bearing).json()
    visited = visit(made["page"])
    page = visited.page
    assert "token" not in page.url
    _plays(page)
    page.locator("[aria-controls=panel-elsewhere]").click()
    stream = page.locator("#panel-elsewhere a[href*='main.mp3']").get_attribute("href") or ""
    assert stream.endswith(f"/stream/main.mp3?token={made['token']}")
    with httpx.stream("GET", stream) as answer:
        assert answer.status_code == 200
    picture = page.locator("#panel-elsewhere img")
    expect(picture).to_be_visible()
    page.wait_for_function("document.querySelector('#panel-elsewhere img').naturalWidth > 0")
    page.locator("[aria-controls=panel-keep]").click()
    page.wait_for_load_state("networkidle")
    assert visited.problems == []


def test_a_link_of_yesterday_is_told_from_a_wrong_one(visit: Any, url: str) -> None:
    bearing = {"Authorization": "Bearer admin-token"}
    made = httpx.post(f"{url}api/v1/links", json={"seconds": 1}, headers=bearing).json()
    while httpx.get(f"{url}api/v1/status?token={made['token']}").status_code == 200:
        pass
    page = visit(made["page"]).page
    expect(page.locator("#status")).to_have_text("This link has expired. Ask for a new one.")


def test_an_open_station_shows_no_token_in_its_addresses(visit: Any, serve: Callable[..., str]) -> None:
    only_control = {name: token for name, token in TOKENS.items() if "CONTROL" in name}
    page = visit(f"{serve('--seed', '5', **only_control)}?token=control-token").page
    _plays(page)
    page.evaluate("auralis.session.change({ bpm: 70 })")
    page.wait_for_function("auralis.session.context.bpm === 70")
    page.locator("[aria-controls=panel-elsewhere]").click()
    assert "token" not in page.locator("#panel-elsewhere").inner_html()
