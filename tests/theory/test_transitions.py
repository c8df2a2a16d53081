import itertools

import pytest

from auralis.theory.modes import MODES
from auralis.theory.transitions import TRANSITIONS, row

DEGREES = range(1, 8)
MINOR = (
    (15, 5, 10, 30, 5, 30, 5),
    (25, 10, 5, 15, 25, 15, 5),
    (20, 5, 15, 10, 10, 30, 10),
    (25, 10, 10, 10, 20, 15, 10),
    (40, 10, 5, 20, 5, 15, 5),
    (25, 5, 20, 15, 5, 10, 20),
    (30, 5, 25, 10, 5, 20, 5),
)
"""Minor, in percent, as the project's first description gives it."""


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


def test_minor_is_the_matrix_the_project_began_with() -> None:
    assert TRANSITIONS["aeolian"] == MINOR


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("calm", [0, 50, 100])
def test_second_order_forbids_what_the_first_does_and_nothing_more(mode: str, calm: int) -> None:
    for before, now in itertools.product(DEGREES, DEGREES):
        first, second = row(mode, now, calm), row(mode, now, calm, before)
        assert [weight > 0 for weight in second] == [weight > 0 for weight in first]
        assert sum(second) > 0


@pytest.mark.parametrize(
    ("before", "now", "after", "times"),
    [
        (1, 1, 1, 0.25),
        (4, 1, 4, 0.5),
        (2, 5, 1, 2),
        (6, 2, 5, 2),
        (1, 2, 3, 2),
        (7, 6, 5, 2),
        (4, 7, 1, 2),
        (6, 5, 1, 2),
        (1, 4, 6, 1),
        (3, 5, 1, 1),
        (1, 1, 4, 1),
    ],
)
def test_second_order_weighs_three_roots_in_a_row(before: int, now: int, after: int, times: float) -> None:
    assert row("aeolian", now, before=before)[after - 1] == times * row("aeolian", now)[after - 1]
