"""The page in a real browser: it shows what plays, keeps what was chosen, and says each thing once."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.listening import Listening

PATIENCE_MS = 30_000


@pytest.fixture(scope="module")
def url(serve_all: Callable[..., str]) -> str:
    return serve_all("--seed", "5", "--preset", "meditation", AURALIS_LEAD_MS="1000")


@pytest.fixture
def listening(browser: Browser, url: str) -> Iterator[Listening]:
    context = browser.new_context(reduced_motion="reduce")
    yield Listening(context.new_page(), url)
    context.close()


def plays(page: Page) -> None:
    page.evaluate("auralis.play()")
    expect(page.locator("#status")).to_have_text("Playing live", timeout=PATIENCE_MS)


def figure(page: Page, name: str) -> Locator:
    return page.locator("#panel-health dl div", has=page.get_by_text(name, exact=True)).locator("dd")


def test_the_page_shows_what_plays(listening: Listening) -> None:
    page = listening.page
    plays(page)
    expect(page.get_by_role("button", name="Meditation")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#chord")).not_to_have_text("–", timeout=PATIENCE_MS)
    chords = {c["symbol"] for m in listening.told if m["type"] == "generation_update" for c in m["chords"]}
    assert page.locator("#chord").text_content() in chords
    expect(page.locator("#reason")).not_to_be_empty()
    expect(page.locator("#phrase")).not_to_be_empty()
    assert page.locator("#reason").get_attribute("lang") == "en"
    assert listening.problems == []


def test_a_tempo_is_in_force_at_the_next_bar_and_outlives_a_reload(listening: Listening) -> None:
    page = listening.page
    page.get_by_role("button", name="Tune").click()
    page.get_by_label("Tempo").fill("72")
    page.wait_for_function("() => auralis.session.context.bpm === 72", timeout=PATIENCE_MS)
    page.reload()
    expect(page.get_by_label("Tempo")).to_have_value("72", timeout=PATIENCE_MS)
    assert listening.problems == []


def test_the_open_panel_and_the_volume_outlive_a_reload(listening: Listening) -> None:
    page = listening.page
    page.get_by_role("button", name="Health").click()
    page.get_by_label("Volume").fill("0.35")
    page.reload()
    expect(page.get_by_role("meter")).to_be_visible()
    expect(page.get_by_label("Volume")).to_have_value("0.35")
    assert page.evaluate("auralis.player.volume") == pytest.approx(0.35)
    page.get_by_role("button", name="Health").click()
    expect(page.get_by_role("meter")).to_be_hidden()


def test_the_readout_tells_how_it_goes_while_it_is_open(listening: Listening) -> None:
    page = listening.page
    plays(page)
    page.get_by_role("button", name="Health").click()
    client = next(m["client_id"] for m in listening.told if m["type"] == "hello")
    told = {"Round trip": "ms", "Rendered ahead": "ms", "Comes as": "auralis.", "Station": "main"}
    for name, text in {**told, "Line": "open", "This listener": client}.items():
        expect(figure(page, name)).to_contain_text(text)
    depth = page.get_by_role("meter")
    assert 0 < float(depth.get_attribute("aria-valuenow") or 0) <= 800
    assert "ms" in (depth.get_attribute("aria-valuetext") or "")
    page.get_by_role("button", name="Health").click()
    asked = page.evaluate("""async () => {
      const { session } = auralis, send = session.send.bind(session), said = [];
      session.send = (message) => { said.push(message.type); return send(message); };
      await new Promise((done) => setTimeout(done, 1500));
      return said;
    }""")
    assert "status_request" not in asked


def test_a_listener_chooses_the_form_of_the_sound(listening: Listening) -> None:
    page = listening.page
    plays(page)
    page.get_by_role("button", name="Health").click()
    page.get_by_label("Sound over the line").select_option("pcm")
    expect(figure(page, "Comes as")).to_contain_text("auralis.pcm", timeout=PATIENCE_MS)
    expect(page.locator("#status")).to_have_text("Playing live", timeout=PATIENCE_MS)
    page.reload()
    expect(page.get_by_label("Sound over the line")).to_have_value("pcm")
    assert listening.problems == []


def test_the_page_speaks_german_when_it_is_asked(listening: Listening) -> None:
    page = listening.page
    page.get_by_role("button", name="Health").click()
    page.get_by_label("Language").select_option("de")
    expect(page.get_by_role("button", name="Befinden")).to_be_visible()
    expect(page.get_by_label("Lautstärke")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert listening.problems == []


def test_a_wish_that_cannot_be_had_is_said_once(listening: Listening) -> None:
    page = listening.page
    expect(page.locator("#phrase")).not_to_be_empty(timeout=PATIENCE_MS)
    wish = {"type": "control", "key": "E phrygian", "chords": "#iv", "boundary": "phrase"}
    page.evaluate("wish => window.auralis.session.send(wish)", wish)
    expect(page.get_by_role("status").filter(has_text="#iv is not in E phrygian")).to_be_visible()
    page.reload()
    expect(page.locator("#phrase")).not_to_be_empty(timeout=PATIENCE_MS)
    assert page.locator("#remark").text_content() == ""


def test_whoever_pauses_and_plays_at_once_hears_it_go_on(listening: Listening) -> None:
    page = listening.page
    plays(page)
    page.evaluate("async () => { auralis.pause(); await auralis.play(); }")
    page.wait_for_function("() => auralis.player.framePlaying() !== null", timeout=PATIENCE_MS)
    begun = page.evaluate("auralis.player.framePlaying()")
    page.wait_for_function(
        "begun => auralis.player.framePlaying() > begun + auralis.player.rate", arg=begun, timeout=PATIENCE_MS
    )
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert listening.problems == []
