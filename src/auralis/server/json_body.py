"""The JSON body of a request."""

from http import HTTPStatus

from fastapi import Request
from starlette.exceptions import HTTPException

from auralis.server import requests


async def json_body(request: Request) -> dict[str, object]:
    """Return a JSON object of bounded size; raises `InvalidValue`, and `HTTPException` for what is none.

    Only `application/json` is taken: a foreign web page can't send that without being asked about.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send application/json")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > requests.LARGEST:
            raise HTTPException(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {requests.LARGEST} bytes are taken"
            )
    return requests.parse(body)


def bearer(request: Request) -> str | None:
    """Return the token of `Authorization: Bearer TOKEN`, None if there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
