"""The streams of a real server, by ffmpeg: what is heard is the recipe."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import numpy as np

from auralis.core.address import decode
from auralis.core.units import to_pcm
from auralis.engine import Kernels
from auralis.station.offline import render
from tests.e2e.players import Ffmpeg, SocketPlayer

RATE = 44_100
SECONDS = 6
RATES = {"mp3": RATE, "opus": 48_000, "flac": RATE, "wav": RATE, "aac": RATE}


def test_every_stream_plays_at_once_and_the_lossless_ones_are_the_recipe(
    serve: Callable[..., str], kernels: Kernels, tmp_path: Path
) -> None:
    url = serve("--seed", "21", "--preset", "bright", AURALIS_LEAD_MS="1000")
    players = {form: Ffmpeg(f"{url}stream/main.{form}", SECONDS, tmp_path) for form in RATES}
    players["hls"] = Ffmpeg(f"{url}stream/main/index.m3u8", SECONDS, tmp_path)
    socket = SocketPlayer(url, "auralis.pcm", 10)
    heard = {}
    for form, player in players.items():
        heard[form], said = player.end()
        assert said == "", form
        assert len(heard[form]) == SECONDS * RATES.get(form, RATE), form
        assert np.abs(heard[form]).max() > 500, form
    last = max(socket.end()) + 10 * (SECONDS + 8)
    blocks = render(decode(socket.hello["address"]), kernels, 0, last * RATE // 10)
    whole = np.concatenate([to_pcm(block) for block in blocks]).tobytes()
    for form in ("wav", "flac"):
        at = whole.find(heard[form].tobytes())
        assert at >= 0, form
        assert at % (4 * RATE // 10) == 0, form


def test_a_playlist_leads_to_the_stream_and_head_tells_what_it_is(serve: Callable[..., str]) -> None:
    url = serve("--seed", "22")
    for kind in ("m3u", "pls"):
        text = httpx.get(f"{url}stream/main.{kind}").text
        (address,) = re.findall(r"http://\S+", text)
        assert address == f"{url}stream/main.mp3"
    head = httpx.head(f"{url}stream/main.mp3", timeout=30)
    assert (head.status_code, head.headers["content-type"]) == (200, "audio/mpeg")
