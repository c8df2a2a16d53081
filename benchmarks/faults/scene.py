"""A server under load."""

import httpx
from benchmarks.faults.crowd import Crowd
from benchmarks.faults.hand import Hand
from benchmarks.faults.served import Served

from auralis.core.address import decode
from auralis.core.recipe import Recipe


class Scene:
    """One server, its listeners, and somebody who turns its controls."""

    def __init__(self, served: Served, crowd: Crowd, hand: Hand) -> None:
        self.served = served
        self.crowd = crowd
        self.hand = hand

    async def recipe(self) -> Recipe:
        """Return the recipe of `main` so far."""
        async with httpx.AsyncClient(base_url=self.served.url, timeout=30) as http:
            answer = await http.get("/api/v1/stations/main")
            answer.raise_for_status()
            return decode(answer.json()["address"])
