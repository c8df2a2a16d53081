"""The page's files: as they are, but for their comments, and packed as small as browsers can read."""

import gzip
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import anyio
import brotli
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_TEXTS: Final = frozenset({".js", ".css", ".html", ".svg", ".webmanifest"})
_PACKERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "br": lambda data: brotli.compress(data, mode=brotli.MODE_TEXT, quality=9),
    "gzip": lambda data: gzip.compress(data, 9, mtime=0),
}
_COMMENT: Final = re.compile(rb"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*$", re.MULTILINE | re.DOTALL)
_FILES: Final = 1024


class PageFiles(StaticFiles):
    """Serves a folder. Texts are packed once, in a thread, and kept until they change.

    A comment that has lines to itself goes, its line ends stay, so that a browser names the same lines.
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, packed where the browser can read that."""
        whole = await super().get_response(path, scope)
        asked = Headers(scope=scope)
        coding = _coding(asked.get("accept-encoding", ""))
        if not isinstance(whole, FileResponse) or coding is None:
            return whole
        file = Path(whole.path)
        if file.suffix not in _TEXTS:
            return whole
        stat = whole.stat_result
        changed = stat.st_mtime_ns if stat else 0
        body = await anyio.to_thread.run_sync(_packed, file, changed, coding)
        headers = {
            "Content-Encoding": coding,
            "Vary": "Accept-Encoding",
            "ETag": f'W/"{changed:x}-{coding}"',
        }
        if asked.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(body, whole.status_code, headers, whole.media_type)


def _coding(accepted: str) -> str | None:
    """Return the best coding that a browser takes; whoever weighs them takes what comes first here."""
    offered = {part.partition(";")[0].strip().lower() for part in accepted.split(",")}
    return next((coding for coding in _PACKERS if coding in offered), None)


@lru_cache(_FILES)
def _packed(file: Path, _changed: int, coding: str) -> bytes:
    data = file.read_bytes()
    if file.suffix == ".js":
        data = _COMMENT.sub(lambda found: b"\n" * found[0].count(b"\n"), data)
    return _PACKERS[coding](data)
