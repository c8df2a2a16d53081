"""The site as a reader meets it: every link leads somewhere, and nothing is fetched from elsewhere."""

import http.server
import re
import subprocess
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from documentation.building import build
from documentation.staging import GENERATED
from playwright.sync_api import Browser

from tests.docs.desk import ROOT

DIAGRAMS = "architecture.html"


class Reading(HTMLParser):
    """What an HTML page leads to, what it loads, and the places in it that can be led to."""

    _LOADED = frozenset({"script", "img", "iframe", "source", "audio", "video"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.places |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link" and given.get("rel") not in ("canonical", "prev", "next"):
            self.loaded.append(given["href"])
        if tag in self._LOADED and "src" in given:
            self.loaded.append(given["src"])


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build(folder / "site", folder / "staged")
    return folder / "site"


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Reading]:
    found = {str(p.relative_to(site)): Reading(p.read_text(encoding="utf-8")) for p in site.rglob("*.html")}
    del found["404.html"]
    return found


def test_every_internal_link_leads_to_a_page_and_a_place(site: Path, pages: dict[str, Reading]) -> None:
    broken = []
    for name, page in pages.items():
        for link in page.links:
            if re.match(r"(https?|mailto):", link):
                continue
            path, place = urldefrag(unquote(urljoin(f"/{name}", link)))
            reached = path.lstrip("/") or "index.html"
            there = (site / reached).is_file()
            if not there or (place and reached in pages and place not in pages[reached].places):
                broken.append((name, link))
    assert not broken
    assert sum(len(page.links) for page in pages.values()) > 1000


def test_what_a_page_loads_lies_in_the_site(site: Path, pages: dict[str, Reading]) -> None:
    for name, page in pages.items():
        for loaded in page.loaded:
            assert not re.match(r"(https?:)?//", loaded), (name, loaded)
            assert (site / urldefrag(urljoin(f"/{name}", loaded))[0].lstrip("/")).is_file(), (name, loaded)
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", sheet.read_text(encoding="utf-8")), sheet


def test_every_page_that_is_made_or_written_can_be_found(pages: dict[str, Reading]) -> None:
    reached = {urldefrag(urljoin(f"/{n}", link))[0].lstrip("/") for n, p in pages.items() for link in p.links}
    assert set(pages) <= reached | {"index.html"}
    assert {name.replace(".md", ".html") for name in GENERATED} <= set(pages)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_diagrams_are_drawn_and_nothing_is_asked_of_others(
    browser: Browser,
    served: str,
    scheme: str,
) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": 390, "height": 844})
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(served + DIAGRAMS)
    page.wait_for_function("!document.querySelector('pre.mermaid')")
    heights = page.evaluate("[...document.querySelectorAll('div.mermaid')].map((e) => e.offsetHeight)")
    written = len(re.findall(r"^```mermaid", (ROOT / "docs/architecture.md").read_text(), re.MULTILINE))
    assert len(heights) == written
    assert min(heights) > 40
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not wrong
    assert all(url.startswith((served, "data:", "blob:")) for url in asked), asked
    page.close()


def test_search_finds_a_setting_from_the_disk_as_well(browser: Browser, site: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("Control+k")
    page.keyboard.type("AURALIS_LEAD_MS")
    page.wait_for_selector("a[href*='settings.html']:visible")
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked), asked
    page.close()


@pytest.mark.parametrize("link", ["[nowhere](nothing.md)", "[nowhere](glossary.md#no-such-place)"])
def test_a_broken_link_fails_the_build(link: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documentation.building.stage", partial(_with_link, link))
    with pytest.raises(subprocess.CalledProcessError):
        build(tmp_path / "site", tmp_path / "staged")


def _with_link(link: str, _root: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "index.md").write_text(f"# Home\n\n{link}\n")
    (folder / "glossary.md").write_text("# Glossary\n")
