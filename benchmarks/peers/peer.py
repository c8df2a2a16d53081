"""Another engine that plays beside ours."""

from collections.abc import Callable
from dataclasses import dataclass

SECONDS = 60
RATE = 44_100


@dataclass(frozen=True)
class Peer:
    """An engine: `work` says what it plays for 60 s, `needs` how to install it, `seconds` renders it once.

    `seconds` returns CPU seconds. `same` is whether the work is PAD32.
    """

    name: str
    work: str
    needs: str
    present: bool
    seconds: Callable[[], float]
    same: bool = True
