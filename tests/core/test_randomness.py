"""The random streams: the same bits for ever, one path apart from another."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auralis.core.randomness import Stream

paths = st.lists(st.integers(0, 2**63 - 1) | st.text(max_size=8), max_size=4)


def test_the_bits_never_change() -> None:
    stream = Stream(7, "piano", 3)
    assert [stream.bits() for _ in range(3)] == [
        0x35BF_4F73_A1BB_3601,
        0xF55E_55D0_A8C7_7302,
        0xEEE8_DF1F_0443_D13E,
    ]


@given(paths)
def test_a_path_names_one_stream(path: list[int | str]) -> None:
    assert [Stream(*path).bits() for _ in range(4)] == [Stream(*path).bits() for _ in range(4)]


def test_neighbouring_paths_share_nothing() -> None:
    firsts = [
        Stream(seed, layer, i).bits() for seed in range(20) for layer in ("pad", "bass") for i in range(50)
    ]
    assert len(set(firsts)) == len(firsts)


def test_uniform_fills_the_unit_interval_evenly() -> None:
    stream = Stream("uniform")
    tenths = Counter(int(stream.uniform() * 10) for _ in range(20_000))
    assert set(tenths) == set(range(10))
    assert all(1_800 < n < 2_200 for n in tenths.values())


@given(st.integers(1, 1000), st.integers(0, 99))
def test_below_stays_below(n: int, seed: int) -> None:
    assert 0 <= Stream(seed).below(n) < n


def test_weights_are_kept_and_nothing_of_weight_zero_is_taken() -> None:
    stream = Stream("weights")
    taken = Counter(stream.weighted("abc", (3, 0, 1)) for _ in range(8_000))
    assert taken["b"] == 0
    assert taken["a"] / taken["c"] == pytest.approx(3, rel=0.1)


def test_gauss_has_its_deviation_and_its_limit() -> None:
    stream = Stream("gauss")
    drawn = [stream.gauss(10.0) for _ in range(20_000)]
    assert sum(drawn) / len(drawn) == pytest.approx(0, abs=0.3)
    assert (sum(x * x for x in drawn) / len(drawn)) ** 0.5 == pytest.approx(10, rel=0.03)
    assert max(map(abs, drawn)) <= 25
