"""The page in Firefox: what Chromium shows of it holds in another browser too."""

import base64
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from auralis.core.address import decode
from auralis.core.recipe import Recipe, from_dict
from auralis.engine import Kernels
from tests.e2e.conftest import Servers
from tests.e2e.firefox import Firefox, FirefoxPage, firefox
from tests.e2e.listening import RATE, RECORDER, correlation, offline, resampled

OPUS_RATE = 48_000
RECORDED_S = 6
SHORTEST_S = 0.5
TRIES = 4

RECORD = """async (source, frames) => {
  const { player } = window.auralis;
  await player.context.audioWorklet.addModule(source);
  const recorder = new AudioWorkletNode(player.context, "recorder", { processorOptions: { frames } });
  const recorded = new Promise((done) => {
    recorder.port.onmessage = ({ data }) => done(data);
  });
  player.output.connect(recorder).connect(player.context.destination);
  const begun = player.context.currentTime;
  const moment = (ms) => new Promise((done) => setTimeout(done, ms));
  for (const second of [2, 4]) {
    while (player.context.currentTime < begun + second) await moment(50);
    player.pause();
    await moment(500);
    await player.play();
  }
  const taken = await recorded;
  player.output.disconnect(recorder);
  const reader = new FileReader();
  const url = await new Promise((done) => {
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(new Blob([taken]));
  });
  return { samples: url.split(",")[1], rate: player.context.sampleRate };
}"""

PLAYING = "document.querySelector('#status').textContent === 'Playing live'"
WAITING = "document.querySelector('#status').textContent === 'Press Play to listen.'"
FOLLOW = """(() => {
  window.changes = [];
  auralis.session.onUpdate.on((update) => changes.push(...update.changes));
})()"""
LACKS = """
  delete window.AudioDecoder;
  Object.defineProperty(window, "crossOriginIsolated", { value: false });
"""

Open = Callable[..., FirefoxPage]


@pytest.fixture(scope="module")
def url(serve_all: Servers) -> str:
    return serve_all("--seed", "5", "--preset", "bright", AURALIS_LEAD_MS="1000")


@pytest.fixture(scope="module")
def browser(url: str) -> Iterator[Firefox]:
    with firefox() as running:
        # The policy lets in scripts of the own server alone, and the service worker leaves the API alone.
        running.serve(f"{url}api/recorder.js", RECORDER)
        yield running


@pytest.fixture
def visit(browser: Firefox, url: str) -> Iterator[Open]:
    """Open the page; in the end nothing was said on its console."""
    browser.problems.clear()
    pages = []

    def start(query: str = "", before: str = "") -> FirefoxPage:
        pages.append(browser.open(url + query, before))
        return pages[-1]

    yield start
    for page in pages:
        with page:
            pass
    assert browser.problems == []


def play(page: FirefoxPage) -> None:
    """Press Play, which Firefox waits for."""
    page.until(WAITING)
    page.press("Play")
    page.until(PLAYING)
    assert "loudspeaker" not in page.text("#notice")


def record(page: FirefoxPage, rate: int = RATE) -> list[np.ndarray]:
    """Return stretches of what the worklet puts out in which nothing corrects its pace, int16 (frames, 2).

    The card's clock is so slow that the player must correct; whenever it begins anew there is such a stretch.
    """
    for _ in range(TRIES):
        if stretches := [s for s in evenly_recorded(page, rate) if s.any()]:
            return stretches
    figures = page.evaluate("auralis.player.figures()")
    pytest.fail(f"never {SHORTEST_S} s without a correction: {figures}")


def evenly_recorded(page: FirefoxPage, rate: int) -> list[np.ndarray]:
    """Return the stretches of one recording."""
    page.until("window.auralis.player.state === 'playing'")
    heard = page.result(RECORD, "/api/recorder.js", RECORDED_S * rate)
    assert heard["rate"] == rate
    scaled = np.frombuffer(base64.b64decode(heard["samples"]), "<f4").reshape(-1, 2) * np.float64(32_767)
    pcm = np.rint(scaled).astype("<i2")
    whole = (np.abs(scaled - pcm) < 0.01).all(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], whole.astype(int), [0]))))
    return [pcm[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > SHORTEST_S * rate]


def is_the_recipe(page: FirefoxPage, stretches: list[np.ndarray], kernels: Kernels) -> None:
    """See that each stretch is in the render, bit for bit and without a hole, one behind the other."""
    rendered = whole(page, kernels).tobytes()
    end = 0
    for stretch in stretches:
        assert stretch.any()
        at = rendered.find(stretch.tobytes(), end)
        assert at >= 0, "what was heard is not in the render"
        end = at + len(stretch.tobytes())


def log(page: FirefoxPage) -> Recipe:
    """Return the station's recipe, with what was changed since `FOLLOW`."""
    known = decode(page.evaluate("auralis.session.hello.address")).as_dict()
    told = page.evaluate("window.changes ?? []")
    return from_dict(
        known | {"changes": [*known["changes"], *(c for c in told if c not in known["changes"])]}
    )


def whole(page: FirefoxPage, kernels: Kernels) -> np.ndarray:
    """Return the offline render of the last seconds that the page was sent."""
    return offline(log(page), kernels, 20, before=page.evaluate("auralis.session.seq"))


def test_it_waits_for_play_and_then_plays_what_the_station_is(visit: Open, kernels: Kernels) -> None:
    page = visit("?codec=pcm")
    assert page.evaluate("[crossOriginIsolated, 'AudioDecoder' in window]") == [True, True]
    play(page)
    heard = record(page)
    figures = page.evaluate("auralis.player.figures()")
    assert (figures["codec"], figures["shared"], figures["resampled"]) == ("auralis.pcm", True, False)
    is_the_recipe(page, heard, kernels)
    page.press("Pause")
    page.until("auralis.player.context.state === 'suspended'")


def test_opus_is_decoded_by_the_browser(visit: Open, kernels: Kernels) -> None:
    page = visit()
    play(page)
    heard = max(record(page, OPUS_RATE), key=len)
    assert page.evaluate("auralis.player.figures().codec") == "auralis.opus"
    assert correlation(heard, resampled(whole(page, kernels), OPUS_RATE)) > 0.99


def test_without_a_decoder_or_shared_memory_the_samples_come_all_the_same(
    visit: Open, kernels: Kernels
) -> None:
    lacks = (
        "delete window.AudioDecoder; Object.defineProperty(window, 'crossOriginIsolated', { value: false });"
    )
    page = visit(before=lacks)
    play(page)
    heard = record(page)
    figures = page.evaluate("auralis.player.figures()")
    assert (figures["codec"], figures["shared"]) == ("auralis.pcm", False)
    is_the_recipe(page, heard, kernels)


def test_a_preset_is_heard_from_the_next_bar(visit: Open, kernels: Kernels) -> None:
    page = visit("?codec=pcm")
    play(page)
    page.evaluate(FOLLOW)
    page.type("3")
    page.until("auralis.session.context.preset === 'sleep'")
    (change,) = page.evaluate("changes")
    assert (change["set"], change["boundary"]) == ({"preset": "sleep"}, "bar")
    page.until(f"auralis.player.framePlaying() > {change['frame']}")
    heard = record(page)
    is_the_recipe(page, heard, kernels)


def test_what_was_turned_outlives_a_reload(visit: Open) -> None:
    page = visit()
    page.until(WAITING)
    page.press("Tune")
    page.evaluate(
        """(volume) => Object.assign(document.getElementById("volume"), { value: volume })
          .dispatchEvent(new Event("input"))""",
        0.35,
    )
    page.reload()
    page.until(WAITING)
    assert page.evaluate("localStorage.auralis_volume") == "0.35"
    assert page.evaluate("[auralis.player.volume, document.getElementById('volume').value]") == [0.35, "0.35"]
    assert page.evaluate("document.getElementById('panel-tune').checkVisibility()")


def test_a_machine_without_a_loudspeaker_is_told_so(url: str) -> None:
    with firefox(sound_card=False) as running, running.open(url) as page:
        page.until(WAITING)
        page.press("Play")
        page.until("document.querySelector('#status').dataset.tone === 'warn'")
        assert page.text("#status") == "No sound gets out of this device. Is there a loudspeaker?"
        assert page.text("#way-on") == "Let the sound out"
        assert running.problems == []
