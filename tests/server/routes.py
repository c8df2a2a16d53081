"""Every route of an application, however its routers are nested."""

from typing import Any, Final

from fastapi.routing import iter_route_contexts

SOCKET: Final = "SOCKET"
MOUNTED: Final = "MOUNT"


def routes_of(app: Any) -> list[tuple[str, str]]:
    """Return method and path of each, `SOCKET` and `MOUNT` in the place of the method where there is none."""
    found = []
    for context in iter_route_contexts(app.routes):
        route = getattr(context, "original_route", context)
        methods = getattr(route, "methods", None)
        if methods is None:
            kind = SOCKET if "WebSocket" in type(route).__name__ else MOUNTED
            found.append((kind, context.path))
        else:
            found += [(method, context.path) for method in sorted(methods - {"HEAD"})]
    return found
