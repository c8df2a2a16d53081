"""Kept moments as files over REST: ordered, followed, fetched whole or in part, removed."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

from auralis.server.keeping import attachment
from tests.server.keeping import EXPORTS, MOMENTS, holding, keeping, kept, named, turned

pytestmark = pytest.mark.anyio


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    return tmp_path / "gate"


@pytest.fixture
async def home(serve: Any, tmp_path: Path) -> Any:
    async with keeping(serve, tmp_path) as running:
        await running.play(50)
        yield running


async def made(home: Any, form: str = "wav", **wanted: object) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a kept moment and an export of it that is done."""
    moment = await kept(home, **(wanted or {"minutes": 1}))
    answer = await home.http.post(EXPORTS, json={"moment": moment["id"], "format": form})
    assert answer.status_code == 202, answer.text
    return moment, await turned(home, answer.json()["id"], "done")


async def test_a_file_is_ordered_followed_and_fetched(home: Any, gate: Path) -> None:
    moment = await kept(home, minutes=1, title="Evening")
    answer = await home.http.post(EXPORTS, json={"moment": moment["id"], "format": "flac"})
    export = answer.json()
    name = f"{moment['id']}-flac"
    assert (answer.status_code, answer.headers["Location"]) == (202, f"{EXPORTS}/{name}")
    assert (export["id"], export["moment"], export["format"]) == (name, moment["id"], "flac")
    assert export["file"] is None
    while (export := await turned(home, name, "running"))["progress"] < 0.5:
        pass
    assert export["speed"] > 0
    assert export["seconds_left"] > 0
    early = await home.http.get(f"{EXPORTS}/{name}/file")
    assert named(early) == (409, "NOT_READY")
    assert early.json()["state"] == "running"
    gate.touch()
    export = await turned(home, name, "done")
    assert (export["progress"], export["file"]) == (1.0, f"{EXPORTS}/{name}/file")
    got = await home.http.get(export["file"])
    assert got.status_code == 200
    assert got.headers["content-type"] == "audio/flac"
    digest = hashlib.sha256(got.content)
    assert (export["bytes"], export["sha256"]) == (len(got.content), digest.hexdigest())
    assert got.headers["etag"] == f'"{export["sha256"]}"'
    assert got.headers["repr-digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert got.headers["content-disposition"] == (
        "attachment; filename=\"Evening.flac\"; filename*=UTF-8''Evening.flac"
    )
    again = await home.http.post(EXPORTS, json={"moment": moment["id"], "format": "flac"})
    assert (again.status_code, again.json()) == (200, export)
    for listed in (
        await home.http.get(EXPORTS),
        await home.http.get(EXPORTS, params={"moment": moment["id"]}),
    ):
        assert listed.json() == {"exports": [export]}
    (told,) = (await home.http.get(MOMENTS)).json()["moments"]
    assert (told["exports"], told["bytes"]) == ([export], export["bytes"])


async def test_a_part_of_a_file_is_fetched_and_a_copy_that_is_current_is_not(home: Any, gate: Path) -> None:
    gate.touch()
    _, export = await made(home)
    url = export["file"]
    whole = await home.http.get(url)
    part = await home.http.get(url, headers={"Range": "bytes=3-7"})
    assert (part.status_code, part.content) == (206, whole.content[3:8])
    assert part.headers["content-range"] == f"bytes 3-7/{len(whole.content)}"
    assert part.headers["etag"] == whole.headers["etag"]
    rest = await home.http.get(url, headers={"Range": "bytes=5-", "If-Range": whole.headers["etag"]})
    assert (rest.status_code, rest.content) == (206, whole.content[5:])
    other = await home.http.get(url, headers={"Range": "bytes=5-", "If-Range": '"other"'})
    assert (other.status_code, other.content) == (200, whole.content)
    assert (await home.http.get(url, headers={"Range": "bytes=99999-"})).status_code == 416
    same = await home.http.get(url, headers={"If-None-Match": whole.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    head = await home.http.head(url)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-length", "content-type", "etag", "content-disposition", "accept-ranges"):
        assert head.headers[name] == whole.headers[name], name


async def test_an_order_may_keep_its_moment_itself(home: Any, gate: Path) -> None:
    gate.touch()
    by_station = await home.http.post(EXPORTS, json={"minutes": 1, "format": "midi", "title": "Notes"})
    assert by_station.status_code == 202
    export = by_station.json()
    moment = (await home.http.get(f"{MOMENTS}/{export['moment']}")).json()
    assert moment["title"] == "Notes"
    wanted = {"address": moment["address"], "duration": 2, "format": "json"}
    by_address = (await home.http.post(EXPORTS, json=wanted)).json()
    assert by_address["moment"] != export["moment"]
    for ordered in (export, by_address):
        await turned(home, ordered["id"], "done")
        gone = await home.http.delete(f"{MOMENTS}/{ordered['moment']}", headers=holding(ordered))
        assert gone.status_code == 204
    assert (await home.http.get(EXPORTS)).json() == {"exports": []}


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        ({"format": "ogg"}, (422, "format")),
        ({}, (422, "format")),
        ({"format": ["wav"]}, (422, "format")),
        ({"format": "wav", "moment": "mzzzzzzzzz"}, (404, "NOT_KEPT")),
        ({"format": "wav", "moment": "../../etc"}, (404, "NOT_KEPT")),
        ({"format": "wav", "moment": 3}, (422, "moment")),
        ({"format": "wav", "moment": "mzzzzzzzzz", "minutes": 3}, (422, "minutes")),
        ({"format": "wav", "station": "nowhere", "minutes": 1}, (404, "station")),
        ({"format": "wav", "address": "a1"}, (422, "address")),
        ({"format": "wav", "minutes": -1}, (422, "minutes")),
    ],
)
async def test_a_wrong_order_names_what_is_wrong(home: Any, wanted: Any, problem: Any) -> None:
    assert named(await home.http.post(EXPORTS, json=wanted)) == problem
    assert (await home.http.get(MOMENTS)).json() == {"moments": []}


@pytest.mark.parametrize("name", ["x", "mzzzzzzzzz-wav", "..%2f..%2fetc"])
async def test_an_export_that_there_is_not_is_not_found(home: Any, name: str) -> None:
    for path in (f"{EXPORTS}/{name}", f"{EXPORTS}/{name}/file"):
        assert (await home.http.get(path)).status_code == 404
    assert (await home.http.delete(f"{EXPORTS}/{name}")).status_code in (404, 405)
    assert (await home.http.get(EXPORTS, params={"moment": name})).status_code == 404


async def test_what_fails_says_why(home: Any, gate: Path, tmp_path: Path) -> None:
    gate.write_text("fail")
    ordered = (await home.http.post(EXPORTS, json={"minutes": 1, "format": "wav"})).json()
    export = await turned(home, ordered["id"], "failed")
    assert export["error"] == "sound.wav: the disk is full"
    got = await home.http.get(f"{EXPORTS}/{ordered['id']}/file")
    assert named(got) == (409, "NOT_READY")
    assert "the disk is full" in got.json()["detail"]
    assert str(tmp_path) not in got.text


async def test_only_who_kept_the_moment_stops_and_removes(home: Any, gate: Path) -> None:
    moment = await kept(home)
    ordered = (await home.http.post(EXPORTS, json={"moment": moment["id"], "format": "wav"})).json()
    url = f"{EXPORTS}/{ordered['id']}"
    await turned(home, ordered["id"], "running")
    for headers in ({}, {"Authorization": "Bearer x"}):
        assert named(await home.http.delete(url, headers=headers)) == (403, "NOT_OWNER")
    assert (await home.http.delete(url, headers=holding(moment))).status_code == 204
    assert (await home.http.get(url)).status_code == 404
    gate.touch()
    # Any listener may have another one's moment made into a file.
    again = await home.http.post(EXPORTS, json={"moment": moment["id"], "format": "wav"})
    await turned(home, again.json()["id"], "done")


async def test_a_file_that_became_another_is_found_when_asked(home: Any, gate: Path, tmp_path: Path) -> None:
    gate.touch()
    moment, export = await made(home)
    url = f"{EXPORTS}/{export['id']}"
    assert (await home.http.get(url, params={"check": True})).json() == export
    file = tmp_path / "library" / moment["id"] / "sound.wav"
    file.write_bytes(file.read_bytes()[::-1])
    assert (await home.http.get(url)).json()["state"] == "done"
    assert (await home.http.get(url, params={"check": True})).json()["state"] == "damaged"
    got = await home.http.get(f"{url}/file")
    assert named(got) == (409, "NOT_READY")
    await home.http.post(EXPORTS, json={"moment": moment["id"], "format": "wav"})
    assert await turned(home, export["id"], "done") == export


async def test_an_order_that_does_not_fit_is_refused(serve: Any, tmp_path: Path) -> None:
    async with keeping(serve, tmp_path, quota=500_000) as house:
        await house.play(50)
        refused = await house.http.post(EXPORTS, json={"minutes": 1, "format": "wav"})
        assert named(refused) == (507, "LIBRARY_FULL")
        # What was kept only for the order is gone with it: nobody was told its token.
        assert (await house.http.get(MOMENTS)).json() == {"moments": []}


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("focus, D dorian, 60 bpm, seed 7", "focus, D dorian, 60 bpm, seed 7"),
        ("Übung / am Abend", "Ubung - am Abend"),
        ('a"b\\c\r\nX-Evil: 1', "a-b-c-X-Evil- 1"),
        ("../../etc/passwd", "etc-passwd"),
        ("夜", "auralis"),
        ("...", "auralis"),
    ],
)
def test_a_download_has_a_name_that_every_disk_takes(title: str, plain: str) -> None:
    header = attachment(title, ".wav")
    found = re.fullmatch(
        r"attachment; filename=\"([^\"]+)\.wav\"; filename\*=UTF-8''([A-Za-z0-9%._~-]+)\.wav", header
    )
    assert found is not None, header
    assert found[1] == plain
    assert header.isascii()
    assert header.isprintable()
