"""Something that failed while a station played."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kit could not play, and why. `last` says that there is none to fall back to: silence is played."""

    kit: str
    why: str
    last: bool
