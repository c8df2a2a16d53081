"""How a listener's connection fares."""

from enum import StrEnum


class ConnectionState(StrEnum):
    """`connected` and `buffering` come and go; `disconnected` and `error` are ends."""

    CONNECTED = "connected"
    """It takes each chunk as it comes."""
    BUFFERING = "buffering"
    """Its player says that it has less than two chunks left, or it is more than two behind."""
    DISCONNECTED = "disconnected"
    """It has left."""
    ERROR = "error"
    """The server ended it: it took nothing for too long, or never stopped talking."""
