"""How bytes come and go: connections, the two protocols, and what is around every request."""

from auralis.server.wire.connections import Connections
from auralis.server.wire.departing import Departing
from auralis.server.wire.headers import Headers
from auralis.server.wire.http_protocol import HttpProtocol
from auralis.server.wire.live_response import LiveResponse, Parts
from auralis.server.wire.page_files import PageFiles
from auralis.server.wire.protocol import Protocol
from auralis.server.wire.request_log import LISTENING
from auralis.server.wire.serving import serving
from auralis.server.wire.traffic import Traffic

__all__ = [
    "LISTENING",
    "Connections",
    "Departing",
    "Headers",
    "HttpProtocol",
    "LiveResponse",
    "PageFiles",
    "Parts",
    "Protocol",
    "Traffic",
    "serving",
]
