"""Which right each route asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from re import Pattern
from typing import Final, NamedTuple

from starlette.datastructures import QueryParams
from starlette.routing import compile_path
from starlette.types import Scope

from auralis.server.access.right import Right

SOCKET: Final = "SOCKET"
_SHARED: Final = "main"
_CLOSED: Final = ("/api/", "/stream/", "/metrics")
"""Where what has no rule is not open to everybody."""


class Rule(NamedTuple):
    """A method, or `SOCKET`, and the path of a route, as the router has it; and what it asks for."""

    method: str
    path: str
    right: Right


_ROUTES: Final[Mapping[Right, tuple[str, ...]]] = {
    Right.OPEN: (
        "GET /api/v1/health",
        "GET /api/v1/ready",
        "GET /openapi.json",
        "GET /favicon.ico",
        "GET /m/{moment}",
    ),
    Right.VISIT: ("GET /api/v1/presets", "GET /api/v1/presets/{preset}", "GET /api/v1/qr.svg"),
    Right.HEAR: (
        "GET /api/status",
        "GET /api/metrics",
        "GET /api/v1/status",
        "POST /api/v1/control",
        "GET /api/v1/night",
        "POST /api/v1/night",
        "GET /api/v1/stations/{name}",
        "DELETE /api/v1/stations/{name}",
        "GET /stream/{station}/index.m3u8",
        "GET /stream/{station}/{number:int}.aac",
        "GET /stream/{file}",
    ),
    Right.LISTEN: (
        "GET /metrics",
        "GET /api/v1/stations",
        "POST /api/v1/stations",
        "GET /api/v1/presets/{preset}/file",
        "POST /api/v1/presets",
        "PATCH /api/v1/presets/{preset}",
        "DELETE /api/v1/presets/{preset}",
        "GET /api/v1/moments",
        "POST /api/v1/moments",
        "GET /api/v1/moments/{moment}",
        "PATCH /api/v1/moments/{moment}",
        "DELETE /api/v1/moments/{moment}",
        "GET /api/v1/exports",
        "POST /api/v1/exports",
        "GET /api/v1/exports/{export}",
        "DELETE /api/v1/exports/{export}",
        "GET /api/v1/exports/{export}/file",
        "GET /api/v1/library",
    ),
    Right.ADMIN: (
        "GET /api/v1/listeners",
        "DELETE /api/v1/listeners/{listener}",
        "POST /api/v1/links",
    ),
}


def _rule(route: str, right: Right) -> Rule:
    method, path = route.split()
    return Rule(method, path, right)


_SOCKETS: Final = (
    Rule(SOCKET, "/ws", Right.HEAR),
    Rule(SOCKET, "/ws/new", Right.LISTEN),
    Rule(SOCKET, "/ws/{station}", Right.HEAR),
    Rule(SOCKET, "/{path:path}", Right.OPEN),
)
RULES: Final = (
    *(_rule(route, right) for right, routes in _ROUTES.items() for route in routes),
    *_SOCKETS,
)
"""Every route; what is not among them is the page, open to all, or asks for the right to listen."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a request asks for: a right, and the station that it is about."""

    right: Right
    station: str


def demand_of(scope: Scope) -> Demand:
    """Return what an HTTP request or a socket asks for."""
    method = SOCKET if scope["type"] == "websocket" else scope["method"]
    for rule, pattern in _PATTERNS:
        if rule.method == method and (found := pattern.match(scope["path"])) is not None:
            return Demand(rule.right, _station(scope, found.groupdict()))
    closed = scope["path"].startswith(_CLOSED)
    return Demand(Right.LISTEN if closed else Right.OPEN, _SHARED)


def _station(scope: Scope, parts: dict[str, str]) -> str:
    if "file" in parts:
        return parts["file"].rpartition(".")[0]
    named = parts.get("station") or parts.get("name")
    if named is not None or scope["type"] == "websocket":
        return named or _SHARED
    return QueryParams(scope["query_string"]).get("station", _SHARED)


_PATTERNS: Final[tuple[tuple[Rule, Pattern[str]], ...]] = tuple((r, compile_path(r.path)[0]) for r in RULES)
