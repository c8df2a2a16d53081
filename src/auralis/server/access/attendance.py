"""How many sockets and streams each address has open."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from auralis.server.access.refused import Refused

_RETRY_S = 10


class Attendance:
    """Counts them, and refuses those beyond `most`; None for no bound."""

    def __init__(self, most: int | None) -> None:
        self._most = most
        self._open: Counter[str] = Counter()

    @contextmanager
    def of(self, address: str) -> Iterator[None]:
        """Count one more as long as it is open; raises `Refused` where there are as many as may be."""
        if self._most is not None and self._open[address] >= self._most:
            why = f"there are {self._most} listeners at this address already"
            raise Refused(HTTPStatus.TOO_MANY_REQUESTS, "SERVER_OVERLOAD", why, _RETRY_S)
        self._open[address] += 1
        try:
            yield
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]
