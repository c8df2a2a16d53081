"""Real clients of every kind at once: a browser, ffmpeg, and a socket of each form.

`AURALIS_SOAK_S` says for how many seconds, 15 if it is not set.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser

from tests.e2e.players import Ffmpeg, SocketPlayer

SECONDS = int(os.environ.get("AURALIS_SOAK_S", "15"))
RATE = 44_100
FORMS = ("auralis.json", "auralis.pcm", "auralis.opus")
MEDIA = ("mp3", "opus", "flac")
BURST_S = 3

PLAY = """async ([forms, seconds]) => {
  const started = forms.map(async (form) => {
    const audio = new Audio(`/stream/main.${form}`);
    audio.muted = true;
    await audio.play();
    const begun = audio.currentTime;
    while (!audio.error && audio.currentTime - begun < seconds) {
      await new Promise((done) => setTimeout(done, 100));
    }
    const heard = { form, error: audio.error && audio.error.message, played: audio.currentTime - begun };
    audio.removeAttribute("src");
    audio.load();
    return heard;
  });
  return Promise.all(started);
}"""


def test_a_browser_ffmpeg_and_every_form_of_the_socket_at_once(
    serve: Callable[..., str], browser: Browser, tmp_path: Path
) -> None:
    url = serve("--seed", "23", "--preset", "bright", AURALIS_LEAD_MS="3000")
    streams = {form: Ffmpeg(f"{url}stream/main.{form}", SECONDS, tmp_path) for form in MEDIA}
    streams["hls"] = Ffmpeg(f"{url}stream/main/index.m3u8", SECONDS, tmp_path)
    sockets = [SocketPlayer(url, form, 10 * SECONDS) for form in FORMS]
    page = browser.new_page(reduced_motion="reduce")
    page.set_default_timeout(1000 * (SECONDS + 60))
    page.goto(url)
    played: list[dict[str, Any]] = page.evaluate(PLAY, [list(MEDIA), SECONDS - BURST_S])
    page.close()
    for media in played:
        assert media["error"] is None, media
        assert media["played"] >= SECONDS - BURST_S, media
    for form, stream in streams.items():
        heard, said = stream.end()
        assert said == "", form
        assert len(heard) == SECONDS * (48_000 if form == "opus" else RATE), form
        assert np.abs(heard).max() > 500, form
    for socket in sockets:
        seqs = socket.end()
        assert seqs == list(range(seqs[0], seqs[0] + 10 * SECONDS)), socket.form
        assert socket.flags == 0, socket.form
        size = 4800 if socket.form == "auralis.opus" else RATE // 10
        assert {len(sound) for sound in socket.sound.values()} == {size}, socket.form
