"""Who hangs and who is only starved: told by turns, state and CPU time."""

import pytest

from auralis.station.vigil import Vigil


class Watched:
    """A process as a vigil sees it."""

    def __init__(self, state: str = "S", spends: float = 0.0) -> None:
        self.turns = 5
        self._state = state
        self._spends = spends
        self._spent = 0.0

    def strain(self) -> tuple[str, float]:
        self._spent += self._spends
        return self._state, self._spent


def looks(watched: Watched) -> int:
    """Return how many looks it takes until it is said to hang, 100 if it never is."""
    vigil = Vigil(watched)  # type: ignore[arg-type]
    assert not vigil.hangs()
    return next((n for n in range(1, 100) if vigil.hangs()), 100)


@pytest.mark.parametrize("state", ["T", "S", "D"])
def test_what_is_stopped_or_waits_hangs_after_a_second(state: str) -> None:
    assert looks(Watched(state)) == 10


def test_what_works_without_a_turn_hangs() -> None:
    assert looks(Watched("R", spends=0.6)) == 10


def test_what_is_not_let_to_work_is_given_five_seconds() -> None:
    assert looks(Watched("R")) == 50


def test_a_turn_is_a_sign_of_life() -> None:
    watched = Watched("T")
    vigil = Vigil(watched)  # type: ignore[arg-type]
    for _ in range(30):
        for _ in range(9):
            assert not vigil.hangs()
        watched.turns += 1
