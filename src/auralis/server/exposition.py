"""The figures of all stations, as Prometheus reads them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from auralis.observability.histogram import Histogram
from auralis.server.on_air import OnAir
from auralis.server.vitals import Vitals

if TYPE_CHECKING:
    from auralis.server.sound import Sound

_MS: Final = 1000.0
_MIB: Final = 1 << 20
_LATENCIES: Final = {
    "synthesis": ("render", "Rendering a chunk"),
    "network": ("write", "From a chunk's broadcast until a listener's socket took it"),
    "end_to_end": ("end_to_end", "The whole delay, as listeners report it"),
    "round_trip": ("round_trip", "From a ping of ours to its pong"),
}
_COUNTS: Final = {
    "buffer_underruns": ("underruns", "Chunks that were not rendered when they were due"),
    "buffer_overflows": ("skipped_chunks", "Chunks that slow listeners skipped"),
    "disconnects": ("disconnects", "Listeners that left"),
}
_FIGURES: Final = {
    "lead_ms": ("lead_seconds", "How far rendering runs ahead", _MS),
    "cost": ("render_cost_ratio", "The share of a core that rendering takes", 1.0),
    "snapshot_ms": ("snapshot_seconds", "Writing a snapshot of the station", _MS),
    "reduction_db": ("master_reduction_decibels", "What the master takes from the loudest frame", 1.0),
}
_SOUNDS: Final = {
    "short_term_lufs": ("short_term_lufs", "Loudness of the last three seconds"),
    "true_peak_dbtp": ("true_peak_dbtp", "True peak of the last second"),
    "silent": ("silent", "Whether the last second is silent"),
}


class Exposition(Collector):
    """Reads everything when it is asked; nothing is kept, and no registry is shared."""

    def __init__(self, vitals: Vitals) -> None:
        self._vitals = vitals
        self._heard: Mapping[str, Sound] = {}
        self._registry = CollectorRegistry()
        self._registry.register(self)

    async def text(self) -> bytes:
        """Return the figures in the text format 0.0.4."""
        self._heard = await self._vitals.sounds()
        return generate_latest(self._registry)

    def describe(self) -> Iterable[Metric]:
        """Return nothing: stations come and go."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Yield every family of figures."""
        stations = self._vitals.stations
        yield from _latencies(stations)
        yield from _counts(stations)
        yield from _figures(stations)
        yield _listeners(stations)
        yield _states(stations)
        yield _encoding(stations)
        yield from self._sounds()
        yield from self._server()

    def _sounds(self) -> Iterable[Metric]:
        for field, (name, text) in _SOUNDS.items():
            family = GaugeMetricFamily(f"auralis_{name}", text, labels=["station"])
            for station, sound in self._heard.items():
                value = getattr(sound, field)
                if value is not None:
                    family.add_metric([station], float(value))
            yield family

    def _server(self) -> Iterable[Metric]:
        late = _histogram("event_loop_lateness", "How late the event loop wakes a task", [])
        _add(late, [], self._vitals.lateness)
        yield late
        memory = self._vitals.memory_mb * _MIB
        yield GaugeMetricFamily("auralis_resident_memory_bytes", "Memory of server and workers", memory)
        kept = float(self._vitals.stations.diary.failure is None)
        yield GaugeMetricFamily("auralis_stations_kept", "Whether changes outlive the server", kept)


def _histogram(name: str, text: str, labels: list[str]) -> HistogramMetricFamily:
    return HistogramMetricFamily(f"auralis_{name}_seconds", text, labels=labels)


def _add(family: HistogramMetricFamily, labels: list[str], measured: Histogram) -> None:
    """Add a histogram of milliseconds in seconds."""
    buckets = measured.buckets
    rows = [(f"{bound / _MS:g}", float(count)) for bound, count in buckets.cumulative]
    family.add_metric(labels, [*rows, ("+Inf", float(buckets.count))], buckets.sum / _MS)


def _latencies(stations: Mapping[str, OnAir]) -> Iterable[Metric]:
    for field, (name, text) in _LATENCIES.items():
        family = _histogram(name, text, ["station"])
        for station, on_air in stations.items():
            _add(family, [station], getattr(on_air.metrics, field))
        yield family


def _counts(stations: Mapping[str, OnAir]) -> Iterable[Metric]:
    for field, (name, text) in _COUNTS.items():
        family = CounterMetricFamily(f"auralis_{name}", text, labels=["station"])
        for station, on_air in stations.items():
            family.add_metric([station], getattr(on_air.metrics, field))
        yield family
    restarts = CounterMetricFamily(
        "auralis_worker_restarts", "Takeovers by another worker", labels=["station"]
    )
    phrases = CounterMetricFamily("auralis_phrases", "Phrases that have begun", labels=["station"])
    for station, on_air in stations.items():
        restarts.add_metric([station], on_air.source.figures.get("restarts", 0.0))
        phrases.add_metric([station], on_air.source.figures.get("phrases", 0.0))
    yield restarts
    yield phrases


def _figures(stations: Mapping[str, OnAir]) -> Iterable[Metric]:
    for field, (name, text, unit) in _FIGURES.items():
        family = GaugeMetricFamily(f"auralis_{name}", text, labels=["station"])
        for station, on_air in stations.items():
            if field in on_air.source.figures:
                family.add_metric([station], on_air.source.figures[field] / unit)
        yield family


def _listeners(stations: Mapping[str, OnAir]) -> Metric:
    labels = ["station", "transport", "format"]
    family = GaugeMetricFamily("auralis_listeners", "Who listens, and how", labels=labels)
    for station, on_air in stations.items():
        for (transport, form), count in on_air.broadcaster.audience.items():
            family.add_metric([station, transport, form], count)
    return family


def _states(stations: Mapping[str, OnAir]) -> Metric:
    family = GaugeMetricFamily("auralis_connections", "Listeners by state", labels=["station", "state"])
    for station, on_air in stations.items():
        states = Counter(listener.state for listener in on_air.broadcaster)
        for state, count in states.items():
            family.add_metric([station, state.value], count)
    return family


def _encoding(stations: Mapping[str, OnAir]) -> Metric:
    family = _histogram("encode", "Encoding a chunk", ["station", "format"])
    for station, on_air in stations.items():
        for form, took in on_air.encodings.figures.items():
            _add(family, [station, form], took)
    return family
