"""A server with tokens, and who brings which."""

import json
from typing import Any, Final

import pytest
from websockets.exceptions import ConnectionClosed

from auralis.server.access import Policy, Tokens

CONTROL: Final = "control-token"
ADMIN: Final = "admin-token"
LISTEN: Final = "listen-token"


def guarded(**others: Any) -> Policy:
    """Return a policy with all three tokens."""
    return Policy(Tokens(CONTROL, ADMIN, LISTEN), **others)


def bearing(token: str | None) -> dict[str, str]:
    return {} if token is None else {"Authorization": f"Bearer {token}"}


def problem(answer: Any) -> tuple[int, str | None]:
    """Return what a refusal says of itself."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json().get("code")


async def refusal(house: Any, path: str, *forms: str, **options: Any) -> tuple[str, int, str | None]:
    """Return the error's code, the closing code and the chosen form of a socket that is closed."""
    async with house.listen(path, *forms, **options) as client:
        error = json.loads(await client.recv())
        with pytest.raises(ConnectionClosed) as over:
            await client.recv()
        return error["code"], over.value.rcvd.code, client.subprotocol
