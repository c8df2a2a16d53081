"""Listen links: what they open, for how long, and that nobody else makes them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auralis.server.access import Link, LinkKey, Links, Policy, Tokens
from tests.server.access import ADMIN, CONTROL, bearing, guarded, problem, refusal

Told = Callable[..., Any]
LINKS = "/api/v1/links"
STATIONS = "/api/v1/stations"
MADE = Links(LinkKey())


async def link(house: Any, **wanted: object) -> str:
    answer = await house.http.post(LINKS, json=wanted, headers=bearing(ADMIN))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["token"])


@pytest.mark.anyio
async def test_a_link_opens_what_it_says_until_it_expires(closed: Any, told: Told) -> None:
    token = await link(closed, seconds=60, station="sleep")
    async with closed.listen(f"/ws/sleep?token={token}") as client:
        await told(client, "hello")
    assert (await closed.http.get(f"/api/v1/status?station=sleep&token={token}")).status_code == 200
    assert (await closed.http.get("/api/v1/presets", headers=bearing(token))).status_code == 200
    for path in ("/api/v1/status", "/stream/main.mp3", "/api/v1/moments", "/metrics", STATIONS):
        assert problem(await closed.http.get(path, headers=bearing(token))) == (403, "NOT_ALLOWED"), path
    assert await refusal(closed, f"/ws?token={token}&station=sleep") == ("NOT_ALLOWED", 4403, None)
    assert await refusal(closed, f"/ws/new?token={token}") == ("NOT_ALLOWED", 4403, None)
    await closed.clock.advance(61)
    gone = await closed.http.get("/api/v1/status?station=sleep", headers=bearing(token))
    assert problem(gone) == (401, "LINK_EXPIRED")
    assert gone.json()["detail"] == "this link has expired: ask for a new one"


@pytest.mark.anyio
async def test_a_link_to_all_stations_makes_a_listener(closed: Any) -> None:
    token = await link(closed, seconds=3600)
    for path in ("/api/v1/status", "/api/v1/status?station=sleep", STATIONS, "/metrics"):
        assert (await closed.http.get(path, headers=bearing(token))).status_code == 200
    assert problem(await closed.http.post(LINKS, json={}, headers=bearing(token))) == (403, "NOT_ALLOWED")


@pytest.mark.anyio
async def test_a_link_tells_where_it_leads(closed: Any) -> None:
    wanted = {"seconds": 60, "station": "sleep"}
    made = (await closed.http.post(LINKS, json=wanted, headers=bearing(ADMIN))).json()
    base = str(closed.http.base_url)
    assert made["expires"] == "2023-11-14T22:14:20.000000Z"
    assert made["page"] == f"{base}/?station=sleep&token={made['token']}"
    assert made["stream"] == f"{base}/stream/sleep.mp3?token={made['token']}"
    assert (await closed.http.head(made["stream"])).headers["content-type"] == "audio/mpeg"


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"seconds": 0}, "seconds"),
        ({"seconds": True}, "seconds"),
        ({"seconds": 1e12}, "seconds"),
        ({"station": 5}, "station"),
        ({"station": "../main"}, "station"),
        ({"hours": 1}, "hours"),
    ],
)
async def test_a_link_that_can_not_be_is_refused(closed: Any, body: Any, field: str) -> None:
    answer = await closed.http.post(LINKS, json=body, headers=bearing(ADMIN))
    assert answer.status_code in (404, 422)
    assert answer.json()["field"] == field


@pytest.mark.anyio
async def test_links_outlive_a_restart_but_not_another_listen_token(serve: Any, tmp_path: Path) -> None:
    file = tmp_path / "data" / "link.key"
    async with serve(policy=guarded(link_key=LinkKey(file))) as house:
        token = await link(house)
        assert file.stat().st_mode & 0o777 == 0o600
    async with serve(policy=guarded(link_key=LinkKey(file))) as house:
        assert (await house.http.get("/api/v1/status", headers=bearing(token))).status_code == 200
    other = Policy(Tokens(CONTROL, ADMIN, "another"), link_key=LinkKey(file))
    async with serve(policy=other) as house:
        assert (await house.http.get("/api/v1/status", headers=bearing(token))).status_code == 401


@pytest.mark.anyio
async def test_a_key_that_can_not_be_kept_is_a_plain_answer(serve: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with serve(policy=guarded(link_key=LinkKey(tmp_path / "file" / "link.key"))) as house:
        answer = await house.http.post(LINKS, json={}, headers=bearing(ADMIN))
    assert (answer.status_code, answer.json()["detail"][:32]) == (503, "the key of links can't be kept: ")


def test_a_broken_key_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "link.key").write_bytes(b"short")
    with pytest.raises(OSError, match="is no key"):
        LinkKey(tmp_path / "link.key").made()
    assert [f.name for f in tmp_path.iterdir()] == ["link.key"]


def test_two_processes_agree_on_a_key(tmp_path: Path) -> None:
    first, second = LinkKey(tmp_path / "link.key"), LinkKey(tmp_path / "link.key")
    assert second.existing() is None
    assert first.made() == second.existing() == second.made()


@given(st.integers(0, 2**63), st.none() | st.text("abcxyz0189-äß", min_size=1, max_size=40))
def test_a_link_reads_as_it_was_made(expires: int, station: str | None) -> None:
    link = Link(expires, station)
    token = MADE.make(link)
    assert MADE.read(token) == link
    assert Links(LinkKey()).read(token) is None
    assert token.isascii()
    assert not set(token) & set("=/+ &?#%")


@given(st.data())
def test_a_link_changed_by_a_letter_is_none(data: st.DataObject) -> None:
    token = MADE.make(Link(2_000_000_000, "sleep"))
    at = data.draw(st.integers(0, len(token) - 2))
    letter = data.draw(st.characters(codec="ascii").filter(lambda c: c != token[at]))
    assert MADE.read(token[:at] + letter + token[at + 1 :]) is None
    assert MADE.read(token[:at]) is None


@given(st.text())
def test_whatever_is_brought_as_a_link_is_read(text: str) -> None:
    assert MADE.read(text) is None
    assert MADE.read(f"link.{text}") is None
