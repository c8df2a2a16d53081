"""How much is kept, and how much may be."""

from fastapi import APIRouter

from auralis.library.forms import FORMS
from auralis.server.keeping import Keeping, sendable


def library_routes(keeping: Keeping) -> APIRouter:
    """Return `/api/v1/library`."""
    router = APIRouter(prefix="/api/v1", tags=["moments"])

    @router.get("/library")
    async def library() -> dict[str, object]:
        """Return moments, bytes, quota, forms, and the folders that can't be read."""
        return await keeping.on_disk(_document, keeping)

    return router


def _document(keeping: Keeping) -> dict[str, object]:
    library = keeping.library
    damaged = [{"folder": sendable(n), "why": sendable(why)} for n, why in library.damaged.items()]
    return {
        "moments": len(library.moments),
        "bytes": library.used,
        "quota_bytes": library.quota,
        "formats": list(FORMS),
        "damaged": damaged,
    }
