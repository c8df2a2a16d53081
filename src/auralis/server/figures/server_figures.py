"""The figures of the server as a whole, as Prometheus reads them."""

import platform
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from typing import Final

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)

from auralis.library.library import Library
from auralis.observability.buckets import Buckets
from auralis.server.figures.vitals import Vitals
from auralis.server.nights import ASLEEP
from auralis.server.stations import OnAir
from auralis.server.wire import Traffic

_MS: Final = 1000.0
_MIB: Final = 1 << 20
_KINDS: Final = ("permanent", "personal")
_STATES: Final = ("playing", "paused", "asleep", "silent")


class ServerFigures:
    """Reads what the server does, what it holds and what it was refused, at every scrape."""

    def __init__(self, vitals: Vitals, traffic: Traffic, version: str, library: Library | None) -> None:
        self._vitals = vitals
        self._traffic = traffic
        self._version = version
        self._library = library

    def collect(self) -> Iterable[Metric]:
        """Yield every family of figures."""
        about = {"version": self._version, "python": platform.python_version()}
        yield InfoMetricFamily("auralis_build", "What runs", about)
        yield from self._load()
        yield from self._health()
        yield from self._requests()
        yield from self._disk()

    def _load(self) -> Iterable[Metric]:
        stations = self._vitals.stations
        family = GaugeMetricFamily("auralis_stations", "Stations that are open", labels=["kind", "state"])
        found = Counter((_KINDS[s.owner is not None], _state(s)) for s in stations.values())
        for kind, state in product(_KINDS, _STATES):
            family.add_metric([kind, state], found[kind, state])
        yield family
        yield _gauge("stations_limit", "Stations that may be open", stations.limits.stations)
        yield _gauge("listeners_limit", "Listeners that there may be, to all stations", stations.max_clients)

    def _health(self) -> Iterable[Metric]:
        workers = GaugeMetricFamily("auralis_workers", "Render processes", labels=["state"])
        for state, count in self._vitals.stations.workers.items():
            workers.add_metric([state], count)
        yield workers
        late = HistogramMetricFamily(
            "auralis_event_loop_lateness_seconds", "How late the event loop wakes a task", labels=[]
        )
        add_buckets(late, [], self._vitals.lateness.buckets)
        yield late
        kept = float(self._vitals.stations.diary.failure is None)
        yield _gauge("stations_kept", "Whether changes outlive the server", kept)
        memory = self._vitals.memory_mb * _MIB
        yield _gauge("resident_memory_bytes", "Memory of server and workers", memory)

    def _requests(self) -> Iterable[Metric]:
        labels = ["method", "route", "status"]
        requests = CounterMetricFamily("auralis_http_requests", "Requests over HTTP", labels=labels)
        for names, count in self._traffic.requests.items():
            requests.add_metric(names, count)
        yield requests
        durations = HistogramMetricFamily(
            "auralis_http_response_seconds", "From a request until its answer begins", labels=["route"]
        )
        for route, buckets in self._traffic.durations.items():
            add_buckets(durations, [route], buckets)
        yield durations
        refused = CounterMetricFamily("auralis_refused", "Requests and sockets not let in", labels=["code"])
        for code, count in self._traffic.refused.items():
            refused.add_metric([code], count)
        yield refused

    def _disk(self) -> Iterable[Metric]:
        if self._library is not None:
            yield _gauge("library_bytes", "What is kept", self._library.used)
            yield _gauge("library_quota_bytes", "What may be kept", self._library.quota)
            yield _gauge("library_moments", "Moments that are kept", len(self._library.moments))
        disk = self._vitals.disk
        if disk is not None and disk.total:
            yield _gauge("disk_free_bytes", "Room where things are kept", disk.free)
            yield _gauge("disk_bytes", "The size of the disk where things are kept", disk.total)


def add_buckets(family: HistogramMetricFamily, labels: list[str], buckets: Buckets) -> None:
    """Add a distribution of milliseconds in seconds."""
    counts = (float(count) for _, count in buckets.cumulative)
    rows = [*zip(_bounds(buckets.bounds), counts, strict=True), ("+Inf", float(buckets.count))]
    family.add_metric(labels, rows, buckets.sum / _MS)


@lru_cache
def _bounds(milliseconds: tuple[float, ...]) -> tuple[str, ...]:
    return tuple(f"{bound / _MS:g}" for bound in milliseconds)


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"auralis_{name}", text, value)


def _state(on_air: OnAir) -> str:
    reason = on_air.intermission.reason
    if reason is not None:
        return ASLEEP if reason == ASLEEP else "paused"
    return "playing" if on_air.why_silent is None else "silent"
