"""A fault, and what came of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.faults.scene import Scene


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that breaks: `strike` breaks it, and says what else was seen, or nothing.

    The server is started behind `prefix` and with `settings`, in which `{data}` is its data folder.
    """

    what: str
    strike: Callable[[Scene], Awaitable[str]]
    prefix: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)


class Outcome(NamedTuple):
    """What a fault cost.

    Changes that were acknowledged, and those of them that were lost; of the listener that fared worst the
    chunks it never got, those that were flagged silence, and the longest it heard nothing new; how many
    chunks of music were not what the recipe says, and of how many; and what else was seen.
    """

    acknowledged: int
    lost: int
    missed: int
    silent: int
    gap_s: float
    wrong: int
    music: int
    seen: str
