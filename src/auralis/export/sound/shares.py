"""Several processes at a plan: pieces go out in order, stints come back in order."""

from collections import deque
from collections.abc import Iterator
from multiprocessing import connection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from auralis.export.sound.hand import Hand
from auralis.export.sound.pieces import Piece, pieces
from auralis.export.sound.plan import Plan
from auralis.export.sound.walk import Stint

if TYPE_CHECKING:
    from auralis.export.sound.begun import Begun

_AHEAD: Final = 2
"""Pieces for each process that may be begun and not yet taken over."""


class Shares:
    """A context in which `jobs` processes render the stints of a plan from `first` on.

    What they are ahead of the reader waits in nameless files in `folder`: `_AHEAD` pieces of ten
    minutes a job at most, gone with the processes.
    """

    def __init__(self, plan: Plan, first: int, jobs: int, folder: Path) -> None:
        self._plan = plan
        self._coming = deque(pieces(plan, first, jobs))
        self._begun: deque[Begun] = deque()
        self._most = _AHEAD * jobs
        self._hands: list[Hand] = []
        try:
            for _ in range(min(jobs, len(self._coming))):
                self._hands.append(Hand(plan, folder))
        except BaseException:
            self.close()
            raise

    def stints(self) -> Iterator[Stint]:
        """Yield all stints in their order; raises what failed in a process, or OSError if one is gone."""
        self._send()
        while self._begun:
            head = self._begun[0]
            while head.ready:
                yield head.next()
            if head.ended:
                self._begun.popleft().close()
                self._send()
            else:
                self._listen()

    def close(self) -> None:
        """End the processes, whatever they are at."""
        for hand in self._hands:
            hand.close()
        for begun in self._begun:
            begun.close()
        self._begun.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(self) -> None:
        """Give the next pieces to those that have none."""
        for hand in self._hands:
            if hand.piece is None and self._coming and len(self._begun) < self._most:
                self._begun.append(hand.begin(self._coming.popleft()))

    def _listen(self) -> None:
        """Wait until a process tells something, and take it in."""
        busy = {hand.line: hand for hand in self._hands if hand.piece is not None}
        for line in connection.wait(list(busy)):
            hand = busy[line]  # type: ignore[index]  # only these were waited for
            try:
                hand.hear()
            except (EOFError, ConnectionResetError):
                raise self._gone(hand) from None
            if hand.piece is None:
                self._send()

    def _gone(self, hand: "Hand") -> OSError:
        take, piece = self._plan.take, hand.piece or Piece(0, 0)
        first, last = (
            _clock((take.start + min(n * self._plan.stint, take.frames)) // take.rate) for n in piece
        )
        return OSError(f"the process that rendered {first} to {last} is gone ({hand.how_it_ended()})")


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
