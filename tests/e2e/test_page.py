"""The page in a real browser: what its worklet puts out is the offline render, sample for sample."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from auralis.core.address import decode
from auralis.core.recipe import Recipe, from_dict
from auralis.core.units import to_pcm
from auralis.engine import Kernels
from auralis.station.offline import render

RATE = 44_100
SECONDS = 10
TRIES = 3

# It keeps what it hears to itself until the end, so that recording costs the page nothing.
RECORDER = """
registerProcessor("recorder", class extends AudioWorkletProcessor {
  constructor({ processorOptions: { frames } }) {
    super();
    this.taken = new Float32Array(2 * frames);
    this.at = 0;
  }
  process([[left, right]]) {
    if (!right) return true;
    for (let i = 0; i < left.length && this.at < this.taken.length; i++) {
      this.taken[this.at++] = left[i];
      this.taken[this.at++] = right[i];
    }
    if (this.at < this.taken.length) return true;
    this.port.postMessage(this.taken);
    return false;
  }
});
"""

RECORD = """async ([source, frames]) => {
  const { player } = window.auralis;
  const moment = (ms) => new Promise((done) => setTimeout(done, ms));
  const breaks = () => player.figures().underruns + player.figures().leaps;
  for (let steady = 0, seen = -1; steady < 10; seen = breaks(), await moment(100)) {
    steady = player.state === "playing" && breaks() === seen ? steady + 1 : 0;
  }
  const before = breaks();
  const module = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  await player.context.audioWorklet.addModule(module);
  const recorder = new AudioWorkletNode(player.context, "recorder", { processorOptions: { frames } });
  const taken = await new Promise((done) => {
    recorder.port.onmessage = ({ data }) => done(data);
    player.output.connect(recorder).connect(player.context.destination);
  });
  player.output.disconnect(recorder);
  await moment(300);
  const reader = new FileReader();
  const url = await new Promise((done) => {
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(new Blob([taken]));
  });
  return { samples: url.split(",")[1], breaks: breaks() - before, rate: player.context.sampleRate };
}"""


class Listening:
    """The page, playing, and what its socket was told."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.told: list[dict[str, Any]] = []
        self.problems: list[str] = []
        page.on("websocket", self._follow)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda said: self.problems.append(said.text) if said.type == "error" else None)
        page.goto(url)

    def press_play(self) -> None:
        """Press Play; a driver that looks at the page may let it start by itself just before."""
        playing, paused = self.page.get_by_text("Playing live"), self.page.get_by_text("Paused.")
        self.page.get_by_role("button", name="Play").click()
        expect(playing.or_(paused)).to_be_visible(timeout=20_000)
        if paused.is_visible():
            self.page.get_by_role("button", name="Play").click()
        expect(playing).to_be_visible(timeout=20_000)
        expect(self.page.get_by_role("button", name="Pause")).to_be_visible()

    def record(self, seconds: float) -> np.ndarray:
        """Return what the worklet puts out, int16 (frames, 2); a break the player counts begins it anew."""
        for _ in range(TRIES):
            heard = self.page.evaluate(RECORD, [RECORDER, int(seconds * RATE)])
            assert heard["rate"] == RATE
            if heard["breaks"] == 0:
                scaled = np.frombuffer(base64.b64decode(heard["samples"]), "<f4") * np.float64(32_767)
                pcm = np.rint(scaled).astype("<i2")
                assert np.abs(scaled - pcm).max() < 0.01
                return pcm.reshape(-1, 2)
        pytest.fail(f"the player counted a break in each of {TRIES} recordings")

    @property
    def hello(self) -> dict[str, Any]:
        return next(m for m in self.told if m["type"] == "hello")

    def _follow(self, socket: WebSocket) -> None:
        socket.on(
            "framereceived",
            lambda text: self.told.append(json.loads(text)) if isinstance(text, str) else None,
        )


@pytest.fixture
def listening(browser: Browser, serve: Callable[..., str]) -> Iterator[Callable[..., Listening]]:
    contexts = []

    def start(*words: str, recorded: bool = True) -> Listening:
        # The recorder comes from a blob, which the page's own policy would not let in.
        # A still picture leaves this machine's few cores to the sound.
        contexts.append(browser.new_context(bypass_csp=recorded, reduced_motion="reduce"))
        return Listening(contexts[-1].new_page(), serve(*words, AURALIS_LEAD_MS="1000"))

    yield start
    for context in contexts:
        context.close()


def offline(recipe: Recipe, kernels: Kernels, seconds: int) -> np.ndarray:
    return np.concatenate([to_pcm(b) for b in render(recipe, kernels, 0, seconds * RATE)])


def found(heard: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return the stretch of a render that begins like what was heard."""
    at = whole.tobytes().find(heard[:RATE].tobytes())
    assert at >= 0, "what was heard is not in the render"
    return whole[at // 4 : at // 4 + len(heard)]


def sha256(pcm: np.ndarray) -> str:
    return hashlib.sha256(pcm.tobytes()).hexdigest()


def test_what_the_worklet_puts_out_is_the_offline_render(
    listening: Callable[..., Listening], kernels: Kernels
) -> None:
    page = listening("--seed", "5")
    page.press_play()
    heard = page.record(SECONDS)
    recipe = decode(str(page.hello["address"]))
    assert recipe.seed == 5
    assert heard.any()
    assert sha256(heard) == sha256(found(heard, offline(recipe, kernels, 90)))
    assert page.problems == []


def test_a_preset_chosen_on_the_page_is_heard_from_the_next_bar(
    listening: Callable[..., Listening], kernels: Kernels
) -> None:
    page = listening("--seed", "6", "--preset", "bright")
    page.press_play()
    page.page.get_by_role("button", name="Sleep").click()
    heard = page.record(SECONDS)
    changes = [c for m in page.told if m["type"] == "generation_update" for c in m["changes"]]
    assert [c["set"] for c in changes] == [{"preset": "sleep"}]
    assert [c["boundary"] for c in changes] == ["bar"]
    log = decode(str(page.hello["address"])).as_dict() | {"changes": changes}
    whole = offline(from_dict(log), kernels, 90)
    assert sha256(heard) == sha256(found(heard, whole))
    assert page.problems == []


def test_the_page_shows_what_plays(listening: Callable[..., Listening]) -> None:
    page = listening("--seed", "5", "--preset", "meditation", recorded=False)
    page.press_play()
    expect(page.page.get_by_role("button", name="Meditation")).to_have_attribute("aria-pressed", "true")
    expect(page.page.locator("#chord")).not_to_have_text("–", timeout=20_000)
    expect(page.page.get_by_label("Tempo")).to_have_value("50")
    page.page.get_by_label("Tempo").fill("72")
    expect(page.page.locator("[data-pending=bpm]")).to_have_text("", timeout=30_000)
    page.page.reload()
    expect(page.page.get_by_label("Tempo")).to_have_value("72")
    assert page.problems == []


def test_a_wish_that_cannot_be_had_is_said_once(listening: Callable[..., Listening]) -> None:
    page = listening("--seed", "5", "--preset", "sleep", recorded=False).page
    expect(page.locator("#phrase")).not_to_be_empty(timeout=20_000)
    wish = {"type": "control", "key": "E phrygian", "chords": "#iv", "boundary": "phrase"}
    page.evaluate("wish => window.auralis.socket.send(wish)", wish)
    expect(page.get_by_role("status").filter(has_text="#iv is not in E phrygian")).to_be_visible()
    page.reload()
    expect(page.locator("#phrase")).not_to_be_empty(timeout=20_000)
    assert page.locator("#remark").text_content() == ""


def test_every_request_stays_with_its_own_server(browser: Browser, serve: Callable[..., str]) -> None:
    url = serve("--seed", "5")
    context = browser.new_context()
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    context.close()
    assert len(asked) > 5
    assert all(address.startswith((url, "data:", url.replace("http", "ws"))) for address in asked)
