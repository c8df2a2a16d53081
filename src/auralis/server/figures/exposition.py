"""The figures of all stations, as Prometheus reads them."""

from asyncio import to_thread
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from prometheus_client import ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from auralis.observability.histogram import Histogram
from auralis.server.figures.server_figures import ServerFigures, add_buckets
from auralis.server.figures.vitals import Vitals
from auralis.server.stations import OnAir

if TYPE_CHECKING:
    from auralis.server.figures.sound import Sound

_MS: Final = 1000.0
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


class Exposition:
    """Reads everything when it is asked; nothing is kept, and no registry is shared.

    One family after the other is read in the event loop and written out in a thread, so that many stations
    hold up nobody.
    """

    def __init__(self, vitals: Vitals, server: ServerFigures) -> None:
        self._vitals = vitals
        self._server = server
        self._heard: Mapping[str, Sound] = {}
        self._process = ProcessCollector(registry=None)

    async def text(self) -> bytes:
        """Return the figures in the text format 0.0.4."""
        self._heard = await self._vitals.sounds()
        return b"".join([await to_thread(generate_latest, _Family(family)) for family in self._families()])

    def _families(self) -> Iterable[Metric]:
        stations = self._vitals.stations
        yield from _latencies(stations)
        yield from _counts(stations)
        yield from _figures(stations)
        yield _listeners(stations)
        yield _states(stations)
        yield _ready(stations)
        yield _fallbacks(stations)
        yield _encoding(stations)
        yield from self._sounds()
        yield from self._server.collect()
        yield from self._process.collect()

    def _sounds(self) -> Iterable[Metric]:
        for field, (name, text) in _SOUNDS.items():
            family = GaugeMetricFamily(f"auralis_{name}", text, labels=["station"])
            for station, sound in self._heard.items():
                value = getattr(sound, field)
                if value is not None:
                    family.add_metric([station], float(value))
            yield family


class _Family(Collector):
    """A family by itself."""

    def __init__(self, family: Metric) -> None:
        self._family = family

    def collect(self) -> Iterable[Metric]:
        return (self._family,)


def _histogram(name: str, text: str, labels: list[str]) -> HistogramMetricFamily:
    return HistogramMetricFamily(f"auralis_{name}_seconds", text, labels=labels)


def _add(family: HistogramMetricFamily, labels: list[str], measured: Histogram) -> None:
    """Add a histogram of milliseconds in seconds."""
    add_buckets(family, labels, measured.buckets)


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


def _ready(stations: Mapping[str, OnAir]) -> Metric:
    text = "Whether a station has the sound that is due, or rests"
    family = GaugeMetricFamily("auralis_ready", text, labels=["station"])
    for station, on_air in stations.items():
        family.add_metric([station], on_air.why_silent is None)
    return family


def _fallbacks(stations: Mapping[str, OnAir]) -> Metric:
    text = "Whether a station's own kit has failed"
    family = GaugeMetricFamily("auralis_kit_fallback", text, labels=["station"])
    for station, on_air in stations.items():
        family.add_metric([station], on_air.source.figures.get("fallback", 0.0))
    return family


def _encoding(stations: Mapping[str, OnAir]) -> Metric:
    family = _histogram("encode", "Encoding a chunk", ["station", "format"])
    for station, on_air in stations.items():
        for form, took in on_air.encodings.figures.items():
            _add(family, [station, form], took)
    return family
