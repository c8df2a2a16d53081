"""Buckets count everything, and percentiles forget what is old."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auralis.core.errors import InvalidValue
from auralis.observability.buckets import Buckets
from auralis.observability.histogram import Histogram

MS = st.floats(0, 20_000)


@given(st.lists(st.tuples(MS, st.integers(1, 40)), max_size=60))
def test_each_bound_counts_what_does_not_exceed_it(measured: list[tuple[float, int]]) -> None:
    buckets = Buckets()
    for value, times in measured:
        buckets.add(value, times)
    every = np.repeat([v for v, _ in measured], [t for _, t in measured]) if measured else np.zeros(0)
    assert buckets.count == len(every)
    assert buckets.sum == pytest.approx(float(every.sum()))
    assert buckets.cumulative == [(bound, int((every <= bound).sum())) for bound in buckets.bounds]


@given(st.lists(st.tuples(MS, st.integers(0, 40)), min_size=1, max_size=40))
def test_equal_measurements_at_once_are_like_one_after_another(measured: list[tuple[float, int]]) -> None:
    together, single = Histogram(50), Histogram(50)
    for value, times in measured:
        together.record(value, times)
        for _ in range(times):
            single.record(value)
    assert together.snapshot() == single.snapshot()
    assert together.buckets.cumulative == single.buckets.cumulative


@pytest.mark.parametrize("bounds", [(), (1.0, 1.0), (2.0, 1.0)])
def test_bounds_rise(bounds: tuple[float, ...]) -> None:
    with pytest.raises(InvalidValue, match="bounds"):
        Buckets(bounds)
