"""An export's file over HTTP: whole, in part, or not, where the client has it."""

from base64 import b64encode
from http import HTTPStatus
from pathlib import Path

from fastapi import Request, Response
from fastapi.responses import FileResponse

from auralis.library.export import Export
from auralis.library.forms import FORMS
from auralis.server.keeping.disposition import attachment
from auralis.server.talk import problem


def sent(path: Path, export: Export, request: Request) -> Response:
    """Return what a request for the file of an export is answered with; its ETag is the file's SHA-256."""
    if export.state != "done" or export.sha256 is None:
        return problem(HTTPStatus.CONFLICT, _why_not(export), {"code": "NOT_READY", "state": export.state})
    headers = _headers(export, export.sha256)
    if request.headers.get("if-none-match") in (headers["ETag"], "*"):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    media_type = FORMS[export.form].media_type
    if request.scope.get("head"):
        # The file is not read for a body that would not be sent.
        length = {"Content-Length": str(export.bytes), "Accept-Ranges": "bytes"}
        return Response(headers=headers | length, media_type=media_type)
    return FileResponse(path, HTTPStatus.OK, headers, media_type)


def _headers(export: Export, sha256: str) -> dict[str, str]:
    return {
        "Content-Disposition": attachment(export.moment.title, FORMS[export.form].suffix),
        "ETag": f'"{sha256}"',
        "Repr-Digest": f"sha-256=:{b64encode(bytes.fromhex(sha256)).decode()}:",
        "Cache-Control": "no-cache",
    }


def _why_not(export: Export) -> str:
    if export.state == "failed":
        return f"{export.name} could not be made: {export.error}"
    if export.state == "damaged":
        return f"{export.name} is damaged: order it again"
    return f"{export.name} is not made yet"
