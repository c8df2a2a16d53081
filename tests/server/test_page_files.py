"""The page's files come packed, without their comments, and again only when they have changed."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from auralis.server.wire import PageFiles

pytestmark = pytest.mark.anyio
SOURCE = """/** What it is. */

import { a } from "./a.js";

/**
 * Not needed by a browser.
 * @param {number} n
 */
export const twice = (n) => /** @type {number} */ (2 * n); /** stays, like all that shares its line */
const text = "/** stays */";
/** @type {string} */ export const word = text.repeat(100);
// stays
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "app.js").write_text(SOURCE)
    (tmp_path / "style.css").write_text(
        "/** stays: only modules are written for readers */\n" + "a { b: c; }\n" * 99
    )
    (tmp_path / "icon.png").write_bytes(bytes(999))
    return tmp_path


@pytest.fixture
async def web(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(PageFiles(directory=folder))
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        yield client


@pytest.mark.parametrize("coding", ["br", "gzip"])
async def test_a_module_comes_packed_and_keeps_its_lines(web: httpx.AsyncClient, coding: str) -> None:
    answer = await web.get("/app.js", headers={"Accept-Encoding": f"zstd, {coding};q=0.5"})
    assert (answer.headers["Content-Encoding"], answer.headers["Vary"]) == (coding, "Accept-Encoding")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    found, whole = answer.text.splitlines(), SOURCE.splitlines()
    kept = [n for n, line in enumerate(whole) if not line.startswith(("/** What", "/**", " *"))] + [10]
    assert found == [line if n in kept else "" for n, line in enumerate(whole)]


async def test_a_style_sheet_is_as_it_is_and_a_picture_is_not_packed(
    web: httpx.AsyncClient, folder: Path
) -> None:
    sheet = await web.get("/style.css", headers={"Accept-Encoding": "br"})
    assert sheet.text == (folder / "style.css").read_text()
    assert int(sheet.headers["Content-Length"]) < 150
    assert "Content-Encoding" not in (await web.get("/icon.png")).headers


async def test_who_can_not_unpack_gets_it_plain(web: httpx.AsyncClient) -> None:
    plain = await web.get("/app.js", headers={"Accept-Encoding": "identity"})
    assert plain.text == SOURCE
    assert "Content-Encoding" not in plain.headers


async def test_what_has_not_changed_is_not_sent_again(web: httpx.AsyncClient, folder: Path) -> None:
    first = await web.get("/app.js")
    known = {"If-None-Match": first.headers["ETag"]}
    again = await web.get("/app.js", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    (folder / "app.js").write_text("export {};\n")
    os.utime(folder / "app.js", (1, 1))
    changed = await web.get("/app.js", headers=known)
    assert (changed.status_code, changed.text) == (200, "export {};\n")
