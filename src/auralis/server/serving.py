"""How uvicorn serves the application."""

from typing import Final

from fastapi import FastAPI
from uvicorn import Config

from auralis.server.http_protocol import HttpProtocol
from auralis.server.protocol import Protocol
from auralis.server.request_log import RequestLog
from auralis.server.requests import LARGEST

HEARTBEAT_S: Final = 30.0
_FAREWELL_S: Final = 5


def serving(app: FastAPI, *, host: str, port: int, heartbeat: float = HEARTBEAT_S) -> Config:
    """Return the configuration of a server: pings every `heartbeat` seconds, silence for two ends it.

    Compression is off: it costs more than it saves on PCM. Logging is the program's own.
    """
    return Config(
        RequestLog(app, app.state.traffic),
        host=host,
        port=port,
        http=HttpProtocol,
        ws=Protocol,
        ws_max_size=LARGEST,
        ws_ping_interval=heartbeat,
        ws_ping_timeout=None,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=_FAREWELL_S,
        server_header=False,
        access_log=False,
        log_config=None,
    )
