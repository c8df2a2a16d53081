"""The page for everyone: axe in every state, targets, sizes, the keyboard, what is said to screen readers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.e2e.listening import Listening

AXE: Final = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
PATIENCE_MS: Final = 30_000
PANELS: Final = ("tune", "mix", "night", "score", "keep", "elsewhere", "health")
PHONE: Final = ViewportSize(width=390, height=844)
SMALLEST: Final = ViewportSize(width=320, height=640)
LARGEST: Final = ViewportSize(width=3840, height=2160)

RUN_AXE: Final = """async () => {
  const ends = (animation) => animation.effect.getComputedTiming().endTime < Infinity;
  const running = document.getAnimations().filter(ends);
  await Promise.allSettled(running.map((animation) => animation.finished));
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  const tell = ({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`;
  return violations.map(({ id, nodes }) => [id, nodes.map(tell)]);
}"""

# What can be pressed, with the label that presses it too; a link inside a sentence is as high as its line.
SMALL_TARGETS: Final = """() => {
  const asked = "a[href], button, input, select, textarea, summary, [role=button], [role=radio], " +
    "[role=slider], [role=switch], [tabindex]:not([tabindex='-1'])";
  const box = (element) => [...(element.labels ?? []), element].map((e) => e.getBoundingClientRect());
  const small = [];
  for (const element of document.querySelectorAll(asked)) {
    const shown = element.checkVisibility({ visibilityProperty: true }) && !element.disabled;
    const inSentence = element.matches("a") && getComputedStyle(element).display === "inline";
    const isSpot = box(element).some(({ width, height }) => width >= 43.5 && height >= 43.5);
    if (shown && !inSentence && !isSpot && !element.matches("canvas, .panel, [role=radiogroup]")) {
      const { width, height } = element.getBoundingClientRect();
      small.push(`${element.outerHTML.slice(0, 90)} ${width.toFixed(0)}x${height.toFixed(0)}`);
    }
  }
  return small;
}"""

SMALL_TEXTS: Final = """() => {
  const small = [];
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const scale = element instanceof SVGGraphicsElement ? element.getScreenCTM()?.a ?? 1 : 1;
    const size = Number.parseFloat(getComputedStyle(element).fontSize) * scale;
    const isSmall = own && element.checkVisibility() && size < 12;
    if (isSmall) small.push(`${element.outerHTML.slice(0, 90)} ${size}`);
  }
  return small;
}"""


@pytest.fixture(scope="module")
def url(serve_all: Callable[..., str]) -> str:
    return serve_all("--seed", "5", AURALIS_LEAD_MS="1000")


class Eye:
    """A page of a fresh browser, looked at by axe."""

    def __init__(self, listening: Listening) -> None:
        self.listening = listening
        self.page = listening.page
        self.page.evaluate(AXE.read_text())

    def violations(self) -> list[Any]:
        return list(self.page.evaluate(RUN_AXE))

    def play(self) -> None:
        self.page.evaluate("auralis.play()")
        expect(self.page.locator("#status")).to_have_text("Playing live", timeout=PATIENCE_MS)
        expect(self.page.locator("#chord")).not_to_have_text("–", timeout=PATIENCE_MS)

    def open(self, panel: str) -> None:
        tab = self.page.locator(f"[aria-controls=panel-{panel}]")
        if tab.get_attribute("aria-expanded") == "false":
            tab.click()
        expect(self.page.locator(f"#panel-{panel}")).to_be_visible()

    def in_each_panel(self, look: Callable[[], Any]) -> dict[str, Any]:
        """Return what was found wrong, by the panel that was open."""
        found = {}
        for panel in PANELS:
            self.open(panel)
            if wrong := look():
                found[panel] = wrong
        return found


@pytest.fixture
def eye(browser: Browser, url: str) -> Iterator[Eye]:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", color_scheme="dark")
    yield Eye(Listening(context.new_page(), url))
    context.close()


def test_axe_has_nothing_to_say_from_the_first_moment_to_the_last(eye: Eye) -> None:
    assert eye.violations() == []
    eye.play()
    assert eye.violations() == []
    eye.page.keyboard.press("?")
    assert eye.violations() == []
    eye.page.keyboard.press("Escape")
    eye.page.evaluate("auralis.pause()")
    expect(eye.page.locator("#status")).to_contain_text("Paused")
    assert eye.violations() == []
    eye.page.evaluate("auralis.session.visit({ station: 'nowhere' })")
    expect(eye.page.locator("#status")).to_have_attribute("data-tone", "warn")
    assert eye.violations() == []
    assert eye.listening.problems == []


@pytest.mark.parametrize("theme", ["dark", "light", "night"])
def test_axe_has_nothing_to_say_of_any_panel(eye: Eye, theme: str) -> None:
    eye.page.evaluate("theme => { auralis.light.theme = theme }", theme)
    eye.play()
    assert eye.in_each_panel(eye.violations) == {}
    assert eye.listening.problems == []


def test_axe_has_nothing_to_say_on_a_phone(eye: Eye) -> None:
    eye.page.set_viewport_size(PHONE)
    eye.play()
    assert eye.violations() == []
    assert eye.in_each_panel(eye.violations) == {}
    eye.page.keyboard.press("?")
    assert eye.violations() == []


def test_whatever_can_be_pressed_is_large_enough_for_a_finger(eye: Eye) -> None:
    eye.page.set_viewport_size(PHONE)
    eye.play()
    assert eye.in_each_panel(lambda: eye.page.evaluate(SMALL_TARGETS)) == {}
    eye.page.keyboard.press("?")
    assert eye.page.evaluate(SMALL_TARGETS) == []


def test_no_text_is_smaller_than_twelve_pixels(eye: Eye) -> None:
    eye.page.set_viewport_size(PHONE)
    eye.play()
    assert eye.in_each_panel(lambda: eye.page.evaluate(SMALL_TEXTS)) == {}


@pytest.mark.parametrize(("screen", "language"), [(SMALLEST, "en"), (SMALLEST, "de"), (LARGEST, "en")])
def test_nothing_is_wider_than_the_screen(eye: Eye, screen: ViewportSize, language: str) -> None:
    eye.page.set_viewport_size(screen)
    eye.page.evaluate("language => localStorage.setItem('auralis_language', language)", language)
    eye.page.reload()
    too_wide = f"document.documentElement.scrollWidth - {screen['width']}"
    assert eye.in_each_panel(lambda: eye.page.evaluate(too_wide)) == {}


def test_a_page_as_auditors_like_it(eye: Eye, url: str) -> None:
    page = eye.page
    assert page.title() == "Auralis"
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.evaluate("document.doctype?.name") == "html"
    assert page.evaluate("document.characterSet") == "UTF-8"
    description = page.locator("meta[name=description]").get_attribute("content") or ""
    assert 30 <= len(description) <= 160
    assert "width=device-width" in (page.locator("meta[name=viewport]").get_attribute("content") or "")
    assert "user-scalable" not in (page.locator("meta[name=viewport]").get_attribute("content") or "")
    for panel in PANELS:
        eye.open(panel)
    unsized = "img:not([width]), img:not([height])"
    assert page.locator(unsized).count() == 0
    assert page.locator("img:not([alt])").count() == 0
    assert eye.listening.problems == []
    assert httpx.get(f"{url}favicon.ico").headers["content-type"].startswith("image/")


def test_the_page_can_be_installed(eye: Eye, url: str) -> None:
    href = eye.page.locator("link[rel=manifest]").evaluate("link => link.href")
    answer = httpx.get(href)
    assert answer.status_code == 200
    manifest = answer.json()
    assert {"name", "short_name", "start_url", "display", "icons", "theme_color"} <= set(manifest)
    sizes = set()
    for icon in manifest["icons"]:
        picture = httpx.get(f"{url}{icon['src'].removeprefix('./')}")
        assert picture.status_code == 200
        assert picture.headers["content-type"] == icon["type"]
        sizes |= set(icon["sizes"].split())
    assert {"192x192", "512x512"} <= sizes
    assert any("maskable" in icon.get("purpose", "") for icon in manifest["icons"])


def test_everything_is_reached_by_the_keyboard(eye: Eye) -> None:
    page = eye.page
    eye.play()
    page.keyboard.press("Space")
    expect(page.locator("#status")).to_contain_text("Paused")
    page.keyboard.press("Space")
    expect(page.locator("#status")).to_have_text("Playing live", timeout=PATIENCE_MS)
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "document.activeElement.id || document.activeElement.getAttribute('aria-controls')"
        )
        if name in reached:
            break
        if name:
            reached.append(name)
    assert {"volume", "play", *(f"panel-{panel}" for panel in PANELS)} <= set(reached)
    page.locator("[aria-controls=panel-tune]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-tune")).to_be_visible()


def test_keys_turn_volume_tempo_presets_and_panels(eye: Eye) -> None:
    page = eye.page
    expect(page.locator("#status")).not_to_have_text("Tuning in", timeout=PATIENCE_MS)
    page.evaluate("auralis.session.onAsked.on((asked) => Object.assign((window.asked ??= {}), asked)), 0")
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    assert page.evaluate("auralis.player.volume") == pytest.approx(0.95)
    page.keyboard.press("2")
    page.wait_for_function("() => window.asked?.preset === 'meditation'")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => window.asked.bpm > 50")
    for letter, panel in zip("tmnskeh", PANELS, strict=True):
        page.keyboard.press(letter)
        expect(page.locator(f"#panel-{panel}")).to_be_visible()
        expect(page.locator(f"[aria-controls=panel-{panel}]")).to_have_attribute(
            "aria-keyshortcuts", letter.upper()
        )
    page.get_by_role("button", name="Copy the figures").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".panel:visible")).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent") == "Health"


def test_keys_leave_fields_and_sliders_alone(eye: Eye) -> None:
    page = eye.page
    page.get_by_label("Volume").focus()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("auralis.player.volume") == pytest.approx(0.99)
    page.keyboard.press("h")
    page.get_by_label("Language").focus()
    page.keyboard.press("t")
    page.evaluate("document.querySelector('#panel-health').append(document.createElement('textarea'))")
    page.locator("#panel-health textarea").press_sequentially("time 2 keep?")
    assert page.locator("#panel-health textarea").input_value() == "time 2 keep?"
    expect(page.locator("#panel-health")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate("auralis.player.volume") == pytest.approx(0.99)


def test_a_page_of_help_lists_the_keys_and_can_turn_them_off(eye: Eye) -> None:
    page = eye.page
    page.get_by_role("button", name="Keys").click()
    help_page = page.get_by_role("dialog", name="Keys")
    for word in ("Space", "↑", "Tempo", "Presets", "Elsewhere", "Esc", "?"):
        expect(help_page).to_contain_text(word)
    page.keyboard.press("t")
    expect(page.locator("#panel-tune")).to_be_hidden()
    help_page.get_by_role("switch").click()
    help_page.get_by_role("button", name="Close").click()
    expect(help_page).to_be_hidden()
    page.keyboard.press("t")
    expect(page.locator("#panel-tune")).to_be_hidden()
    page.reload()
    page.keyboard.press("t")
    expect(page.locator("#panel-tune")).to_be_hidden()
    page.get_by_role("button", name="Keys").click()
    help_page.get_by_role("switch").click()
    page.keyboard.press("Escape")
    expect(help_page).to_be_hidden()
    page.keyboard.press("t")
    expect(page.locator("#panel-tune")).to_be_visible()


def test_chords_and_keys_are_said_to_those_who_wish_it(eye: Eye) -> None:
    page, said = eye.page, eye.page.locator("#announcer")
    eye.play()
    assert said.text_content() == ""
    eye.open("health")
    page.get_by_role("switch", name="Say chords and keys").click()
    expect(said).to_have_attribute("aria-live", "polite")
    expect(said).to_contain_text("Chord: ")
    page.evaluate("auralis.session.change({ key: 'B minor' })")
    expect(said).to_contain_text("Key: B minor.", timeout=PATIENCE_MS)
    page.reload()
    expect(said).to_contain_text("Chord: ", timeout=PATIENCE_MS)
