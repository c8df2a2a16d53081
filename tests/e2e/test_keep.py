"""Keeping what was heard: by REST and by the page, to the sample, and also through the end of the server."""

import hashlib
import io
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser, Page, expect
from websockets.sync.client import connect

from tests.e2e.conftest import Servers

RATE = 44_100
CHUNK = RATE // 10
PATIENCE_S = 90.0
PATIENCE_MS = 90_000


def pcm_of(data: bytes) -> np.ndarray:
    samples, rate = soundfile.read(io.BytesIO(data), dtype="int16")
    assert rate == RATE
    return samples


def heard(url: str, chunks: int) -> tuple[int, bytes]:
    """Return the first chunk's number and the PCM that the socket sends."""
    parts: dict[int, bytes] = {}
    with connect(url.replace("http", "ws") + "ws", subprotocols=["auralis.pcm"], max_size=None) as socket:
        while len(parts) < chunks:
            message = socket.recv(timeout=PATIENCE_S)
            if isinstance(message, bytes):
                parts[int.from_bytes(message[8:16], "little")] = message[24:]
    first = min(parts)
    assert sorted(parts) == list(range(first, first + chunks))
    return first, b"".join(parts[seq] for seq in sorted(parts))


def post(url: str, path: str, **body: object) -> dict[str, Any]:
    answer = httpx.post(f"{url}api/v1/{path}", json=body, timeout=30)
    assert answer.is_success, answer.text
    return answer.json()


def turned(url: str, name: str, *states: str) -> dict[str, Any]:
    end = time.monotonic() + PATIENCE_S
    while (export := httpx.get(f"{url}api/v1/exports/{name}").json())["state"] not in states:
        assert time.monotonic() < end, export
        assert export["error"] is None
        time.sleep(0.05)
    return export


def moments(url: str) -> list[dict[str, Any]]:
    return list(httpx.get(f"{url}api/v1/moments").json()["moments"])


def rendered(moment: dict[str, Any], cache_home: Path, *out: str) -> str:
    """Return the SHA-256 of what the command line renders of a moment."""
    address, _, _ = moment["address"].partition("@")
    span = ("--start", f"{moment['frame'] / RATE:.9f}", "--duration", f"{moment['seconds']:.9f}")
    command = [sys.executable, "-m", "auralis", "render", *out, "--sha256", "--recipe", address, *span]
    done = subprocess.run(
        command, env={"XDG_CACHE_HOME": str(cache_home)}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


ORDERED: Final = """async () => {
  const { moments } = await (await fetch("/api/v1/moments?limit=1")).json();
  return moments[0].exports.length === 2;
}"""
"""Sound and notes of the moment that was kept last are ordered."""


@pytest.fixture(scope="module")
def url(serve_all: Servers, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("data")
    return serve_all(
        "--seed", "11", "--preset", "bright", AURALIS_DATA_DIR=str(folder), AURALIS_LEAD_MS="1000"
    )


def test_what_is_kept_is_what_the_socket_sent_and_what_the_command_line_renders(
    url: str, cache_home: Path, tmp_path: Path
) -> None:
    post(url, "control", **{"layers.pad.gain": 0.5})
    first, sent = heard(url, 40)
    post(url, "control", brightness=0.9)
    span = {"from": first * CHUNK, "to": (first + 40) * CHUNK}
    moment = post(url, "moments", station="main", **span)
    export = post(url, "exports", moment=moment["id"], format="wav")
    stems = post(url, "exports", moment=moment["id"], format="stems")
    export = turned(url, export["id"], "done")
    file = httpx.get(url + export["file"].lstrip("/"))
    assert hashlib.sha256(file.content).hexdigest() == export["sha256"]
    kept = pcm_of(file.content)
    assert kept.astype("<i2").tobytes() == sent

    assert rendered(moment, cache_home, str(tmp_path / "again.wav")) == hashlib.sha256(sent).hexdigest()
    assert hashlib.sha256((tmp_path / "again.wav").read_bytes()).hexdigest() == export["sha256"]

    packed = turned(url, stems["id"], "done")
    assert packed["bytes"] > 8 * len(kept) * 2


def test_kill_minus_nine_in_mid_job_loses_nothing(serve: Servers, tmp_path: Path) -> None:
    variables = {"AURALIS_DATA_DIR": str(tmp_path), "AURALIS_RENDER_PROCESSES": "1"}
    one = serve("--seed", "3", "--preset", "sleep", **variables)
    recipe = httpx.get(f"{one}api/v1/stations/main").json()["address"]
    order = post(one, "exports", address=f"{recipe}@0:01:00", duration=60, format="wav")
    waiting = post(one, "exports", moment=order["moment"], format="midi")
    turned(one, order["id"], "running")
    server = serve.processes.pop(one)
    server.kill()
    server.communicate(timeout=30)

    other = serve("--seed", "4", **variables)
    exports = httpx.get(f"{other}api/v1/exports").json()["exports"]
    assert {e["id"] for e in exports} == {order["id"], waiting["id"]}
    made = turned(other, order["id"], "done")
    turned(other, waiting["id"], "done")
    file = httpx.get(other + made["file"].lstrip("/"))
    assert hashlib.sha256(file.content).hexdigest() == made["sha256"]
    assert len(pcm_of(file.content)) == 60 * RATE
    assert not list(tmp_path.glob("library/*/making-*"))


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce", accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.problems = []
    opened.on("pageerror", lambda error: opened.problems.append(str(error)))
    opened.on("console", lambda said: opened.problems.append(said.text) if said.type == "error" else None)
    opened.goto(url)
    opened.wait_for_function("() => window.auralis")
    opened.evaluate("auralis.play()")
    expect(opened.locator("#status")).to_have_text("Playing live", timeout=PATIENCE_MS)
    opened.wait_for_function(
        "() => auralis.player.framePlaying() > 3 * auralis.player.rate", timeout=PATIENCE_MS
    )
    opened.get_by_role("button", name="Keep", exact=True).click()
    yield opened
    assert opened.problems == []
    context.close()


def test_the_page_keeps_the_last_minute_as_a_file_that_sounds_the_same(
    page: Page, url: str, cache_home: Path, tmp_path: Path
) -> None:
    page.get_by_label("Sound as").select_option("wav")
    before = len(moments(url))
    page.get_by_role("button", name="Keep the last 1 min").click()
    expect(page.locator(".kept")).to_have_count(before + 1)
    item = page.locator(".kept").first
    with page.expect_download(timeout=PATIENCE_MS) as downloading:
        item.get_by_role("link", name="WAV").click(timeout=PATIENCE_MS)
    file = tmp_path / "kept.wav"
    downloading.value.save_as(file)
    assert downloading.value.suggested_filename.startswith("bright, ")
    assert downloading.value.suggested_filename.endswith(".wav")
    moment = moments(url)[0]
    end = moment["frame"] + moment["frames"]
    assert 3 * RATE < end < page.evaluate("auralis.player.framePlaying()")
    assert rendered(moment, cache_home) == hashlib.sha256(pcm_of(file.read_bytes()).tobytes()).hexdigest()
    expect(item.get_by_role("link", name="Notes (MIDI)")).to_be_visible(timeout=PATIENCE_MS)
    notes = httpx.get(f"{url}api/v1/exports/{moment['id']}-midi/file")
    assert notes.content[:4] == b"MThd"


def test_what_was_kept_is_renamed_shared_and_deleted_with_keys_alone(page: Page, url: str) -> None:
    before = len(moments(url))
    page.get_by_role("button", name="Keep the last 5 min").press("Enter")
    expect(page.locator(".kept")).to_have_count(before + 1)
    page.wait_for_function(ORDERED, timeout=PATIENCE_MS)
    item = page.locator(".kept").first
    item.get_by_role("button", name="Rename").press("Enter")
    field = item.get_by_label("Title")
    expect(field).to_be_focused()
    field.fill("<b>Rain</b> & ☂")
    field.press("Enter")
    expect(item.locator("strong")).to_have_text("<b>Rain</b> & ☂")
    assert moments(url)[0]["title"] == "<b>Rain</b> & ☂"
    item.get_by_role("button", name="Copy link").press("Enter")
    expect(page.get_by_text("The link is copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == url.rstrip("/") + moments(url)[0]["link"]
    item.get_by_role("button", name="Rename").press("Enter")
    field.press("Escape")
    expect(field).to_be_hidden()
    expect(page.locator("#panel-keep")).to_be_visible()
    delete = item.get_by_role("button", name="Delete")
    delete.press("Enter")
    assert len(moments(url)) == before + 1
    item.get_by_role("button", name="Really delete?").press("Enter")
    expect(page.get_by_text("Deleted.")).to_be_visible()
    assert len(moments(url)) == before
    expect(page.locator(".kept")).to_have_count(before)


def test_another_browser_sees_it_and_can_not_change_it(page: Page, browser: Browser, url: str) -> None:
    page.get_by_role("button", name="Keep the last 1 min").click()
    expect(page.locator(".kept").first.get_by_role("button", name="Rename")).to_be_visible()
    page.reload()
    expect(page.locator(".kept").first.get_by_role("button", name="Rename")).to_be_visible()
    stranger = browser.new_page()
    stranger.goto(url)
    stranger.get_by_role("button", name="Keep", exact=True).click()
    item = stranger.locator(".kept").first
    expect(item.get_by_role("link", name="Play")).to_be_visible()
    expect(item.get_by_role("button", name="Rename")).to_have_count(0)
    expect(item.get_by_role("button", name="Delete")).to_have_count(0)
    stranger.close()


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (507, "This server has no room left for it. Delete something that was kept, or keep less."),
        (429, "The server has too much to do at the moment. Try again soon."),
        (503, "The server could not be asked. Try again in a moment."),
        (0, "The server could not be asked. Try again in a moment."),
    ],
)
def test_what_the_server_refuses_is_said_in_a_sentence(page: Page, status: int, sentence: str) -> None:
    page.route(
        "**/api/v1/moments",
        lambda route: route.abort() if status == 0 else route.fulfill(status=status, body="{}"),
    )
    page.get_by_role("button", name="Keep the last 15 min").click()
    expect(page.get_by_text(sentence)).to_be_visible()
    page.problems.clear()
