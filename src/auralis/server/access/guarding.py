"""The gate, and what foreign pages may, in front of an application."""

from typing import Final

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from auralis.server.access.gate import Gate
from auralis.server.access.policy import Policy
from auralis.server.access.reception import Reception

_METHODS: Final = ("GET", "HEAD", "POST", "PATCH", "DELETE")
_ASKED: Final = ("Authorization", "Content-Type", "Icy-MetaData", "If-None-Match", "If-Range", "Range")
_TOLD: Final = (
    "Accept-Ranges",
    "Content-Disposition",
    "Content-Range",
    "ETag",
    "Location",
    "Repr-Digest",
    "Retry-After",
    "WWW-Authenticate",
    "X-Request-ID",
    "icy-br",
    "icy-metaint",
    "icy-name",
)


def guard(app: FastAPI, policy: Policy, reception: Reception) -> None:
    """Put the gate in front of an application, and before it the answers to what browsers ask first."""
    app.add_middleware(Gate, policy=policy, reception=reception)
    if policy.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=policy.cors_origins,
            allow_methods=_METHODS,
            allow_headers=_ASKED,
            expose_headers=_TOLD,
        )
