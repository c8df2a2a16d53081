"""Percentiles, against numpy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auralis.core.errors import InvalidValue
from auralis.observability.histogram import Histogram


@given(st.lists(st.floats(0, 10_000), min_size=1, max_size=200))
def test_percentiles_are_those_of_numpy(values: list[float]) -> None:
    histogram = Histogram()
    for value in values:
        histogram.record(value)
    figures = histogram.snapshot()
    assert figures["avg"] == pytest.approx(np.mean(values))
    for percent in (50, 95, 99):
        assert figures[f"p{percent}"] == pytest.approx(np.percentile(values, percent))
    assert histogram.percentile(0) == min(values)
    assert histogram.percentile(100) == max(values)


def test_only_the_last_thousand_count() -> None:
    histogram = Histogram()
    for value in range(2500):
        histogram.record(value)
    assert len(histogram) == 1000
    assert histogram.percentile(0) == 1500
    assert histogram.average == np.mean(range(1500, 2500))


def test_nothing_measured_is_nought() -> None:
    assert Histogram().snapshot() == {"avg": 0.0, "p50": 0.0, "p95": 0.0, "p99": 0.0}


def test_wrong_questions_are_refused() -> None:
    with pytest.raises(InvalidValue, match="size"):
        Histogram(0)
    with pytest.raises(InvalidValue, match="percent"):
        Histogram().percentile(101)
