"""The figures a station is judged by."""

from auralis.observability.histogram import Histogram


class PerformanceMetrics:
    """Four latencies in milliseconds and the counters of what went wrong.

    `synthesis`: rendering a chunk; `network`: from a chunk's broadcast until a listener's socket
    took it; `end_to_end`: as listeners report it; `round_trip`: from a ping of ours to its pong.
    Whoever sees an event adds to its counter.
    """

    def __init__(self) -> None:
        self.synthesis = Histogram()
        self.network = Histogram()
        self.end_to_end = Histogram()
        self.round_trip = Histogram()
        self.buffer_underruns = 0
        """Chunks that were not rendered when they were due."""
        self.buffer_overflows = 0
        """Chunks that slow listeners skipped."""
        self.disconnects = 0
        """Listeners that left."""

    def snapshot(self) -> dict[str, object]:
        """Return the figures as JSON data."""
        return {
            "synthesis_latency_ms": self.synthesis.snapshot(),
            "network_latency_ms": self.network.snapshot(),
            "end_to_end_latency_ms": self.end_to_end.snapshot(),
            "buffer_underruns": self.buffer_underruns,
            "buffer_overflows": self.buffer_overflows,
            "disconnects": self.disconnects,
        }
