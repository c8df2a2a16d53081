"""The page hidden, installed, without a network, and in other players: a real browser and a real server."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import servers

# What is recorded is the peak of each block of the audio thread: 2.9 ms at 44.1 kHz.
BLOCK = 128
SILENCE = 1e-5
LONGEST_GAP_S = 0.3

# Hides the page as far as the page can tell, holds on to the media elements that play and to what the lock
# screen may ask for, and knows what is connected to the loudspeaker.
BEFORE = """(() => {
  window.media = [];
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    if (!media.includes(this)) media.push(this);
    return play.call(this);
  };
  window.loud = new Set();
  const { connect, disconnect } = AudioNode.prototype;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) { loud.add(this); window.tap?.(this); }
    return connect.call(this, to, ...rest);
  };
  AudioNode.prototype.disconnect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) { loud.delete(this); window.untap?.(this); }
    return to === undefined ? disconnect.call(this) : disconnect.call(this, to, ...rest);
  };
  window.handlers = {};
  const { setActionHandler } = MediaSession.prototype;
  MediaSession.prototype.setActionHandler = function (action, act) {
    handlers[action] = act;
    return setActionHandler.call(this, action, act);
  };
  window.seen = "visible";
  Object.defineProperty(document, "visibilityState", { get: () => seen });
  Object.defineProperty(document, "hidden", { get: () => seen === "hidden" });
  window.look = (state) => { seen = state; document.dispatchEvent(new Event("visibilitychange")); };
  window.stream = () => media.find((element) => element.src.includes("/stream/"));
})()"""

RECORDER = """
registerProcessor("loudness", class extends AudioWorkletProcessor {
  constructor() {
    super();
    this.taken = [];
    this.port.onmessage = () => this.port.postMessage(this.taken);
  }
  process(inputs) {
    this.taken.push(...inputs.map((channels) =>
      channels.reduce((most, samples) => samples.reduce((m, s) => Math.max(m, Math.abs(s)), most), 0)));
    return true;
  }
});
"""

# Two inputs on one clock: what Web Audio lets out, and what the stream's element does, as loud as it is set.
LISTEN = """async (source) => {
  const { context } = window.auralis.player;
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const recorder = new AudioWorkletNode(context, "loudness", { numberOfInputs: 2 });
  const silent = new GainNode(context, { gain: 0 });
  recorder.connect(silent);
  window.tap = (node) => node !== silent && node.connect(recorder, 0, 0);
  window.untap = (node) => node !== silent && node.disconnect(recorder);
  for (const node of [...loud]) tap(node);
  silent.connect(context.destination);
  window.listened = () => new Promise((done) => {
    recorder.port.onmessage = ({ data }) => done(data);
    recorder.port.postMessage("");
  });
  window.hear = () =>
    new MediaElementAudioSourceNode(context, { mediaElement: stream() }).connect(recorder, 0, 1);
}"""

OWN_IS_HEARD = "async (silence) => (await listened()).some((peak, i) => i % 2 === 0 && peak > silence)"


@pytest.fixture(scope="module")
def url(serve_all: Callable[..., str]) -> str:
    return serve_all("--seed", "5", AURALIS_LEAD_MS="1000", AURALIS_STATIONS="sleep")


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []

    def start(url: str, *before: str, panel: bool = False, **options: Any) -> Page:
        """Open the page; the recorder comes from a blob, which its own policy would not let in."""
        context = browser.new_context(reduced_motion="reduce", bypass_csp=True, **options)
        contexts.append(context)
        for script in (BEFORE, *before):
            context.add_init_script(script)
        page = context.new_page()
        page.goto(url)
        page.wait_for_function("window.auralis?.session.link === 'open'")
        if panel:
            page.get_by_role("button", name="Elsewhere").click()
        return page

    yield start
    for context in contexts:
        context.close()


def always(mode: str = "always") -> str:
    return (
        f"localStorage.getItem('auralis_background') ?? localStorage.setItem('auralis_background', '{mode}')"
    )


def play(page: Page) -> None:
    page.evaluate("window.auralis.play()")
    page.wait_for_function("window.auralis.player.state === 'playing'")


def longest(quiet: np.ndarray) -> int:
    """Return the length of the longest run of what is true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], quiet.astype(int), [0]))))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def test_a_hidden_page_hands_over_to_the_stream_and_takes_back(opened: Callable[..., Page], url: str) -> None:
    page = opened(url, always())
    play(page)
    page.evaluate(LISTEN, RECORDER)
    page.wait_for_function(OWN_IS_HEARD, arg=SILENCE)
    page.evaluate("look('hidden')")
    page.wait_for_function("stream()")
    page.evaluate("hear()")
    # Muted until it flows; then it rises, and the page falls silent.
    page.wait_for_function("stream()?.volume === 1 && !stream().muted && stream().currentTime > 1.5")
    page.evaluate("window.before = stream(); look('visible')")
    page.wait_for_function("!before.src")
    rate = page.evaluate("window.auralis.player.context.sampleRate")
    peaks = np.array(page.evaluate("listened()")).reshape(-1, 2)
    heard = peaks[np.argmax(peaks[:, 0] > SILENCE) :] > SILENCE
    own, stream = heard.T
    assert longest(~own & ~stream) * BLOCK / rate < LONGEST_GAP_S
    assert longest(stream & ~own) * BLOCK / rate > 0.5, "the page was never silent"
    assert longest(own & stream) * BLOCK / rate > 0.05, "they do not overlap"
    assert own[0]
    assert own[-1]
    assert not stream[0]
    assert not stream[-1]


def test_where_web_audio_stops_with_the_page_the_stream_is_there_already(
    opened: Callable[..., Page], url: str
) -> None:
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"
    page = opened(url, user_agent=phone)
    play(page)
    page.wait_for_function("stream()?.currentTime > 0.5")
    assert page.evaluate("stream().muted")
    gap = page.evaluate("""async () => {
      auralis.player.context.suspend();
      const since = performance.now();
      look("hidden");
      const at = stream().currentTime;
      while (stream().muted || stream().currentTime === at) await new Promise((done) => setTimeout(done, 5));
      return performance.now() - since;
    }""")
    assert gap < 1000 * LONGEST_GAP_S
    assert page.evaluate("stream().volume") == 1
    # The phone's owner pulls out the headphones.
    page.evaluate("stream().pause()")
    page.wait_for_function("!auralis.player.wanted && !stream()")


def test_the_lock_screen_names_the_music_and_turns_it(opened: Callable[..., Page], url: str) -> None:
    page = opened(url)
    play(page)
    shown = "navigator.mediaSession.metadata"
    page.wait_for_function(rf"/^\S.* · \S+ \S+ · main$/.test({shown}?.title)")
    chord = page.locator("#chord").text_content()
    assert chord
    assert page.evaluate(f"[{shown}.artist, {shown}.album]") == ["Auralis", "Focus"]
    for picture in page.evaluate(f"{shown}.artwork.map(({{ src }}) => src)"):
        assert page.request.get(picture).headers["content-type"] == "image/png"
    state = "navigator.mediaSession.playbackState"
    assert page.evaluate(state) == "playing"
    assert set(page.evaluate("Object.keys(handlers)")) == {"play", "pause", "stop", "nexttrack"}
    page.evaluate("handlers.pause()")
    page.wait_for_function(f"{state} === 'paused' && !auralis.player.wanted")
    page.evaluate("handlers.play()")
    page.wait_for_function(f"{state} === 'playing' && auralis.player.state === 'playing'")
    # Browsers show all this only beside a media element that plays.
    page.wait_for_function("media.some(({ paused, loop, duration }) => !paused && loop && duration >= 5)")
    before = page.evaluate("auralis.session.context.preset")
    page.evaluate("handlers.nexttrack()")
    page.wait_for_function("before => auralis.session.context.preset !== before", arg=before)
    page.wait_for_function(f"{shown}.album !== 'Focus'")


def test_other_players_find_the_station(opened: Callable[..., Page], url: str) -> None:
    page = opened(url, panel=True, permissions=["clipboard-read", "clipboard-write"])
    panel = page.locator("#panel-elsewhere")
    addresses = panel.get_by_role("link")
    endings = ("main.mp3", "main.opus", "main.flac", "main/index.m3u8", "main.m3u")
    expect(addresses).to_have_count(len(endings))
    assert [a.get_attribute("href") for a in addresses.all()] == [f"{url}stream/{end}" for end in endings]
    copy = panel.get_by_role("button", name="Copy the address: Opus")
    copy.click()
    expect(copy).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{url}stream/main.opus"
    expect(copy).to_have_text("Copy")
    # Where the page has no right to the clipboard it copies by selecting.
    page.evaluate("""() => {
      window.before = navigator.clipboard;
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    }""")
    copy = panel.get_by_role("button", name="Copy the address: FLAC")
    copy.click()
    expect(copy).to_have_text("Copied")
    assert page.evaluate("before.readText()") == f"{url}stream/main.flac"
    code = panel.get_by_role("img")
    expect(code).to_have_attribute("alt", f"QR code of {url}stream/main.mp3")
    page.wait_for_function("document.querySelector('#panel-elsewhere img').naturalWidth > 0")
    panel.get_by_role("button", name="Show the code: HLS").click()
    expect(code).to_have_attribute("alt", f"QR code of {url}stream/main/index.m3u8")
    expect(panel.get_by_text("leads to this very device")).to_be_visible()
    page.evaluate("auralis.session.visit({ station: 'sleep' })")
    expect(code).to_have_attribute("alt", f"QR code of {url}stream/sleep/index.m3u8")


def test_what_was_chosen_is_kept(opened: Callable[..., Page], url: str) -> None:
    page = opened(url, panel=True)
    chosen = page.get_by_role("radio", name="Always hand over")
    expect(page.get_by_role("radio", name="Hand over where")).to_be_checked()
    chosen.check()
    page.reload()
    expect(chosen).to_be_checked()
    page.evaluate("localStorage.setItem('auralis_background', '{nonsense')")
    page.reload()
    expect(page.get_by_role("radio", name="Hand over where")).to_be_checked()


SENTINELS = """(() => {
  window.locks = [];
  const request = async (kind) => {
    const lock = { kind, released: false, release: async () => { lock.released = true; } };
    locks.push(lock);
    return lock;
  };
  Object.defineProperty(Navigator.prototype, "wakeLock", { value: { request } });
})()"""


def test_the_screen_stays_on_only_if_asked_for(opened: Callable[..., Page], url: str) -> None:
    page = opened(url, SENTINELS, panel=True)
    held = "locks.map(({ released }) => !released)"
    play(page)
    assert page.evaluate(held) == []
    switch = page.get_by_role("switch", name="Keep the screen on")
    switch.check()
    page.wait_for_function("locks.length === 1")
    page.evaluate("locks[0].released = true; look('hidden')")  # as browsers do
    assert page.evaluate(held) == [False]
    page.evaluate("look('visible')")
    page.wait_for_function("locks.length === 2")
    page.evaluate("handlers.pause()")
    page.wait_for_function("locks[1].released")
    page.evaluate("handlers.play()")
    page.wait_for_function("locks.length === 3")
    switch.uncheck()
    assert page.evaluate(held) == [False, False, False]
    assert page.evaluate("localStorage.getItem('auralis_wake_lock')") == "off"


def test_a_screen_that_cannot_be_kept_on_is_said(opened: Callable[..., Page], url: str) -> None:
    page = opened(url, "delete Navigator.prototype.wakeLock", panel=True)
    expect(page.get_by_role("switch", name="Keep the screen on")).to_be_disabled()
    expect(page.get_by_text("This browser cannot keep the screen on.")).to_be_visible()


def test_it_can_be_installed(opened: Callable[..., Page], url: str) -> None:
    page = opened(url, panel=True)
    answer = page.request.get(f"{url}manifest.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("./", "./", "standalone")
    assert "maskable" in {icon.get("purpose") for icon in manifest["icons"]}
    weight = 0
    for icon in manifest["icons"]:
        picture = page.request.get(f"{url}{icon['src']}")
        assert picture.headers["content-type"] == icon["type"]
        if icon["type"] == "image/png":
            weight += len(picture.body())
            wide, high = np.frombuffer(picture.body()[16:24], ">u4")
            assert icon["sizes"] == f"{wide}x{high}"
    assert weight < 15_000
    told = page.context.new_cdp_session(page)
    assert told.send("Page.getAppManifest")["errors"] == []
    button = page.get_by_role("button", name="Install Auralis")
    expect(button).to_have_count(0)
    page.evaluate("""() => {
      const event = new Event("beforeinstallprompt", { cancelable: true });
      event.prompt = async () => { window.prompted = event.defaultPrevented; };
      dispatchEvent(event);
    }""")
    button.click()
    assert page.evaluate("prompted") is True
    expect(button).to_have_count(0)


# Waits until the worker is at work and has every file that the page fetched.
KEPT = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  const cache = await caches.open("auralis-page");
  const missing = async () => {
    const names = performance.getEntriesByType("resource").map(({ name }) => name);
    const files = names.filter((name) => /[.](js|css|svg)$/.test(name));
    return (await Promise.all(files.map((name) => cache.match(name)))).some((found) => !found);
  };
  while (!window.auralis || active.state !== "activated" || await missing()) {
    await new Promise((done) => setTimeout(done, 50));
  }
}"""


def test_without_a_network_it_opens_and_has_what_was_kept(browser: Browser, cache_home: Path) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    with servers(cache_home) as start:
        page.goto(start("--seed", "5"))
        page.evaluate(KEPT)
        page.evaluate("""async () => {
          const cache = await caches.open("auralis-kept");
          await cache.put("kept/evening.txt", new Response("what was heard"));
        }""")
        keys = "caches.open('auralis-page').then((cache) => cache.keys())"
        paths = page.evaluate(f"{keys}.then((all) => all.map(({{ url }}) => new URL(url).pathname))")
        assert "/" in paths
        assert not [path for path in paths if re.match(r"/(api|ws|stream|metrics)\b", path)]
    page.reload()
    expect(page.get_by_text("out of reach")).to_be_visible()
    assert page.evaluate("crossOriginIsolated")
    assert page.evaluate("fetch('kept/evening.txt').then((found) => found.text())") == "what was heard"
    part = "fetch('kept/evening.txt', { headers: { Range: 'bytes=5-7' } })"
    assert page.evaluate(f"{part}.then(async (found) => [found.status, await found.text()])") == [206, "was"]
    assert page.evaluate("fetch('api/status').then(() => true, () => false)") is False
    context.close()
