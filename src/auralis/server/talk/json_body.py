"""The JSON body of a request."""

import asyncio
from http import HTTPStatus
from typing import Final

from fastapi import Request
from starlette.exceptions import HTTPException

from auralis.server.talk import requests

_PATIENCE_S: Final = 30


async def json_body(request: Request) -> dict[str, object]:
    """Return a JSON object of bounded size; raises `InvalidValue`, and `HTTPException` for what is none.

    Only `application/json` is taken: a foreign web page can't send that without being asked about.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send application/json")
    try:
        async with asyncio.timeout(_PATIENCE_S):
            return requests.parse(await _whole(request))
    except TimeoutError:
        slow = f"the body did not come within {_PATIENCE_S} s"
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, slow, {"Connection": "close"}) from None


async def _whole(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > requests.LARGEST:
            raise HTTPException(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {requests.LARGEST} bytes are taken"
            )
    return body
