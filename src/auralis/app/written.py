"""What people read of a setting where its type alone does not say it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """How a default and what is allowed are written, each empty where the type says it.

    `here` is what is allowed on this machine, where that differs from `allowed`.
    """

    default: str = ""
    allowed: str = ""
    here: str = ""
