"""The picture of the music in a real browser: it moves with what plays, rests where it should, tells why."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.listening import Listening

PATIENCE_MS = 20_000

# Only the picture is looked at; what lies over it is hidden, and keeps its place.
BARE = """() => {
  for (const part of document.querySelectorAll("header, main")) part.style.visibility = "hidden";
}"""

# A screenshot, decoded by a browser that is there anyway; small, as only light and colour count.
PIXELS = """async (png) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(72, 48);
  const c = canvas.getContext("2d");
  c.drawImage(image, 0, 0, 72, 48);
  return [...c.getImageData(0, 0, 72, 48).data];
}"""

# Whether the roll becomes another within so many of the browser's pictures.
REDRAWN = """(most) => new Promise((done) => {
  const roll = document.querySelector(".roll");
  const first = roll.toDataURL();
  const look = (left) => {
    if (left === 0 || roll.toDataURL() !== first) done(left > 0);
    else requestAnimationFrame(() => look(left - 1));
  };
  requestAnimationFrame(() => look(most));
})"""

WITHOUT_WEBGL = """{
  const given = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind === "webgl2" ? null : given.call(this, kind, ...more);
  };
}"""

MOST_SCRIPT_MS = 10.0
SETTLING_FRAMES = 4
MEASURED_FRAMES = 20

# Let so many frames pass, and count them.
FRAMES = """(wanted) => new Promise((done) => {
  let seen = 0;
  const next = () => (++seen < wanted ? requestAnimationFrame(next) : done(seen));
  requestAnimationFrame(next);
})"""


class Watching(Listening):
    """A page, and an empty one beside it that reads its screenshots."""

    def __init__(self, page: Page, url: str) -> None:
        self._reader = page.context.new_page()
        super().__init__(page, url)
        expect(page.locator("#chord")).not_to_have_text("–", timeout=PATIENCE_MS)

    def picture(self) -> np.ndarray:
        """Return the picture behind the page, (48, 72, 3), 0 to 1."""
        self.page.evaluate(BARE)
        png = base64.b64encode(self.page.screenshot()).decode()
        return np.array(self._reader.evaluate(PIXELS, png)).reshape(48, 72, 4)[..., :3] / 255

    @property
    def updates(self) -> list[dict[str, Any]]:
        return [m for m in self.told if m["type"] == "generation_update"]


@pytest.fixture(scope="module")
def url(serve_all: Callable[..., str]) -> str:
    return serve_all("--preset", "bright", "--seed", "5")


@pytest.fixture
def watching(browser: Browser, url: str) -> Iterator[Callable[..., Watching]]:
    contexts = []

    def start(theme: str = "dark", still: bool = True, script: str = "") -> Watching:
        options: dict[str, Any] = {"reduced_motion": "reduce" if still else "no-preference"}
        contexts.append(browser.new_context(viewport={"width": 480, "height": 320}, **options))
        contexts[-1].add_init_script(f"localStorage.setItem('auralis_theme', '{theme}');{script}")
        return Watching(contexts[-1].new_page(), url)

    yield start
    for context in contexts:
        context.close()


def colourful(picture: np.ndarray) -> bool:
    """Return whether there is something to see: light and dark, and more than grey."""
    return bool(picture.mean(axis=2).std() > 0.01 and np.ptp(picture, axis=2).max() > 0.05)


@pytest.mark.parametrize("script", ["", WITHOUT_WEBGL], ids=["webgl", "without"])
def test_the_picture_moves_with_the_music(watching: Callable[..., Watching], script: str) -> None:
    page = watching(still=False, script=script)
    before = page.picture()
    assert colourful(before)
    for _ in range(20):
        after = page.picture()
        if np.abs(after - before).max() > 0.02:
            break
    else:
        pytest.fail("the picture stands still")
    assert page.problems == []
    assert page.page.evaluate("!document.createElement('canvas').getContext('webgl2')") == bool(script)


def test_a_still_picture_changes_with_the_chord_alone(watching: Callable[..., Watching]) -> None:
    page = watching()
    chord = page.page.locator("#chord")
    for _ in range(3):
        before = (str(chord.text_content()), len(page.updates))
        first, second = page.picture(), page.picture()
        if (chord.text_content(), len(page.updates)) == before:
            assert colourful(first)
            assert np.array_equal(first, second)
            break
    else:
        pytest.fail("the chord changed at each look")
    expect(chord).not_to_have_text(before[0], timeout=PATIENCE_MS)
    assert np.abs(page.picture() - second).max() > 0.02
    assert page.problems == []


def test_each_light_of_the_page_has_its_picture(watching: Callable[..., Watching]) -> None:
    light = {theme: watching(theme).picture().mean() for theme in ("night", "dark", "light")}
    assert light["night"] < 0.06 < light["dark"] < 0.35
    assert light["light"] > 0.7


def test_there_is_a_calm_sky_before_anything_is_told(browser: Browser, url: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.route_web_socket("**/ws*", lambda _: None)
    page.goto(url)
    page.evaluate(BARE)
    reader = context.new_page()
    png = base64.b64encode(page.screenshot()).decode()
    assert colourful(np.array(reader.evaluate(PIXELS, png)).reshape(48, 72, 4)[..., :3] / 255)
    context.close()


def test_the_panel_tells_the_chords_and_their_reasons(watching: Callable[..., Watching]) -> None:
    page = watching()
    panel = page.page.locator("#panel-score")
    page.page.get_by_role("button", name="Score").click()
    expect(panel.get_by_role("img", name="Piano roll")).to_be_visible()
    current = panel.locator("[aria-current=true]")
    expect(current).to_have_count(1)
    expect(current.locator("strong")).to_have_text(page.page.locator("#chord").inner_text())
    rows = panel.locator(".chords li").all()
    assert len(rows) > 2
    shown = [tuple(row.locator(part).inner_text() for part in ("strong", "span", "p")) for row in rows]
    told = {(c["symbol"], c["roman"], c["reason"]) for m in page.updates for c in m["chords"]}
    assert set(shown) <= told
    assert panel.locator(".phrase-reason").inner_text() in [m["phrase_reason"] for m in page.updates]
    expect(panel.get_by_role("list", name="Layers").get_by_role("listitem")).to_have_count(7)
    assert page.problems == []


def test_the_roll_is_drawn_while_its_panel_is_open(watching: Callable[..., Watching]) -> None:
    page = watching(still=False)
    page.page.get_by_role("button", name="Score").click()
    roll = page.page.locator(".roll")
    roll.scroll_into_view_if_needed()
    assert page.page.evaluate(REDRAWN, 600)
    page.page.get_by_role("button", name="Score").click()
    expect(roll).to_be_hidden()
    page.page.evaluate(REDRAWN, 2)
    assert not page.page.evaluate(REDRAWN, 8)
    assert page.problems == []


def test_a_frame_of_the_living_picture_leaves_most_of_its_time_to_the_browser(
    browser: Browser, url: str
) -> None:
    """Processor time, so that a busy machine counts for nothing: 60 frames a second allow 16.7 ms each."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="no-preference")
    page = Watching(context.new_page(), url)
    page.page.get_by_role("button", name="Score").click()
    expect(page.page.locator(".roll")).to_be_visible()
    meter = context.new_cdp_session(page.page)
    meter.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        metrics = meter.send("Performance.getMetrics")["metrics"]
        return float(next(m["value"] for m in metrics if m["name"] == "ScriptDuration"))

    page.page.evaluate(FRAMES, SETTLING_FRAMES)
    before = spent()
    frames = page.page.evaluate(FRAMES, MEASURED_FRAMES)
    ms = 1000 * (spent() - before) / frames
    context.close()
    assert frames >= MEASURED_FRAMES
    assert 0 < ms < MOST_SCRIPT_MS, ms
