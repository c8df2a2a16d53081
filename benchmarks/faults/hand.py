"""Somebody who turns a control again and again, and notes what the server said it would do."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Any, Final

import httpx

_EVERY_S: Final = 0.25
_PATIENCE_S: Final = 10.0


class Hand:
    """Changes one setting after another, four times a second; `acknowledged` is what it was told of."""

    def __init__(self, url: str) -> None:
        self.acknowledged: list[Mapping[str, Any]] = []
        self.refused: dict[str, int] = {}
        self._url = url

    @asynccontextmanager
    async def turning(self) -> AsyncIterator[None]:
        """Turn as long as the context lasts."""
        task = asyncio.create_task(self._turn())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def lost(self, log: list[Mapping[str, Any]]) -> int:
        """Return how many acknowledged changes a recipe's log does not have, each at its frame."""
        return sum(not any(_holds(entry, told) for entry in log) for told in self.acknowledged)

    async def _turn(self) -> None:
        async with httpx.AsyncClient(base_url=self._url, timeout=_PATIENCE_S) as http:
            for number in count():
                name = ("brightness", "space", "layers.pad.gain", "layers.air.gain")[number % 4]
                await self._ask(http, {name: round(0.3 + number % 50 / 100, 2)})
                await asyncio.sleep(_EVERY_S)

    async def _ask(self, http: httpx.AsyncClient, settings: Mapping[str, float]) -> None:
        try:
            answer = await http.post("/api/v1/control", json=settings)
        except httpx.HTTPError as error:
            self._refuse(type(error).__name__)
            return
        if answer.status_code == httpx.codes.OK:
            self.acknowledged += answer.json()["changes"]
        else:
            self._refuse(str(answer.status_code))

    def _refuse(self, why: str) -> None:
        self.refused[why] = self.refused.get(why, 0) + 1


def _holds(entry: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    return entry["frame"] == told["frame"] and told["set"].items() <= entry["set"].items()
