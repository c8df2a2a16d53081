"""A server that keeps moments, its files made by a stand-in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from auralis.library.library import MEGABYTE
from tests.library.shelf import workshop

MOMENTS = "/api/v1/moments"
EXPORTS = "/api/v1/exports"
PATIENCE_S = 20.0


@asynccontextmanager
async def keeping(
    serve: Callable[..., Any], folder: Path, quota: int = 1_000 * MEGABYTE, **options: Any
) -> AsyncIterator[Any]:
    """Serve a library in a folder; `folder / "gate"` lets the stand-in finish."""
    exports = workshop(folder / "library", folder / "gate", quota)
    async with serve(exports=exports, **options) as house:
        yield house


async def kept(house: Any, **wanted: object) -> dict[str, Any]:
    answer = await house.http.post(MOMENTS, json=wanted or {"minutes": 1})
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"{MOMENTS}/{answer.json()['id']}"
    return answer.json()


def holding(moment: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {moment['token']}"}


async def turned(house: Any, name: str, state: str) -> dict[str, Any]:
    """Return an export once it is in a state."""
    async with asyncio.timeout(PATIENCE_S):
        while (export := (await house.http.get(f"{EXPORTS}/{name}")).json())["state"] != state:
            await asyncio.sleep(0.02)
    return export


def named(answer: httpx.Response) -> tuple[int, str | None]:
    """Return a problem's status, and the field or the code that it names."""
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, problem.get("field") or problem.get("code")
