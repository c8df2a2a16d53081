"""What may be asked of a path, whichever routes answer it."""

import re

from fastapi import FastAPI

_PART = re.compile(r"\\\{[^}]*\\\}")


def methods(app: FastAPI, path: str) -> list[str]:
    """Return the methods that an application's document has for a path, HEAD wherever there is GET."""
    found: set[str] = set()
    for template, operations in app.openapi()["paths"].items():
        if re.fullmatch(_PART.sub("[^/]+", re.escape(template)), path):
            found |= {method.upper() for method in operations}
    return sorted(found | {"HEAD"} if "GET" in found else found)
