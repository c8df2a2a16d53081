"""Strict mathematics against the platform's, within what it promises."""

import math

import pytest

from auralis.engine import strict


@pytest.mark.parametrize("x", [-300.5, -20.0, -1.0, -0.3, 0.0, 1e-9, 0.5, 0.999, 7.25, 300.5])
def test_powers_of_two_and_e(x: float) -> None:
    assert strict.exp2(x) == pytest.approx(2.0**x, rel=2e-15)
    assert strict.exp(x) == pytest.approx(math.exp(x), rel=2e-13)


def test_whole_powers_are_exact() -> None:
    assert [strict.exp2(float(n)) for n in (-3, 0, 1, 10)] == [0.125, 1.0, 2.0, 1024.0]


@pytest.mark.parametrize("x", [1e-6, 0.1, 0.70710678, 0.999999, 1.0, 1.41, 3.0, 22.0, 1e9])
def test_logarithms_and_powers(x: float) -> None:
    assert strict.log2(x) == pytest.approx(math.log2(x), rel=1e-14, abs=1e-15)
    assert strict.power(x, 0.62) == pytest.approx(x**0.62, rel=1e-13)


@pytest.mark.parametrize("x", [-30.0, -6.0, 0.0, 2.5])
def test_decibels(x: float) -> None:
    assert strict.decibels(x) == pytest.approx(10.0 ** (x / 20.0), rel=1e-14)


@pytest.mark.parametrize("x", [-3.3, -0.75, -0.1, 0.0, 0.125, 0.25, 0.5, 0.9, 12.34])
def test_sines(x: float) -> None:
    assert strict.sin_turn(x) == pytest.approx(math.sin(2.0 * math.pi * x), abs=1e-14)
