"""The roots that are drawn, beside the rows that they are drawn from."""

from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import islice

import pytest

from auralis.composition import MusicalContext
from auralis.composition.harmony import _progression
from auralis.core.randomness import Stream
from auralis.theory.modes import MODES
from auralis.theory.transitions import row

DRAWN = 60_000
ERRORS = 4.5
"""Standard errors within which a share of so many draws lies; the draws are the same in every run."""
MODE = pytest.mark.parametrize("mode", sorted(MODES))
Past = tuple[int, ...]


@cache
def line(mode: str, order: int) -> tuple[int, ...]:
    """Return degrees as they were drawn, a progression's repetition left out."""
    structure = MusicalContext.of({"mode": mode, "order": order}).structure
    drawn = islice(_progression(Stream(20, mode), structure), DRAWN)
    fours = [tuple(islice(drawn, 4)) for _ in range(DRAWN // 4)]
    return tuple(degree for i, four in enumerate(fours) if i == 0 or four != fours[i - 1] for degree in four)


def followed(mode: str, order: int) -> dict[Past, Counter[int]]:
    """Return which degrees followed each past of one or two degrees."""
    degrees = line(mode, order)
    out: dict[Past, Counter[int]] = {}
    for i in range(order, len(degrees)):
        out.setdefault(degrees[i - order : i], Counter())[degrees[i]] += 1
    return out


def stays(a: int, b: int, c: int) -> bool | None:
    """Say whether a root that has stayed stays on; None of three roots that are no such case."""
    return c == b if a == b else None


def rocks_back(a: int, b: int, c: int) -> bool | None:
    return c == a if a != b else None


def goes_on(a: int, b: int, c: int) -> bool | None:
    """Say whether a falling fifth or a step is followed by another such."""
    return (c - b) % 7 == (b - a) % 7 if (b - a) % 7 in (1, 3, 6) else None


def leads_home(a: int, b: int, c: int) -> bool | None:
    return c == 1 if a in (2, 4, 6) and b in (5, 7) else None


def share(mode: str, order: int, habit: Callable[[int, int, int], bool | None]) -> float:
    """Return how often a habit is followed where it could be."""
    degrees = line(mode, order)
    said = [habit(*three) for three in zip(degrees, degrees[1:], degrees[2:], strict=False)]
    return said.count(True) / (said.count(True) + said.count(False))


def check(heard: Counter[int], weights: tuple[int, ...]) -> None:
    whole = heard.total()
    for degree, weight in enumerate(weights, 1):
        share = weight / sum(weights)
        error = (share * (1 - share) / whole) ** 0.5
        assert abs(heard[degree] / whole - share) <= ERRORS * error + 1 / whole
        assert weight > 0 or heard[degree] == 0


@MODE
def test_first_order_is_the_matrix_and_never_a_forbidden_step(mode: str) -> None:
    heard = followed(mode, 1)
    assert {past for (past,) in heard} == set(range(1, 8))
    for (degree,), after in heard.items():
        check(after, row(mode, degree))


@MODE
def test_second_order_is_its_rows_and_never_a_forbidden_step(mode: str) -> None:
    heard = followed(mode, 2)
    assert len(heard) >= 40
    for (before, degree), after in heard.items():
        check(after, row(mode, degree, before=before))


@MODE
@pytest.mark.parametrize(
    ("habit", "least", "most"),
    [(stays, 0.15, 0.4), (rocks_back, 0.4, 0.65), (goes_on, 1.5, 2.1), (leads_home, 1.25, 1.8)],
)
def test_second_order_changes_a_habit_so_many_times(
    mode: str, habit: Callable[[int, int, int], bool | None], least: float, most: float
) -> None:
    assert least < share(mode, 2, habit) / share(mode, 1, habit) < most
