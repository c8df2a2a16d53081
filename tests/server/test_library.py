"""The library over REST: how full it is, what is wrong with it, and how much may be asked of it."""

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from auralis.library.library import MEGABYTE
from tests.server.keeping import MOMENTS, keeping, kept, named

pytestmark = pytest.mark.anyio


@pytest.fixture
async def home(serve: Any, tmp_path: Path) -> Any:
    async with keeping(serve, tmp_path) as running:
        yield running


async def test_a_full_library_says_what_it_may_hold(serve: Any, tmp_path: Path) -> None:
    async with keeping(serve, tmp_path, quota=0) as house:
        await house.play(20)
        refused = await house.http.post(MOMENTS, json={"minutes": 1})
        assert named(refused) == (507, "LIBRARY_FULL")
        assert refused.json()["detail"].startswith("the library may hold 0 MB and holds 0 MB")


async def test_a_disk_that_fails_is_told(serve: Any, tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file")
    async with keeping(serve, tmp_path) as house:
        await house.play(20)
        refused = await house.http.post(MOMENTS, json={"minutes": 1})
        assert named(refused) == (503, "LIBRARY_UNAVAILABLE")
        assert str(tmp_path) not in refused.text
        there = (await house.http.get("/api/v1/library")).json()
        assert there["damaged"] == [{"folder": ".", "why": "Not a directory"}]


async def test_a_folder_whose_name_is_no_text_is_named_too(serve: Any, tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path / "library") + b"/\xff")).mkdir(parents=True)
    async with keeping(serve, tmp_path) as house:
        (damaged,) = (await house.http.get("/api/v1/library")).json()["damaged"]
        assert damaged["folder"] == "?"


async def test_far_too_much_at_once_is_refused(home: Any) -> None:
    await home.play(20)
    asked = (home.http.post(MOMENTS, json={"minutes": -1}) for _ in range(201))
    answers = sorted(await asyncio.gather(*asked), key=lambda answer: answer.status_code)
    assert {a.status_code for a in answers[:200]} == {422}
    assert named(answers[200]) == (429, "SERVER_OVERLOAD")
    assert int(answers[200].headers["Retry-After"]) > 0
    await home.clock.advance(1)
    await kept(home)


async def test_the_library_tells_how_full_it_is(home: Any, tmp_path: Path) -> None:
    await home.play(20)
    moment = await kept(home)
    there = (await home.http.get("/api/v1/library")).json()
    written = (tmp_path / "library" / moment["id"] / "moment.json").stat().st_size
    assert (there["moments"], there["bytes"], there["quota_bytes"]) == (1, written, 1_000 * MEGABYTE)
    assert there["formats"] == ["flac", "wav", "opus", "mp3", "stems", "midi", "musicxml", "json"]
    assert there["damaged"] == []
