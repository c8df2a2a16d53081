"""How often something may be asked, by address and by token."""

import json
from contextlib import AsyncExitStack
from typing import Any

import pytest

from auralis.server.access import Policy, Tokens
from auralis.server.access.rates import household
from auralis.server.wire import Connections
from tests.server.access import ADMIN, CONTROL, bearing, guarded, problem, refusal

pytestmark = pytest.mark.anyio
CHANGE = "/api/v1/control"


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "20010db800010002/64"),
        ("2001:db8:1:2:ffff::1", "20010db800010002/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("a socket", "a socket"),
    ],
)
async def test_a_household_is_counted_as_one(address: str, counted: str) -> None:
    assert household(address).rjust(len(counted), "0") == counted


async def test_changes_have_a_rate(serve: Any) -> None:
    async with serve(policy=Policy(change_rate="3/hour")) as house:
        answers = [await house.http.post(CHANGE, json={"bpm": 70 + n}) for n in range(4)]
        assert [a.status_code for a in answers] == [200, 200, 200, 429]
        assert problem(answers[3]) == (429, "TOO_MANY_REQUESTS")
        assert 3500 < int(answers[3].headers["Retry-After"]) <= 3600
        assert house.source.context["bpm"] == 72
        assert (await house.http.get("/api/v1/status")).status_code == 200


async def test_a_token_has_a_rate_wherever_it_is_used(serve: Any) -> None:
    async with serve(
        policy=Policy(Tokens(CONTROL), change_rate="3/hour"), bounds=Connections(proxies=("127.0.0.1",))
    ) as house:
        said = []
        for n in range(4):
            headers = {"X-Forwarded-For": f"192.0.2.{n}", **bearing(CONTROL)}
            said.append((await house.http.post(CHANGE, json={"bpm": 75}, headers=headers)).status_code)
        assert said == [200, 200, 200, 429]


async def test_openings_have_a_rate(serve: Any) -> None:
    async with serve(policy=Policy(opening_rate="2/hour")) as house:
        async with house.listen() as client:
            await client.recv()
        assert (await house.http.head("/stream/main.mp3")).status_code == 200
        assert await refusal(house, "/ws") == ("TOO_MANY_REQUESTS", 1008, None)
        assert (await house.http.get("/stream/main.mp3")).headers["Retry-After"]


async def test_who_guesses_tokens_is_stopped(serve: Any) -> None:
    async with serve(policy=guarded(failure_rate="5/hour")) as house:
        guesses = [await house.http.get("/api/v1/status", headers=bearing(f"guess{n}")) for n in range(6)]
        assert [g.status_code for g in guesses] == [401] * 5 + [429]
        assert int(guesses[5].headers["Retry-After"]) > 3000
        right = await house.http.get("/api/v1/status", headers=bearing(ADMIN))
        assert right.status_code == 429, "who was stopped must not learn that a guess was right"
        assert await refusal(house, "/ws?token=guess7") == ("TOO_MANY_REQUESTS", 1008, None)
        assert (await house.http.get("/api/v1/health")).status_code == 200


async def test_guesses_at_what_is_somebodys_count_as_well(serve: Any) -> None:
    async with serve(policy=Policy(failure_rate="5/hour")) as house:
        own = (await house.http.post("/api/v1/stations", json={})).json()
        path = f"/api/v1/stations/{own['name']}"
        said = [(await house.http.delete(path, headers=bearing(f"guess{n}"))).status_code for n in range(6)]
        assert said == [403] * 5 + [429]


async def test_guesses_over_sockets_count_as_well(serve: Any) -> None:
    async with serve(policy=guarded(failure_rate="3/hour")) as house:
        codes = [(await refusal(house, f"/ws?token=guess{n}"))[0] for n in range(4)]
        assert codes == ["TOKEN_WRONG"] * 3 + ["TOO_MANY_REQUESTS"]


async def test_an_address_has_so_many_listeners(serve: Any) -> None:
    async with serve(policy=Policy(clients_per_address=3)) as house, AsyncExitStack() as stack:
        for _ in range(3):
            client = await stack.enter_async_context(house.listen())
            assert json.loads(await client.recv())["type"] == "hello"
        assert await refusal(house, "/ws") == ("SERVER_OVERLOAD", 1013, None)
        full = await house.http.get("/stream/main.mp3")
        assert problem(full) == (429, "SERVER_OVERLOAD")
        await stack.aclose()
        async with house.listen() as client:
            assert json.loads(await client.recv())["type"] == "hello"


async def test_nobody_is_believed_about_whom_he_speaks_for(serve: Any) -> None:
    async with serve(policy=Policy(change_rate="2/hour")) as house:
        said = []
        for n in range(3):
            headers = {"X-Forwarded-For": f"192.0.2.{n}"}
            said.append((await house.http.post(CHANGE, json={"bpm": 75}, headers=headers)).status_code)
        assert said == [200, 200, 429]
        assert (
            "Strict-Transport-Security"
            not in (await house.http.get("/", headers={"X-Forwarded-Proto": "https"})).headers
        )


async def test_a_proxy_that_is_trusted_is_believed(serve: Any) -> None:
    proxied = Connections(proxies=("127.0.0.0/8",))
    async with serve(policy=Policy(change_rate="2/hour"), bounds=proxied) as house:
        for n in range(4):
            headers = {"X-Forwarded-For": f"203.0.113.1, 192.0.2.{n}"}
            assert (await house.http.post(CHANGE, json={"bpm": 75}, headers=headers)).status_code == 200
        secure = {"X-Forwarded-Proto": "https", "Host": "radio.example"}
        assert "Strict-Transport-Security" in (await house.http.get("/", headers=secure)).headers
        playlist = (await house.http.get("/stream/main.m3u", headers=secure)).text
        assert "https://radio.example/stream/main.mp3" in playlist
