"""Pages of other origins: what they may, and what their browsers are told."""

from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from auralis.server.access import Policy, Tokens
from auralis.server.access.origins import Origins
from tests.server.access import LISTEN, bearing, problem

FRIEND = "https://friend.example"
STRANGER = "https://stranger.example"
CONTROL = "/api/v1/control"


@pytest.mark.parametrize(
    ("origin", "host", "own", "local"),
    [
        (None, "radio.example", True, True),
        ("https://radio.example", "radio.example", True, False),
        ("https://Radio.Example", "radio.example", True, False),
        ("http://radio.example:8000", "radio.example:8000", True, False),
        ("http://radio.example:8000", "radio.example", False, False),
        ("http://radio.example.evil.net", "radio.example", False, False),
        ("http://localhost:8000", "localhost:8000", True, True),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True, True),
        ("http://[::1]:8000", "[::1]:8000", True, True),
        ("http://[::1]", "[::1]", True, True),
        ("http://evil.localhost.net:8000", "evil.localhost.net:8000", True, False),
        ("null", "null", False, False),
        ("", "", False, False),
        ("file://", "", False, False),
    ],
)
def test_which_pages_are_a_servers_own(origin: str | None, host: str, own: bool, local: bool) -> None:
    assert Origins().allows(origin, host) is own
    assert Origins(local=True).allows(origin, host) is local
    assert Origins(("*",)).allows(origin, host)


@pytest.mark.anyio
async def test_a_foreign_page_changes_nothing_and_opens_no_socket(house: Any) -> None:
    for method, path in (
        ("POST", CONTROL),
        ("POST", "/api/v1/stations"),
        ("DELETE", "/api/v1/stations/main"),
    ):
        answer = await house.http.request(method, path, json={"bpm": 75}, headers={"Origin": STRANGER})
        assert problem(answer) == (403, "ORIGIN_NOT_ALLOWED")
    for path in ("/ws", "/ws/new", "/nowhere"):
        with pytest.raises(InvalidStatus, match="403"):
            async with house.listen(path, origin=STRANGER):
                pass
    assert house.source.context["bpm"] == 60
    own = str(house.http.base_url)
    assert (await house.http.post(CONTROL, json={"bpm": 75}, headers={"Origin": own})).status_code == 200
    async with house.listen(origin=own) as client:
        await client.recv()


@pytest.mark.anyio
async def test_a_name_that_was_made_to_lead_here_is_foreign(serve: Any) -> None:
    tricked = {"Origin": "http://evil.example:8000", "Host": "evil.example:8000"}
    async with serve(policy=Policy(local=True)) as house:
        assert problem(await house.http.post(CONTROL, json={"bpm": 75}, headers=tricked)) == (
            403,
            "ORIGIN_NOT_ALLOWED",
        )
        own = {"Origin": f"http://localhost:{house.port}", "Host": f"localhost:{house.port}"}
        assert (await house.http.post(CONTROL, json={"bpm": 75}, headers=own)).status_code == 200


async def _asked(house: Any, origin: str, method: str, *headers: str) -> httpx.Response:
    asking = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": ", ".join(headers),
    }
    return await house.http.options(CONTROL, headers=asking)


@pytest.mark.anyio
async def test_pages_that_were_named_may_what_their_tokens_allow(serve: Any) -> None:
    async with serve(policy=Policy(Tokens(listen=LISTEN), cors_origins=(FRIEND,))) as house:
        asked = await _asked(house, FRIEND, "POST", "authorization", "content-type")
        assert asked.status_code == 200
        assert asked.headers["Access-Control-Allow-Origin"] == FRIEND
        assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
        assert "DELETE" in asked.headers["Access-Control-Allow-Methods"]
        friend = {"Origin": FRIEND, **bearing(LISTEN)}
        answer = await house.http.post(CONTROL, json={"bpm": 75}, headers=friend)
        assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, FRIEND)
        refused = await house.http.post(CONTROL, json={"bpm": 75}, headers={"Origin": FRIEND})
        assert problem(refused) == (401, "TOKEN_NEEDED")
        assert refused.headers["Access-Control-Allow-Origin"] == FRIEND
        async with house.listen(f"/ws?token={LISTEN}", origin=FRIEND) as client:
            await client.recv()


@pytest.mark.anyio
async def test_pages_that_were_not_named_are_told_nothing(serve: Any) -> None:
    async with serve(policy=Policy(cors_origins=(FRIEND,))) as house:
        asked = await _asked(house, STRANGER, "POST", "content-type")
        assert "Access-Control-Allow-Origin" not in asked.headers
        answer = await house.http.get("/api/v1/status", headers={"Origin": STRANGER})
        assert "Access-Control-Allow-Origin" not in answer.headers
        with pytest.raises(InvalidStatus, match="403"):
            async with house.listen(origin=STRANGER):
                pass


@pytest.mark.anyio
async def test_named_pages_may_have_streams_in_them(serve: Any) -> None:
    async with serve(policy=Policy(cors_origins=(FRIEND,))) as house:
        policy = "Cross-Origin-Resource-Policy"
        assert (await house.http.head("/stream/main.mp3")).headers[policy] == "cross-origin"
        assert (await house.http.get("/")).headers[policy] == "same-origin"
    async with serve() as house:
        assert (await house.http.head("/stream/main.mp3")).headers[policy] == "same-origin"


@pytest.mark.anyio
async def test_headers_that_keep_the_page_to_itself(house: Any) -> None:
    headers = (await house.http.get("/")).headers
    assert "microphone=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Strict-Transport-Security" not in headers
