"""Personal stations: opening one, owning it, hearing it."""

from typing import Any, Final

from websockets.asyncio.client import ClientConnection

URL: Final = "/api/v1/stations"


async def opened(house: Any, **wanted: object) -> dict[str, Any]:
    answer = await house.http.post(URL, json=wanted)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"{URL}/{answer.json()['name']}"
    return answer.json()


def owning(station: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {station['owner_token']}"}


async def seqs(client: ClientConnection, chunks: int) -> list[int]:
    found: list[int] = []
    while len(found) < chunks:
        message = await client.recv()
        if isinstance(message, bytes):
            found.append(int.from_bytes(message[8:16], "little"))
    return found


async def played(house: Any, client: ClientConnection, chunks: int) -> list[int]:
    """Let time pass while a client listens."""
    found: list[int] = []
    for _ in range(0, chunks, 5):
        await house.play(5)
        found += await seqs(client, 5)
    return found
