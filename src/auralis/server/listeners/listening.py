"""Lines about listeners: one when they come, one when they go."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from structlog.contextvars import bind_contextvars

from auralis.server.stations import OnAir
from auralis.streaming.listener import Listener


@contextmanager
def listening(on_air: OnAir, listener: Listener) -> Iterator[None]:
    """Log that somebody listens, and how it was when they leave; name them in every line meanwhile."""
    log = structlog.get_logger("auralis.server")
    bind_contextvars(station=on_air.source.name, client_id=listener.id)
    kind = "socket" if listener.transport == "websocket" else "stream"
    begun = on_air.clock.monotonic()
    log.info(f"{kind}_opened", form=listener.form)
    try:
        yield
    finally:
        seconds = round(on_air.clock.monotonic() - begun, 1)
        figures = {"seconds": seconds, "chunks": listener.sent, "skipped": listener.skipped}
        log.info(f"{kind}_closed", form=listener.form, **figures, state=listener.state.value)
