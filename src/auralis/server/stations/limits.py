"""How much a server takes on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Most listeners and stations at once.

    A personal station is paused after so many seconds without a listener, and closed so long after that.
    """

    clients: int = 1000
    stations: int = 100
    pause_after: float = 300.0
    close_after: float = 86_400.0
    opus: bool = True
    """Whether anything may be had as Opus."""
