import itertools

import pytest

from auralis.theory.modes import MODES
from auralis.theory.transitions import TRANSITIONS, row

DEGREES = range(1, 8)


def test_every_mode_has_a_seven_by_seven_matrix_of_percentages() -> None:
    assert set(TRANSITIONS) == set(MODES)
    for matrix in TRANSITIONS.values():
        assert len(matrix) == 7
        assert all(len(weights) == 7 and sum(weights) == 100 and min(weights) >= 0 for weights in matrix)


@pytest.mark.parametrize("mode", MODES)
def test_half_calm_is_the_matrix_itself(mode: str) -> None:
    for degree in DEGREES:
        assert row(mode, degree, 50) == tuple(100 * w for w in TRANSITIONS[mode][degree - 1])


@pytest.mark.parametrize("mode", MODES)
def test_calm_draws_home_without_exception(mode: str) -> None:
    for degree in DEGREES:
        shares = [row(mode, degree, calm)[0] / sum(row(mode, degree, calm)) for calm in range(0, 101, 10)]
        assert all(a < b for a, b in itertools.pairwise(shares))
