"""A moment that was shared: the link opens the page where it was copied, and plays the same samples."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from auralis.core.address import decode
from auralis.core.moment import decode as moment
from auralis.engine import Kernels
from tests.e2e.conftest import Servers
from tests.e2e.listening import RATE, Listening, found, offline, sha256

PATIENCE_MS = 30_000
EARLIEST_S = 5
EXACT = "localStorage.setItem('auralis_codec', 'pcm')"
Listen = Callable[[str], Listening]


@pytest.fixture(scope="module")
def url(serve_all: Servers) -> str:
    return serve_all("--seed", "5", "--preset", "bright", AURALIS_LEAD_MS="1000")


@pytest.fixture
def listen(browser: Browser) -> Iterator[Listen]:
    with ExitStack() as open_contexts:

        def start(address: str) -> Listening:
            context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
            open_contexts.callback(context.close)
            page = context.new_page()
            page.add_init_script(EXACT)
            return Listening(page, address)

        yield start


def test_a_link_to_now_plays_the_same_music_from_there(url: str, listen: Listen, kernels: Kernels) -> None:
    one = listen(url)
    one.page.evaluate("auralis.play()")
    one.page.wait_for_function(
        "seconds => auralis.player.framePlaying() > seconds * auralis.player.rate", arg=EARLIEST_S
    )
    one.page.get_by_role("button", name="Keep").click()
    one.page.get_by_role("button", name="Copy a link to now").click()
    field = one.page.get_by_label("Link to the moment")
    expect(field).to_be_visible()
    link = field.input_value()
    assert link.startswith(f"{url}m/a")
    recipe, frame = moment(link.removeprefix(f"{url}m/"))
    assert recipe == decode(str(one.hello["address"]))
    assert EARLIEST_S * RATE <= frame <= one.page.evaluate("auralis.player.framePlaying()")
    one.page.context.close()

    other = listen(link)
    other.page.evaluate("auralis.play()")
    expect(other.page.locator("#status")).to_have_text("Playing live", timeout=PATIENCE_MS)
    assert other.page.evaluate("location.search").find("moment") < 0
    assert other.hello["station"] != "main"
    assert other.hello["seq"] * RATE // 10 >= frame
    heard = other.record(3)
    assert sha256(heard) == sha256(found(heard, offline(recipe, kernels, 12, before=other.newest)))
    assert other.problems == []
