"""The sound of the page in a real browser: what its worklet puts out is the offline render."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from auralis.core.address import decode
from auralis.core.recipe import Recipe, from_dict
from auralis.engine import Kernels
from tests.e2e.conftest import Servers
from tests.e2e.listening import RATE, Listening, correlation, found, offline, resampled, sha256

LEAD_S = 1.0
"""Rendered ahead: a busy machine may stall for as long without silence in between."""

OPUS_RATE = 48_000
OPUS_DELAY = 1_440
SETTLED = """() => {
  const { depthMs, targetMs, drift } = window.auralis.player.figures();
  return window.auralis.player.state === "playing" && drift === 0 && Math.abs(depthMs - targetMs) < 150;
}"""

# How far what plays is behind what came in, less what the page says of it; known only while sound comes out.
BEHIND = f"""() => {{
  const {{ player, session }} = window.auralis;
  const playing = player.framePlaying();
  if (playing === null || !({SETTLED})()) return false;
  const heard = (session.seq + 1) * player.rate / 10 - playing;
  return {{ seconds: heard / player.rate - player.figures().latencyMs / 1000 }};
}}"""

# The page keeps its socket to itself, so what makes sockets is listened to.
SOCKETS = """window.sockets = [];
window.WebSocket = class extends WebSocket {
  constructor(...words) { super(...words); window.sockets.push(this); }
};"""

# A browser that insists on its device's rate.
OTHER_RATE = """window.AudioContext = class extends AudioContext {
  constructor({ sampleRate }) {
    if (sampleRate) throw new DOMException("no", "NotSupportedError");
    super({ sampleRate: 48000 });
  }
};"""

Listen = Callable[..., Listening]


@pytest.fixture(scope="module")
def url(serve_all: Servers) -> str:
    return serve_all("--seed", "5", AURALIS_LEAD_MS=str(int(1000 * LEAD_S)))


@pytest.fixture
def listen(browser: Browser) -> Iterator[Listen]:
    with ExitStack() as open_contexts:

        def start(address: str, before: str = "") -> Listening:
            # The recorder comes from a blob, which the page's own policy would not let in.
            # A still picture leaves this machine's few cores to the sound.
            context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
            open_contexts.callback(context.close)
            page = context.new_page()
            page.add_init_script(SOCKETS + before)
            return Listening(page, address)

        yield start


def log(page: Listening) -> Recipe:
    """Return the station's recipe, with what was changed while the page listened."""
    known = decode(str(page.hello["address"])).as_dict()
    told = [c for m in page.told if m["type"] == "generation_update" for c in m["changes"]]
    return from_dict(
        known | {"changes": [*known["changes"], *(c for c in told if c not in known["changes"])]}
    )


def is_the_recipe(page: Listening, heard: np.ndarray, kernels: Kernels) -> None:
    seconds = len(heard) // RATE + 8
    whole = offline(log(page), kernels, seconds, before=page.newest)
    assert heard.any()
    assert sha256(heard) == sha256(found(heard, whole))


def test_what_the_worklet_puts_out_for_30_s_is_the_offline_render(
    url: str, listen: Listen, kernels: Kernels
) -> None:
    page = listen(url + "?codec=pcm")
    page.press_play()
    heard = page.record(30)
    assert page.figures()["codec"] == "auralis.pcm"
    assert decode(str(page.hello["address"])).seed == 5
    is_the_recipe(page, heard, kernels)
    assert page.problems == []


def test_sound_begins_within_a_second_of_play(url: str, listen: Listen) -> None:
    page = listen(url)
    page.page.wait_for_function("window.auralis.session.seq !== null")
    # A driver that looks at the page may have let it start by itself.
    page.page.evaluate("window.auralis.pause()")
    page.page.wait_for_function("window.auralis.player.context?.state === 'suspended'")
    page.page.evaluate("""() => {
      const { player, session } = window.auralis;
      const begun = session.seq;
      player.onState.on((state) => {
        if (state === "playing") window.waited ??= session.seq - begun;
      });
      document.getElementById("play").click();
    }""")
    page.page.wait_for_function("window.waited !== undefined")
    # By the clock of the station, which may send all that it has rendered ahead at once.
    assert page.page.evaluate("window.waited") <= 10 * (1 + LEAD_S)


def test_opus_is_the_offline_render_as_far_as_opus_goes(url: str, listen: Listen, kernels: Kernels) -> None:
    page = listen(url)
    page.press_play()
    heard = page.record(5, OPUS_RATE)
    figures = page.figures()
    assert (figures["codec"], figures["rate"]) == ("auralis.opus", OPUS_RATE)
    whole = offline(log(page), kernels, 15, before=page.newest)
    assert correlation(heard, resampled(whole, OPUS_RATE)) > 0.99
    assert page.problems == []


def test_a_device_of_another_rate_is_resampled_for(url: str, listen: Listen, kernels: Kernels) -> None:
    page = listen(url + "?codec=pcm", before=OTHER_RATE)
    page.press_play()
    heard = page.record(5, OPUS_RATE, untouched=False)
    figures = page.figures()
    assert (figures["codec"], figures["rate"], figures["resampled"]) == ("auralis.pcm", OPUS_RATE, True)
    whole = offline(log(page), kernels, 15, before=page.newest)
    # Whole samples are compared, so the two may be half a sample apart.
    assert correlation(heard, resampled(whole, OPUS_RATE)) > 0.998
    assert page.problems == []


def test_the_frame_that_plays_is_told_alike_by_both_forms(url: str, listen: Listen) -> None:
    for query in ("?codec=pcm", "?codec=opus"):
        page = listen(url + query)
        page.press_play()
        behind = page.page.wait_for_function(BEHIND).json_value()["seconds"]
        assert abs(behind) < 0.2, query


def test_a_layer_and_the_brightness_are_heard_from_the_next_chunk(
    url: str, listen: Listen, kernels: Kernels
) -> None:
    page = listen(url + "?codec=pcm")
    page.press_play()
    asked_at = page.newest * RATE / 10
    page.page.evaluate("window.auralis.session.change({'layers.pad.gain': 0.2, brightness: 0.9})")
    page.page.wait_for_function("window.auralis.session.context.brightness === 0.9")
    changes = [c for m in page.told if m["type"] == "generation_update" for c in m["changes"]]
    assert {k: v for c in changes for k, v in c["set"].items()} == {"layers.pad.gain": 0.2, "brightness": 0.9}
    for change in changes:
        assert change["boundary"] == "chunk"
        assert change["frame"] <= asked_at + (LEAD_S + 0.3 + 0.2) * RATE
    page.page.wait_for_function("f => window.auralis.player.framePlaying() > f", arg=changes[-1]["frame"])
    heard = page.record(4)
    is_the_recipe(page, heard, kernels)
    before = offline(log(page).with_changes(()), kernels, 12, before=page.newest)
    assert before.tobytes().find(heard[:RATE].tobytes()) < 0
    assert page.problems == []


def test_a_preset_chosen_on_the_page_is_heard_from_the_next_bar(
    serve: Servers, listen: Listen, kernels: Kernels
) -> None:
    page = listen(serve("--seed", "6", "--preset", "bright", AURALIS_LEAD_MS="1000") + "?codec=pcm")
    page.press_play()
    page.page.get_by_role("button", name="Sleep").click()
    page.page.wait_for_function("window.auralis.session.context.preset === 'sleep'")
    (change,) = [c for m in page.told if m["type"] == "generation_update" for c in m["changes"]]
    assert (change["set"], change["boundary"]) == ({"preset": "sleep"}, "bar")
    page.page.wait_for_function("f => window.auralis.player.framePlaying() > f", arg=change["frame"])
    is_the_recipe(page, page.record(4), kernels)
    assert page.problems == []


def test_a_dropped_socket_comes_back_and_nothing_is_lost(url: str, listen: Listen, kernels: Kernels) -> None:
    page = listen(url + "?codec=pcm")
    page.press_play()
    before = page.newest
    page.page.evaluate("window.sockets.at(-1).close()")
    page.page.wait_for_function("window.sockets.length === 2")
    page.page.wait_for_function("seq => window.auralis.session.seq > seq + 10", arg=before)
    page.page.wait_for_function(SETTLED)
    assert page.figures()["lost"] == 0
    is_the_recipe(page, page.record(3), kernels)
    assert page.problems == []


def test_a_server_that_stalls_for_two_seconds_is_waited_for(
    url: str, serve_all: Servers, listen: Listen, kernels: Kernels
) -> None:
    page = listen(url + "?codec=pcm")
    page.press_play()
    server = serve_all.processes[url].pid
    os.kill(server, signal.SIGSTOP)
    try:
        page.page.wait_for_function("window.auralis.player.figures().buffering")
        page.page.wait_for_timeout(2000)
    finally:
        os.kill(server, signal.SIGCONT)
    page.page.wait_for_function(SETTLED)
    assert page.figures()["underruns"] >= 1
    is_the_recipe(page, page.record(3), kernels)
    assert page.problems == []


def test_a_server_that_starts_anew_is_heard_again(serve: Servers, listen: Listen, kernels: Kernels) -> None:
    first = serve("--seed", "7", AURALIS_LEAD_MS="1000")
    page = listen(first + "?codec=pcm")
    page.press_play()
    page.page.wait_for_function("window.auralis.player.framePlaying() > 3 * 44100")
    serve.stop(first)
    expect(page.page.locator("html")).to_have_attribute("data-player", "buffering")
    page.told.clear()
    again = serve("--seed", "8", "--port", str(urlsplit(first).port), AURALIS_LEAD_MS="1000")
    assert again == first
    expect(page.page.locator("html")).to_have_attribute("data-player", "playing", timeout=60_000)
    page.page.wait_for_function(SETTLED)
    assert decode(str(page.hello["address"])).seed == 8
    is_the_recipe(page, page.record(3), kernels)


def test_a_server_that_is_killed_goes_on_and_is_heard_on(
    serve: Servers, listen: Listen, kernels: Kernels, tmp_path: Path
) -> None:
    variables = {"AURALIS_LEAD_MS": "1000", "AURALIS_DATA_DIR": str(tmp_path)}
    first = serve("--seed", "9", **variables)
    page = listen(first + "?codec=pcm")
    page.press_play()
    page.page.wait_for_function("window.auralis.player.framePlaying() > 3 * 44100")
    before = page.newest * RATE / 10
    server = serve.processes.pop(first)
    server.kill()
    server.communicate(timeout=30)
    expect(page.page.locator("html")).to_have_attribute("data-player", "buffering")
    assert serve("--port", str(urlsplit(first).port), **variables) == first
    expect(page.page.locator("html")).to_have_attribute("data-player", "playing", timeout=60_000)
    page.page.wait_for_function(SETTLED)
    assert page.page.evaluate("window.auralis.player.framePlaying()") > before
    assert decode(str(page.hello["address"])).seed == 9
    is_the_recipe(page, page.record(3), kernels)
