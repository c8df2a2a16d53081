"""Who may what: every route and every message, tried by everybody; docs/access.md shows what came of it.

`AURALIS_WRITE_DOCS=1 .venv/bin/pytest tests/server/test_roles.py` writes the tables anew.
"""

import os
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final

import pytest

from auralis.library.user_presets import UserPresets
from auralis.server.access import RULES, Right
from tests.library.shelf import workshop
from tests.server.access import ADMIN, bearing, guarded
from tests.server.role_cast import ROLES, Things, brought, guest_link, things
from tests.server.role_messages import MESSAGES, SOCKETS, answers, kinds, opening, socket_path
from tests.server.role_requests import PERSONAL, SAMPLES, SHARED, answer
from tests.server.routes import MOUNTED, SOCKET, routes_of

pytestmark = pytest.mark.anyio
DOCS: Final = Path(__file__).parents[2] / "docs/access.md"
ELSEWHERE: Final = (SOCKET, "/{path:path}")
"""Sockets of no station, which are closed."""

Row = tuple[str, ...]
Found = dict[Row, dict[str, str]]


@pytest.fixture
async def town(serve: Any, tmp_path: Path) -> Any:
    """Serve everything there is, with all three tokens and no rates."""
    free = guarded(change_rate=None, opening_rate=None, failure_rate=None)
    exports = workshop(tmp_path / "library", tmp_path / "gate", 1 << 30)
    async with serve(policy=free, exports=exports, presets=UserPresets(tmp_path / "presets")) as house:
        yield house


async def test_every_route_has_a_rule_and_every_rule_a_route(town: Any) -> None:
    routes = set(routes_of(town.app))
    assert {path for kind, path in routes if kind == MOUNTED} == {""}
    ruled = [(rule.method, rule.path) for rule in RULES]
    assert len(ruled) == len(set(ruled))
    assert {route for route in routes if route[0] != MOUNTED} == set(ruled)
    tried = {(s.method, s.path) for s in SAMPLES} | {(SOCKET, path) for path, _ in SOCKETS} | {ELSEWHERE}
    assert tried == set(ruled)
    assert {str(message["type"]) for message in MESSAGES.values()} == await kinds(town, f"/ws?token={ADMIN}")


async def test_everybody_may_what_the_docs_say(town: Any) -> None:
    tables = _drawn(await _routes(town), await _sockets(town), await _messages(town))
    begin, end = "<!-- who may what -->\n", "<!-- end of who may what -->\n"
    before, _, rest = DOCS.read_text().partition(begin)
    shown, _, after = rest.partition(end)
    if os.environ.get("AURALIS_WRITE_DOCS"):
        DOCS.write_text(before + begin + tables + end + after)
    else:
        assert shown == tables


async def _routes(house: Any) -> Found:
    """Return what each role is answered on each route."""
    there, link = await things(house), await guest_link(house)
    await house.play(100)
    for station in (SHARED, there.station):
        assert (await house.http.get(f"/stream/{station}/index.m3u8", headers=bearing(ADMIN))).is_success
    found: Found = {}
    for sample in SAMPLES:
        row = (sample.method, sample.path, sample.about)
        for role in ROLES:
            async with AsyncExitStack() as stack:
                listener = ""
                if "{listener}" in sample.path:
                    listener = await _listener(house, stack)
                tokens = brought(role, there, link)
                came = await answer(house, sample, there, tokens, listener)
            found.setdefault(row, {})[role] = came
            if sample.method == "DELETE" and came == "yes":
                there = await things(house, there)
    _check_routes(found)
    return found


async def _listener(house: Any, stack: AsyncExitStack) -> str:
    client = await stack.enter_async_context(house.listen(f"/ws?token={ADMIN}"))
    await client.recv()
    found = (await house.http.get("/api/v1/listeners", headers=bearing(ADMIN))).json()["listeners"]
    return str(next(one["id"] for one in found if one["transport"] == "websocket"))


def _check_routes(found: Found) -> None:
    """Hold the table against what rights are called, whatever the docs show."""
    rights = {(rule.method, rule.path): rule.right for rule in RULES}
    for (method, path, about), row in found.items():
        right = rights[method, path]
        assert row["admin"] == "yes", (method, path)
        assert (row["anybody"] == "yes") == (right is Right.OPEN), (method, path)
        assert (row["controller"] == "yes") or right is Right.ADMIN or about == PERSONAL or "{" in path
        if right is Right.ADMIN:
            assert set(row.values()) == {"yes", "TOKEN_NEEDED", "TOKEN_WRONG", "NOT_ALLOWED"}


async def _sockets(house: Any) -> Found:
    there, link = await things(house), await guest_link(house)
    return {
        (path, about): {
            role: await opening(house, socket_path(path, about, there, brought(role, there, link)))
            for role in ROLES
        }
        for path, about in SOCKETS
    }


async def _messages(house: Any) -> Found:
    there, link = await things(house), await guest_link(house)
    found: Found = {}
    for about in (SHARED, PERSONAL):
        for role in ROLES:
            path = socket_path("/ws/{station}", about, there, brought(role, there, link))
            for message, came in (await answers(house, path)).items():
                found.setdefault((message, about), {})[role] = came
    return found


def _drawn(routes: Found, sockets: Found, messages: Found) -> str:
    rows = {(f"`{method} {path}`", about): cells for (method, path, about), cells in routes.items()}
    opened = {(f"`{path}`", about): cells for (path, about), cells in sockets.items()}
    said = {
        (f"`{name}`" if " " not in name else name, about): cells for (name, about), cells in messages.items()
    }
    return "\n".join((_table("route", rows), _table("socket", opened), _table("message", said)))


def _table(kind: str, rows: Mapping[tuple[str, str], dict[str, str]]) -> str:
    head = f"| {kind} | station | {' | '.join(ROLES)} |\n|---|---|{'---|' * len(ROLES)}\n"
    lines = (
        f"| {name} | {about} | {' | '.join(_cell(cells[role]) for role in ROLES)} |\n"
        for (name, about), cells in rows.items()
    )
    return head + "".join(lines)


def _cell(came: str) -> str:
    return came if came == "yes" else f"`{came}`"


def test_a_thing_has_its_own_tokens() -> None:
    there = Things("s", "m", "e", "p", "own", ("a", "b"))
    assert len({brought(role, there, "link") for role in ROLES}) == len(ROLES)
