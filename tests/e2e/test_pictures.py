"""The page to look at: telephone, tablet, desktop; playing, at night, mixer, piano roll, error.

`AURALIS_WRITE_PICTURES=1` keeps them in docs/images/page, where the README shows them.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

KEPT = Path(__file__).parents[2] / "docs/images/page"
SIZES = {"phone": (390, 844), "tablet": (820, 1180), "desktop": (1440, 900)}


class Picture(NamedTuple):
    name: str
    size: str
    theme: str = "dark"
    panel: str = ""


PICTURES = (
    Picture("desktop", "desktop"),
    Picture("day", "desktop", "light", "panel-tune"),
    Picture("roll", "desktop", panel="panel-score"),
    Picture("mixer", "tablet", panel="panel-mix"),
    Picture("phone", "phone"),
    Picture("night", "phone", "night", "panel-night"),
)


@pytest.fixture(scope="module")
def url(serve_all: Callable[..., str]) -> str:
    return serve_all("--seed", "5", "--preset", "bright", AURALIS_LEAD_MS="1000")


@pytest.fixture
def opened(browser: Browser, url: str) -> Iterator[Callable[[Picture], Page]]:
    contexts = []

    def start(picture: Picture) -> Page:
        width, height = SIZES[picture.size]
        # A still picture leaves this machine's few cores to the sound.
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", service_workers="block"
        )
        contexts.append(context)
        kept = {"auralis_theme": picture.theme, "auralis_panel": picture.panel}
        context.add_init_script(f"for (const [n, v] of Object.entries({kept})) localStorage.setItem(n, v)")
        page = context.new_page()
        page.goto(url)
        return page

    yield start
    for context in contexts:
        context.close()


def taken(page: Page, name: str, folder: Path) -> Any:
    """Keep a picture of the page; return its pixels, 0 to 1, shape (rows, columns, 3)."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.jpg"
    page.screenshot(path=path, type="jpeg", quality=82)
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB")) / 255


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return KEPT if os.environ.get("AURALIS_WRITE_PICTURES") else tmp_path


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_shows_what_plays(
    opened: Callable[[Picture], Page], picture: Picture, folder: Path
) -> None:
    page = opened(picture)
    page.evaluate("auralis.play()")
    expect(page.locator("#status")).to_have_text("Playing live", timeout=30_000)
    expect(page.locator("#chord")).not_to_have_text("–")
    if picture.panel:
        expect(page.locator(f"#{picture.panel}")).to_be_visible()
    page.evaluate("document.fonts.ready")
    page.wait_for_function("() => auralis.player.framePlaying() > 12 * auralis.player.rate", timeout=60_000)
    pixels = taken(page, picture.name, folder)
    width, height = SIZES[picture.size]
    assert pixels.shape == (height, width, 3)
    assert pixels.std() > 0.02
    light = pixels.mean()
    assert {"light": light > 0.5, "dark": 0.02 < light < 0.4, "night": light < 0.1}[picture.theme]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_picture_of_a_station_out_of_reach(opened: Callable[[Picture], Page], folder: Path) -> None:
    page = opened(Picture("error", "phone"))
    expect(page.locator("#chord")).not_to_have_text("–")
    page.context.set_offline(True)
    page.route("**/*", lambda route: route.abort())
    page.evaluate("auralis.session.reopen()")
    expect(page.locator("#status[data-tone=warn]")).to_be_visible()
    assert taken(page, "error", folder).std() > 0.02
