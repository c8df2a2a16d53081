"""How uvicorn serves the application."""

from typing import Final

from fastapi import FastAPI
from uvicorn import Config

from auralis.server.talk import LARGEST
from auralis.server.wire.connections import Connections
from auralis.server.wire.http_protocol import HttpProtocol
from auralis.server.wire.protocol import Protocol
from auralis.server.wire.request_log import RequestLog

HEARTBEAT_S: Final = 30.0
_FAREWELL_S: Final = 5


def serving(
    app: FastAPI, *, host: str, port: int, heartbeat: float = HEARTBEAT_S, bounds: Connections | None = None
) -> Config:
    """Return the configuration of a server: pings every `heartbeat` seconds, silence for two ends it.

    Compression is off: it costs more than it saves on PCM. Logging is the program's own. `bounds` say which
    connections are taken, and over what.
    """
    taken = bounds or Connections()
    return Config(
        RequestLog(app, app.state.traffic),
        host=host,
        port=port,
        http=type("BoundedProtocol", (HttpProtocol,), {"bounds": taken}),
        ws=Protocol,
        ws_max_size=LARGEST,
        ws_ping_interval=heartbeat,
        ws_ping_timeout=None,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=_FAREWELL_S,
        timeout_keep_alive=taken.keep_alive_s,
        h11_max_incomplete_event_size=LARGEST,
        proxy_headers=bool(taken.proxies),
        forwarded_allow_ips=list(taken.proxies),
        ssl_certfile=taken.certificate,
        ssl_keyfile=taken.key,
        server_header=False,
        access_log=False,
        log_config=None,
    )
