"""Tokens and the administrator, by real clients over real connections."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from auralis.server.access import Policy, Tokens
from tests.server.access import ADMIN, CONTROL, LISTEN, bearing, problem, refusal

pytestmark = pytest.mark.anyio
Told = Callable[..., Any]
LISTENERS = "/api/v1/listeners"
STATIONS = "/api/v1/stations"


@pytest.mark.parametrize("path", ["/api/v1/status", "/metrics", "/stream/main.mp3", "/stream/main.pls"])
async def test_listening_needs_a_token_in_a_header_or_in_the_query(closed: Any, path: str) -> None:
    needed = await closed.http.get(path)
    assert problem(needed) == (401, "TOKEN_NEEDED")
    assert needed.headers["WWW-Authenticate"] == 'Bearer realm="auralis"'
    wrong = await closed.http.get(path, headers=bearing("listen-tokem"))
    assert problem(wrong) == (401, "TOKEN_WRONG")
    assert 'error="invalid_token"' in wrong.headers["WWW-Authenticate"]
    for token in (LISTEN, CONTROL, ADMIN):
        assert (await closed.http.head(path, headers=bearing(token))).status_code != 401
        assert (await closed.http.head(f"{path}?token=nothing&token={token}")).status_code != 401


@pytest.mark.parametrize("path", ["/", "/app.js", "/api/v1/health", "/api/v1/ready", "/favicon.ico"])
async def test_the_page_and_what_watches_it_need_none(closed: Any, path: str) -> None:
    assert (await closed.http.get(path)).status_code == 200


@pytest.mark.parametrize("path", ["/api/v2/anything", "/stream/a/b/c", "/api/", "/metrics/more", "/stream/"])
async def test_what_has_no_rule_is_closed(closed: Any, path: str) -> None:
    assert problem(await closed.http.get(path)) == (401, "TOKEN_NEEDED")
    assert (await closed.http.get(path, headers=bearing(LISTEN))).status_code == 404


@pytest.mark.parametrize("form", ["auralis.json", "auralis.pcm", "auralis.opus"])
async def test_a_socket_without_a_token_is_told_and_closed(closed: Any, form: str) -> None:
    assert await refusal(closed, "/ws", form) == ("TOKEN_NEEDED", 4401, form)
    assert await refusal(closed, "/ws/main?token=wrong", form) == ("TOKEN_WRONG", 4401, form)
    assert await refusal(closed, "/ws/new", form) == ("TOKEN_NEEDED", 4401, form)


async def test_a_socket_takes_its_token_from_the_query_or_a_header(closed: Any, told: Told) -> None:
    async with closed.listen(f"/ws?token={LISTEN}") as client:
        assert (await told(client, "hello"))["station"] == "main"
    async with closed.listen("/ws/sleep", additional_headers=bearing(CONTROL)) as client:
        assert (await told(client, "hello"))["station"] == "sleep"


async def test_changing_a_shared_station_needs_the_control_token(closed: Any, told: Told) -> None:
    change = {"bpm": 75}
    for token, answer in ((None, (401, "TOKEN_NEEDED")), (LISTEN, (403, "NOT_ALLOWED"))):
        for path in ("/api/v1/control", "/api/v1/night"):
            body = change if path.endswith("control") else {"action": "cancel"}
            assert problem(await closed.http.post(path, json=body, headers=bearing(token))) == answer
    async with closed.listen(f"/ws?token={LISTEN}") as client:
        await client.send(json.dumps({"type": "control", "bpm": 75, "id": 7}))
        error = await told(client, "error")
        assert (error["code"], error["id"]) == ("NOT_ALLOWED", 7)
    assert closed.source.context["bpm"] == 60
    assert (
        await closed.http.post("/api/v1/control", json=change, headers=bearing(CONTROL))
    ).status_code == 200
    assert closed.source.context["bpm"] == 75


async def test_where_only_control_is_closed_everybody_listens(serve: Any, told: Told) -> None:
    async with serve(policy=Policy(Tokens(control=CONTROL))) as house:
        async with house.listen() as client:
            await told(client, "hello")
            await client.send('{"type":"preset","name":"sleep"}')
            assert (await told(client, "error"))["code"] == "TOKEN_NEEDED"
            await client.send('{"type":"night"}')
            await told(client, "night")
        async with house.listen(f"/ws?token={CONTROL}") as client:
            await client.send('{"type":"preset","name":"sleep"}')
            while (await told(client, "generation_update"))["context"]["preset"] != "sleep":
                pass
        opened = await house.http.post(STATIONS, json={})
        assert opened.status_code == 201


async def test_an_owner_needs_no_other_token_for_his_own_station(closed: Any, told: Told) -> None:
    own = (await closed.http.post(STATIONS, json={}, headers=bearing(LISTEN))).json()
    token, name = own["owner_token"], own["name"]
    async with closed.listen(f"/ws/{name}?token={token}") as client:
        await told(client, "hello")
        await client.send('{"type":"control","bpm":50}')
        while (await told(client, "generation_update"))["context"]["bpm"] != 50:
            pass
    assert await refusal(closed, f"/ws/main?token={token}") == ("TOKEN_WRONG", 4401, None)
    for other in (LISTEN, CONTROL):
        answer = await closed.http.delete(f"{STATIONS}/{name}", headers=bearing(other))
        assert problem(answer) == (403, "NOT_OWNER")
    assert (await closed.http.delete(f"{STATIONS}/{name}", headers=bearing(token))).status_code == 204


async def test_the_administrator_closes_any_personal_station(closed: Any) -> None:
    own = (await closed.http.post(STATIONS, json={}, headers=bearing(LISTEN))).json()
    answer = await closed.http.delete(f"{STATIONS}/{own['name']}", headers=bearing(ADMIN))
    assert answer.status_code == 204


async def test_without_an_admin_token_nobody_administers(serve: Any) -> None:
    for tokens in (Tokens(), Tokens(control=CONTROL, listen=LISTEN)):
        async with serve(policy=Policy(tokens)) as house:
            for token in (None, CONTROL, LISTEN, "None"):
                answer = await house.http.get(LISTENERS, headers=bearing(token))
                assert problem(answer) == (403, "NOT_ALLOWED")
                assert "no administrator" in answer.json()["detail"]


async def test_the_administrator_sees_who_listens_and_parts_with_one(closed: Any, told: Told) -> None:
    async with closed.listen(f"/ws?token={LISTEN}") as client, closed.listen(f"/ws?token={LISTEN}") as other:
        greeting = await told(client, "hello")
        await told(other, "hello")
        await closed.play(2)
        while (await told(client, "audio"))["seq"] < greeting["seq"] + 1:
            pass
        found = (await closed.http.get(LISTENERS, headers=bearing(ADMIN))).json()["listeners"]
        mine = next(one for one in found if one["id"] == greeting["client_id"])
        assert len(found) == 2
        assert mine["connected_since"] == "2023-11-14T22:13:20.000000Z"
        assert (mine["sent"], mine["skipped"], mine["last_seq"]) == (2, 0, greeting["seq"] + 1)
        assert (mine["station"], mine["transport"], mine["format"]) == ("main", "websocket", "auralis.json")
        gone = await closed.http.delete(f"{LISTENERS}/{mine['id']}", headers=bearing(ADMIN))
        assert gone.status_code == 204
        await client.wait_closed()
        assert (client.close_code, client.close_reason) == (4403, "closed by the administrator")
        await other.ping()
    none = await closed.http.delete(f"{LISTENERS}/{mine['id']}", headers=bearing(ADMIN))
    assert none.status_code == 404


async def test_the_administrator_ends_a_stream(closed: Any) -> None:
    await closed.play(10)
    async with closed.http.stream("GET", f"/stream/main.wav?token={LISTEN}") as stream:
        parts = stream.aiter_raw()
        await anext(parts)
        (one,) = (await closed.http.get(LISTENERS, headers=bearing(ADMIN))).json()["listeners"]
        assert one["transport"] == "http"
        await closed.http.delete(f"{LISTENERS}/{one['id']}", headers=bearing(ADMIN))
        with pytest.raises(Exception, match=r"(?i)closed|read"):
            async for _ in parts:
                pass
    while (await closed.http.get(LISTENERS, headers=bearing(ADMIN))).json()["listeners"]:
        await asyncio.sleep(0)


@pytest.mark.parametrize("form", ["m3u", "pls"])
async def test_playlists_carry_the_token_on(closed: Any, form: str) -> None:
    text = (await closed.http.get(f"/stream/main.{form}?token={LISTEN}")).text
    assert f"/stream/main.mp3?token={LISTEN}" in text
    assert "token" not in (await closed.http.get(f"/stream/main.{form}", headers=bearing(LISTEN))).text


async def test_segments_carry_the_token_on(closed: Any) -> None:
    await closed.play(100)
    text = (await closed.http.get(f"/stream/main/index.m3u8?token={LISTEN}")).text
    segments = [line for line in text.splitlines() if not line.startswith("#")]
    assert segments
    for name in segments:
        assert name.endswith(f".aac?token={LISTEN}")
        assert problem(await closed.http.get(f"/stream/main/{name.partition('?')[0]}")) == (
            401,
            "TOKEN_NEEDED",
        )
        assert (await closed.http.get(f"/stream/main/{name}")).status_code == 200


async def test_a_link_to_a_moment_carries_the_token_on(closed: Any) -> None:
    answer = await closed.http.get(f"/m/m7k2xw9fqa?token={LISTEN}")
    assert answer.headers["location"] == f"/?moment=m7k2xw9fqa&token={LISTEN}"


async def test_the_description_of_internals_may_be_withheld(serve: Any) -> None:
    async with serve(policy=Policy(described=False)) as house:
        assert (await house.http.get("/openapi.json")).status_code == 404


async def test_no_token_is_ever_logged(closed: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    for token in (LISTEN, "wrong-token"):
        async with closed.listen(f"/ws?token={token}", additional_headers=bearing(token)) as client:
            await client.recv()
        for path in ("/api/v1/status", "/stream/main.m3u", "/nowhere", "/"):
            await closed.http.get(f"{path}?token={token}", headers=bearing(token))
    theirs = ("websockets.client", "httpx", "httpcore")
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith(theirs)]
    assert not [line for line in ours if LISTEN in line or "wrong-token" in line]
