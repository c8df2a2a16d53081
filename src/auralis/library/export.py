"""An export: a file of a kept moment as it stands."""

from dataclasses import dataclass
from typing import Literal

from auralis.library.kept_moment import KeptMoment
from auralis.library.order import name_of

State = Literal["queued", "running", "done", "failed", "damaged"]


@dataclass(frozen=True, slots=True)
class Export:
    """A file that is made, is being made, waits for that, came to nothing, or is not what it was.

    `progress` is 0 to 1, `speed` in times real time; size and SHA-256 are those of the whole file.
    """

    moment: KeptMoment
    form: str
    state: State
    progress: float = 0.0
    speed: float | None = None
    seconds_left: float | None = None
    error: str | None = None
    bytes: int | None = None
    sha256: str | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return name_of(self.moment.name, self.form)
