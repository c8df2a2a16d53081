"""What is asked of the server over HTTP, counted."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from auralis.observability.buckets import Buckets

OTHER: Final = "other"
"""Stands for paths that there are not, and for methods that nobody has heard of."""

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Traffic:
    """Counts requests by method, route and class of status, and how long it took until they were answered.

    `route` is a route's template, such as `/api/v1/moments/{moment}`, so that there are only so many.
    """

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, str]] = Counter()
        self._durations: dict[str, Buckets] = {}
        self._refused: Counter[str] = Counter()

    @property
    def requests(self) -> Mapping[tuple[str, str, str], int]:
        """How many there were by method, route and class: `2xx` and its like."""
        return self._requests

    @property
    def durations(self) -> Mapping[str, Buckets]:
        """Milliseconds until the answer began, by route."""
        return self._durations

    @property
    def refused(self) -> Mapping[str, int]:
        """How much was refused, by the code that clients were told: `429`, `1013`, `4404`."""
        return self._refused

    def count(self, method: str, route: str, status: int, milliseconds: float) -> None:
        """Count a request that was answered."""
        known = method if method in _METHODS else OTHER
        self._requests[known, route, f"{status // 100}xx"] += 1
        self._durations.setdefault(route, Buckets()).add(milliseconds)
        if status in (401, 403, 429, 503):
            self.refuse(status)

    def refuse(self, code: int) -> None:
        """Count a refusal."""
        self._refused[str(code)] += 1
