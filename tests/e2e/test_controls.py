"""What a listener turns, in a real browser and at a real server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.listening import Listening

Open = Callable[..., Listening]
WITHIN_MS = 30_000

HELLO = "() => window.auralis.session.hello !== null"
IN_FORCE = "([field, value]) => window.auralis.session.context[field] === value"


@pytest.fixture(scope="module")
def url(serve_all: Callable[..., str]) -> str:
    return serve_all("--seed", "5", AURALIS_STATIONS="sleep", AURALIS_PAUSE_AFTER_S="1")


@pytest.fixture
def visit(browser: Browser, url: str) -> Iterator[Open]:
    """Open the page as another listener, with what their browser kept; nothing may go wrong in it."""
    with ExitStack() as open_pages:
        listeners = []

        def start(path: str = "", **kept: str) -> Listening:
            context = browser.new_context(locale="en", reduced_motion="reduce")
            open_pages.callback(context.close)
            page = context.new_page()
            page.add_init_script(
                f"if (!sessionStorage.met) {{ sessionStorage.met = 1; Object.assign(localStorage, {kept}); }}"
            )
            listeners.append(Listening(page, url + path))
            page.wait_for_function(HELLO)
            return listeners[-1]

        yield start
        for listener in listeners:
            assert listener.problems == []


def panel(page: Page, name: str) -> Locator:
    tab = page.get_by_role("navigation").get_by_role("button", name=name, exact=True)
    if tab.get_attribute("aria-expanded") == "false":
        tab.click()
    return page.get_by_role("region", name=name, exact=True)


def in_force(page: Page, field: str, value: object) -> None:
    page.wait_for_function(IN_FORCE, arg=[field, value], timeout=WITHIN_MS)


def asked(address: str) -> httpx.Response:
    return httpx.get(address, timeout=WITHIN_MS / 1000)


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Presets").get_by_role("button", name=name)


def chip(page: Page) -> Locator:
    return page.locator("#station > button")


def make_it_mine(page: Page) -> tuple[str, str]:
    """Open a station of one's own by the page; return its name and token."""
    chip(page).click()
    page.get_by_role("dialog", name="Station").get_by_role("button", name="Make it mine").click()
    expect(chip(page)).to_have_text("Yours")
    page.wait_for_function(HELLO)
    place: dict[str, Any] = page.evaluate("() => window.auralis.session.place")
    return place["station"], place["token"]


def test_a_preset_that_is_pressed_is_in_force(visit: Open) -> None:
    page = visit().page
    card(page, "Meditation").click()
    expect(card(page, "Meditation")).to_have_attribute("aria-pressed", "true")
    in_force(page, "preset", "meditation")
    in_force(page, "bpm", 50)
    expect(card(page, "Focus")).to_have_attribute("aria-pressed", "false")


def test_a_tempo_says_when_it_will_be_heard_and_outlives_the_page(visit: Open) -> None:
    page = visit().page
    tune = panel(page, "Tune")
    tune.get_by_label("Tempo").fill("72")
    expect(tune.locator("[data-pending=bpm]")).to_have_text("from the next bar")
    in_force(page, "bpm", 72)
    expect(tune.locator("[data-pending=bpm]")).to_have_text("", timeout=WITHIN_MS)
    page.reload()
    expect(tune.get_by_label("Tempo")).to_have_value("72")
    assert page.evaluate("() => localStorage.auralis_bpm") == "72"


def test_the_last_settings_are_offered_where_others_hear_them_too(visit: Open) -> None:
    page = visit(auralis_bpm="47", auralis_brightness="0.9").page
    page.get_by_role("button", name="Return to your last setting").click()
    in_force(page, "bpm", 47)
    in_force(page, "brightness", 0.9)


def test_the_wheel_of_fifths_is_walked_by_keyboard(visit: Open) -> None:
    page = visit().page
    wheel = panel(page, "Tune").get_by_role("group", name="Key")
    wheel.get_by_role("radio", name="C", exact=True).check(force=True)
    for name in ("G", "D", "A"):
        page.keyboard.press("ArrowRight")
        expect(wheel.get_by_role("radio", name=name, exact=True)).to_be_checked()
    page.keyboard.press("ArrowLeft")
    expect(wheel.get_by_role("radio", name="D", exact=True)).to_be_checked()
    page.wait_for_function("() => window.auralis.session.context.key.startsWith('D ')", timeout=WITHIN_MS)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(wheel.get_by_role("radio", name="F", exact=True)).to_be_checked()
    expect(wheel.locator(".lit")).to_have_text("F", timeout=WITHIN_MS)
    expect(wheel.locator(".coming")).to_have_count(0)
    in_force(page, "key_held", value=True)
    wanders = panel(page, "Tune").get_by_role("switch", name="Let the key wander")
    expect(wanders).not_to_be_checked()
    wanders.check()
    in_force(page, "wander", 0.5)
    in_force(page, "key_held", value=False)


def test_a_preset_of_ones_own_is_saved_renamed_deleted_and_brought_back(visit: Open) -> None:
    page = visit().page
    panel(page, "Tune").get_by_label("Tempo").fill("55")
    in_force(page, "bpm", 55)
    card(page, "Save as a preset").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Evening")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(card(page, "Evening From")).to_have_attribute("aria-pressed", "true")
    card(page, "Change “Evening”").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Late")
    page.get_by_role("dialog").get_by_label("Name").press("Enter")
    panel(page, "Tune").get_by_label("Tempo").fill("66")
    expect(card(page, "Late From")).to_have_attribute("aria-pressed", "false")
    page.reload()
    page.wait_for_function(HELLO)
    in_force(page, "bpm", 66)
    card(page, "Late From").click()
    in_force(page, "bpm", 55)
    card(page, "Change “Late”").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(card(page, "Late From")).to_have_count(0)
    assert page.evaluate("() => localStorage.auralis_presets") == "[]"
    expect(card(page, "Undo")).to_be_focused()
    card(page, "Undo").click()
    expect(card(page, "Late From")).to_have_attribute("aria-pressed", "true")


def test_the_mixer_reaches_the_station(visit: Open) -> None:
    page, other = visit().page, visit().page
    mix = panel(page, "Mix")
    bells = mix.get_by_role("group", name="Bells")
    bells.get_by_role("button", name="Mute Bells").click()
    in_force(other, "layers.bells.mute", value=True)
    bells.get_by_label("Bells: Level").fill("0.5")
    expect(bells.get_by_text("−6.0 dB")).to_be_visible()
    in_force(other, "layers.bells.gain", 0.5)
    mix.get_by_role("button", name="Solo Pad").click()
    in_force(other, "layers.piano.mute", value=True)
    in_force(other, "layers.pad.mute", value=False)
    mix.get_by_role("button", name="Solo Pad").click()
    in_force(other, "layers.piano.mute", value=False)
    in_force(other, "layers.bells.mute", value=True)
    mix.get_by_role("button", name="All as the preset has them").click()
    in_force(other, "layers.bells.mute", value=False)
    in_force(other, "layers.bells.gain", 1)


def test_a_station_of_ones_own_is_nobody_elses(visit: Open, url: str) -> None:
    page = visit().page
    name, token = make_it_mine(page)
    assert page.url.endswith(f"?station={name}")
    panel(page, "Tune").get_by_label("Tempo").fill("48")
    in_force(page, "bpm", 48)

    guest = visit(f"?station={name}").page
    expect(chip(guest)).to_have_text("A guest")
    expect(panel(guest, "Tune").get_by_label("Tempo")).to_be_disabled()
    expect(panel(guest, "Tune").get_by_text("only its owner can change it")).to_be_visible()
    guest.evaluate("() => window.auralis.session.change({ bpm: 99 })")
    expect(guest.get_by_role("alert").filter(has_text="only its owner can change it")).to_be_visible()

    kept = f'{{"station": "{name}", "token": "guess"}}'
    thief = visit(auralis_station=kept).page
    panel(thief, "Tune").get_by_label("Tempo").fill("99")
    expect(thief.get_by_role("alert").filter(has_text="only its owner can change it")).to_be_visible()
    expect(panel(thief, "Tune").get_by_label("Tempo")).to_have_value("48")
    expect(panel(thief, "Tune").get_by_label("Tempo")).to_be_disabled()
    assert thief.evaluate("() => localStorage.auralis_station ?? null") is None

    page.goto(url)
    expect(chip(page)).to_have_text("Yours")
    assert page.evaluate("() => window.auralis.session.place") == {"station": name, "token": token}
    expect(panel(page, "Tune").get_by_label("Tempo")).to_have_value("48")


def test_one_goes_from_station_to_station_and_home(visit: Open, url: str) -> None:
    page = visit().page
    name, token = make_it_mine(page)
    window = page.get_by_role("dialog", name="Station")
    chip(page).click()
    window.get_by_role("button", name="sleep").click()
    expect(chip(page)).to_have_text("sleep")
    in_force(page, "preset", "sleep")
    chip(page).click()
    window.get_by_role("button", name="Back to the shared station").click()
    expect(chip(page)).to_have_text("Shared")
    page.reload()
    expect(chip(page)).to_have_text("Shared")
    assert page.url == url
    chip(page).click()
    window.get_by_role("button", name="Go to your station").click()
    expect(chip(page)).to_have_text("Yours")
    chip(page).click()
    window.get_by_role("button", name="Close your station").click()
    expect(chip(page)).to_have_text("Shared")
    assert asked(f"{url}api/v1/stations/{name}").status_code == 404
    page.evaluate(
        "kept => { localStorage.auralis_station = kept }", f'{{"station":"{name}","token":"{token}"}}'
    )
    page.reload()
    expect(page.get_by_text("Your station is no longer there.")).to_be_visible()
    expect(chip(page)).to_have_text("Shared")


def test_another_seed_is_another_station(visit: Open, url: str) -> None:
    page = visit().page
    first, _ = make_it_mine(page)
    assert page.evaluate("() => window.auralis.session.hello.seed") == 5
    chip(page).click()
    window = page.get_by_role("dialog", name="Station")
    window.get_by_label("Seed", exact=True).fill("1234")
    window.get_by_role("button", name="Play this seed").click()
    page.wait_for_function("() => window.auralis.session.hello?.seed === 1234")
    name = page.evaluate("() => window.auralis.session.place.station")
    assert name != first
    assert asked(f"{url}api/v1/stations/{name}").json()["kind"] == "personal"
    expect(chip(page)).to_have_text("Yours")


def test_a_station_of_ones_own_falls_asleep_and_wakes_up(visit: Open, url: str) -> None:
    page = visit().page
    night = panel(page, "Night")
    expect(night.get_by_text("Others hear this station too")).to_be_visible()
    night.get_by_role("button", name="15 min").click()
    expect(night.get_by_role("timer")).to_contain_text("14:")
    assert asked(f"{url}api/v1/night").json()["sleep"] is None
    night.get_by_role("button", name="Stay awake").click()
    expect(night.get_by_role("timer")).to_be_hidden()
    name, _ = make_it_mine(page)
    planned = f"{url}api/v1/night?station={name}"
    night.get_by_label("Fade out over").select_option("5 min")
    night.get_by_role("button", name="45 min").click()
    expect(night.get_by_role("timer")).to_contain_text("44:")
    assert asked(planned).json()["sleep"]["fade_s"] == 300
    night.get_by_label("At", exact=True).fill("06:30")
    night.get_by_role("switch", name="Every day").check()
    night.get_by_role("button", name="Set the alarm").click()
    expect(night.get_by_text("Wakes up at 06:30")).to_be_visible()
    wake = asked(planned).json()["wake"]
    assert (wake["at"], wake["repeat"]) == ("06:30", "daily")
    assert wake["zone"] == page.evaluate("() => Intl.DateTimeFormat().resolvedOptions().timeZone")
    night.get_by_role("button", name="Stay awake").click()
    expect(night.get_by_role("timer")).to_be_hidden()
    night.get_by_role("button", name="Take the alarm off").click()
    expect(night.get_by_text("Wakes up at 06:30")).to_be_hidden()
    assert (asked(planned).json()["sleep"], asked(planned).json()["wake"]) == (None, None)


def test_a_refused_setting_goes_back_and_says_what_is_allowed(visit: Open) -> None:
    page = visit().page
    before = page.evaluate("() => window.auralis.session.context.bpm")
    page.evaluate("() => window.auralis.session.change({ bpm: 500 })")
    expect(
        page.get_by_role("alert").filter(has_text="The tempo stays as it was; allowed: 40 to 200.")
    ).to_be_visible()
    expect(panel(page, "Tune").get_by_label("Tempo")).to_have_value(str(before))


def test_garbage_in_the_browser_is_no_harm(visit: Open) -> None:
    names = (
        "bpm",
        "key",
        "mode",
        "preset",
        "presets",
        "station",
        "layers.pad.gain",
        "fade",
        "alarm",
        "panel",
    )
    page = visit(**{f"auralis_{name}": "{garbage" for name in names}).page
    expect(chip(page)).to_have_text("Shared")
    card(page, "Bright").click()
    in_force(page, "preset", "bright")
