"""A page that plays, and what is recorded of it."""

import base64
import hashlib
import json
from contextlib import suppress
from typing import Any

import numpy as np
from playwright.sync_api import Page, WebSocket, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from auralis.core.recipe import Recipe
from auralis.core.units import to_pcm
from auralis.engine import Kernels
from auralis.station.offline import render

RATE = 44_100
PATIENCE_S = 30
TRIES = 5

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

# What a break spoils is given up at once: a machine that is busy now may be quiet in a moment.
RECORD = """async ([source, frames, patience]) => {
  const { player } = window.auralis;
  const moment = (ms) => new Promise((done) => setTimeout(done, ms));
  const breaks = () => {
    const { underruns, leaps, corrections } = player.figures();
    return underruns + leaps + corrections;
  };
  const even = () => player.state === "playing" && player.figures().drift === 0;
  const end = performance.now() + 1000 * patience;
  const late = () => performance.now() > end;
  const module = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  await player.context.audioWorklet.addModule(module);

  const recorded = async () => {
    let before = -1;
    for (let steady = 0; steady < 10 && !late(); before = breaks(), await moment(100)) {
      steady = even() && breaks() === before ? steady + 1 : 0;
    }
    const recorder = new AudioWorkletNode(player.context, "recorder", { processorOptions: { frames } });
    let taken = null;
    recorder.port.onmessage = ({ data }) => { taken = data; };
    player.output.connect(recorder).connect(player.context.destination);
    while (taken === null && breaks() === before && !late()) await moment(50);
    player.output.disconnect(recorder);
    recorder.disconnect();
    // What the audio thread noticed is told a little later, by its own clock.
    const heard = player.context.currentTime + 0.3;
    while (player.context.currentTime < heard && !late()) await moment(50);
    return breaks() === before ? taken : null;
  };

  let taken = null;
  while (taken === null && !late()) taken = await recorded();
  if (taken === null) return { figures: player.figures() };
  const reader = new FileReader();
  const url = await new Promise((done) => {
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(new Blob([taken]));
  });
  return { samples: url.split(",")[1], rate: player.context.sampleRate };
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
        """Press Play, unless it plays by itself: a driver that looks at the page may let it start."""
        play = self.page.get_by_role("button", name="Play", exact=True)
        pause = self.page.get_by_role("button", name="Pause", exact=True)
        playing, paused = self.page.get_by_text("Playing live"), self.page.get_by_text("Paused.")
        expect(play.or_(pause)).to_be_visible()
        if play.is_visible():
            with suppress(PlaywrightTimeout):
                play.click(timeout=3_000)
        expect(playing.or_(paused)).to_be_visible(timeout=30_000)
        if paused.is_visible():
            play.click()
        expect(playing).to_be_visible(timeout=30_000)
        expect(pause).to_be_visible()

    def record(self, seconds: float, rate: int = RATE, untouched: bool = True) -> np.ndarray:
        """Return what the worklet puts out, int16 (frames, 2); a break the player counts begins it anew.

        Samples that are untouched are those of the wire to the bit.
        """
        patience = PATIENCE_S + TRIES * seconds
        heard = self.page.evaluate(RECORD, [RECORDER, int(seconds * rate), patience])
        assert "samples" in heard, f"the player counted breaks for {patience} s: {heard['figures']}"
        assert heard["rate"] == rate, heard["rate"]
        scaled = np.frombuffer(base64.b64decode(heard["samples"]), "<f4") * np.float64(32_767)
        pcm = np.rint(scaled).astype("<i2")
        touched = np.flatnonzero(np.abs(scaled - pcm) > 0.01) // 2
        assert not untouched or touched.size == 0, (touched, self.figures())
        return pcm.reshape(-1, 2)

    @property
    def hello(self) -> dict[str, Any]:
        return next(m for m in self.told if m["type"] == "hello")

    @property
    def newest(self) -> int:
        """The number of the newest chunk."""
        return int(self.page.evaluate("window.auralis.session.seq"))

    def figures(self) -> dict[str, Any]:
        return dict(self.page.evaluate("window.auralis.player.figures()"))

    def _follow(self, socket: WebSocket) -> None:
        socket.on(
            "framereceived",
            lambda text: self.told.append(json.loads(text)) if isinstance(text, str) else None,
        )


def offline(recipe: Recipe, kernels: Kernels, seconds: int, before: int | None = None) -> np.ndarray:
    """Return the first seconds of a render, or those before a chunk."""
    first = 0 if before is None else max(0, (before + 1) * RATE // 10 - seconds * RATE)
    return np.concatenate([to_pcm(b) for b in render(recipe, kernels, first, seconds * RATE)])


def found(heard: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return the stretch of a render that begins like what was heard."""
    at = whole.tobytes().find(heard[:RATE].tobytes())
    assert at >= 0, "what was heard is not in the render"
    return whole[at // 4 : at // 4 + len(heard)]


def sha256(pcm: np.ndarray) -> str:
    return hashlib.sha256(pcm.tobytes()).hexdigest()


def resampled(pcm: np.ndarray, rate: int) -> np.ndarray:
    """Return the same sound at another rate, by its spectrum."""
    frames = len(pcm) * rate // RATE
    return np.asarray(np.fft.irfft(np.fft.rfft(pcm, axis=0), frames, axis=0))


def correlation(heard: np.ndarray, whole: np.ndarray) -> float:
    """Return how alike a stretch is to the part of a whole that is most like it."""
    one, all_of_it = (x.astype(float).mean(axis=1) for x in (heard, whole))
    size = len(all_of_it) + len(one)
    both = np.fft.irfft(np.fft.rfft(all_of_it, size) * np.conj(np.fft.rfft(one, size)), size)
    at = int(np.argmax(both[: len(all_of_it) - len(one)]))
    return float(np.corrcoef(one, all_of_it[at : at + len(one)])[0, 1])
