"""What is counted is what is shown."""

from mmap import mmap

from auralis.observability.memory import resident_mb
from auralis.observability.performance import PerformanceMetrics
from auralis.observability.refreshed import Refreshed


def test_a_snapshot_has_every_figure() -> None:
    metrics = PerformanceMetrics()
    metrics.synthesis.record(4.0)
    metrics.synthesis.record(6.0)
    metrics.buffer_underruns += 2
    figures = metrics.snapshot()
    assert figures["synthesis_latency_ms"]["avg"] == 5.0
    assert figures["buffer_underruns"] == 2
    assert set(figures) == {
        "synthesis_latency_ms",
        "network_latency_ms",
        "end_to_end_latency_ms",
        "buffer_underruns",
        "buffer_overflows",
        "disconnects",
    }


def test_memory_grows_with_what_is_held() -> None:
    before = resident_mb()
    with mmap(-1, 64 << 20) as held:  # not from what the allocator may have ready
        held.write(b"\x01" * len(held))
        assert resident_mb() - before > 48


def test_a_refreshed_figure_is_taken_once_a_period() -> None:
    now = [10.0]
    taken: list[float] = []

    def measure() -> int:
        taken.append(now[0])
        return len(taken)

    figure = Refreshed(measure, lambda: now[0], period=1.0)
    assert [figure.value, figure.value] == [1, 1]
    now[0] = 10.9
    assert figure.value == 1
    now[0] = 11.0
    assert [figure.value, figure.value] == [2, 2]
