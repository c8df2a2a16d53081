"""An address as a picture that a phone's camera reads."""

from http import HTTPStatus
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response

from auralis.server.talk import MEDIA_TYPE, SCHEMA, problem

LONGEST: Final = 512
"""Characters of a text, at most: denser codes are hard to read from a screen."""

_SVG: Final = "image/svg+xml"
_QUIET: Final = 4  # modules of white around a code, as ISO/IEC 18004 asks for
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The code as a picture", "content": {_SVG: {"schema": {"type": "string"}}}},
    422: {
        "description": "The text is too long, or no address of this server",
        "content": {MEDIA_TYPE: {"schema": SCHEMA}},
    },
}


def qr_routes() -> APIRouter:
    """Return `/api/v1/qr.svg`, for addresses of this server alone: it serves nobody else's page."""
    router = APIRouter(prefix="/api/v1", tags=["page"])

    @router.get("/qr.svg", responses=_ANSWERS, response_class=Response)
    async def qr(request: Request, text: str) -> Response:
        """Return the QR code of an address of this server."""
        if len(text) > LONGEST:
            return _refused(text, f"at most {LONGEST} characters")
        if not _own(text, request.headers.get("host", "")):
            return _refused(text, "an address of this server")
        return Response(_drawn(text), media_type=_SVG)

    return router


def _own(text: str, host: str) -> bool:
    """Tell whether a text is an address of the host that the client asked; a proxy may change the scheme."""
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    plain = text.isprintable() and " " not in text
    return plain and address.scheme in {"http", "https"} and address.netloc.lower() == host.lower() != ""


def _drawn(text: str) -> bytes:
    # Imported here: a server whose page nobody opens elsewhere never needs it.
    import segno

    drawn = BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(drawn, kind="svg", border=_QUIET, light="#fff", xmldecl=False, omitsize=True)
    return drawn.getvalue()


def _refused(text: str, allowed: str) -> Response:
    extra = {"field": "text", "value": text[:100], "allowed": allowed}
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"text is not allowed; allowed: {allowed}", extra)
