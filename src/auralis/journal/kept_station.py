"""A station as the journal knows it."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Self

import msgspec

from auralis.core.recipe import Change, Recipe, from_dict
from auralis.core.units import Frame
from auralis.journal.plans import SleepPlan, WakePlan


class KeptStation(msgspec.Struct, frozen=True, kw_only=True, tag="kept"):
    """Everything from which a station goes on; as a record it takes the place of what was known of it.

    `head` is its recipe but for the changes. `asked` is the SHA-256 of the recipe that it was begun with,
    as whoever began it wrote it; `owner` that of its owner's token, empty for a permanent one. At the Unix
    second `unix` the frame `frame` was due, or it was `paused` there. `fade` is what it is to be faded
    back to after a farewell.
    """

    name: str
    head: dict[str, Any]
    changes: tuple[dict[str, Any], ...] = ()
    asked: str = ""
    owner: str = ""
    frame: Frame
    unix: float
    paused: bool = False
    asleep: bool = False
    sleep: SleepPlan | None = None
    wake: WakePlan | None = None
    fade: float | None = None

    @classmethod
    def of(cls, name: str, recipe: Recipe, frame: Frame, unix: float, **known: Any) -> Self:
        """Return what there is to know of a station of a recipe."""
        head = recipe.as_dict()
        changes = tuple(head.pop("changes"))
        return cls(name=name, head=head, changes=changes, frame=frame, unix=unix, **known)

    @property
    def recipe(self) -> Recipe:
        """The recipe so far; raises `InvalidValue` for one that can't be read here."""
        return from_dict({**self.head, "changes": list(self.changes)})

    @property
    def sample_rate(self) -> int:
        """Frames a second."""
        return int(self.head["sample_rate"])

    def reached(self, unix: float, most: float = float("inf")) -> Frame:
        """Return the frame it would have reached at a Unix second, had it played for `most` seconds at most.

        Where the clock was set back since, it is the last frame that is known.
        """
        passed = 0.0 if self.paused else min(max(0.0, unix - self.unix), most)
        return self.frame + int(passed * self.sample_rate)


def digest(recipe: Recipe) -> str:
    """Return the SHA-256 of a recipe as hexadecimal digits."""
    return sha256(recipe.to_json().encode()).hexdigest()


def as_entries(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Return changes as they are written down."""
    return [change.as_dict() for change in changes]
