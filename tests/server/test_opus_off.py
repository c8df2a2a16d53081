"""A server that is not to encode Opus."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.anyio


async def test_without_opus_nothing_offers_it(serve: Any, told: Callable[..., Any]) -> None:
    async with serve(opus=False) as house:
        async with house.listen("/ws", "auralis.opus", "auralis.pcm") as client:
            assert client.subprotocol == "auralis.pcm"
            assert "auralis.opus" not in (await told(client, "hello"))["formats"]
        answer = await house.http.get("/stream/main.opus")
        assert answer.status_code == 404
        assert "opus" not in answer.json()["allowed"]
        assert (await house.http.head("/stream/main.mp3")).status_code == 200
