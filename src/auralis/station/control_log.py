"""Listeners' wishes become entries of the log: one entry a boundary, however many wishes there were."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from auralis.composition import default_boundary, is_structural, normalise
from auralis.core.errors import InvalidValue
from auralis.core.recipe import KIT, Boundary, Change, check_boundary
from auralis.core.units import Frame
from auralis.sequencing import Timeline
from auralis.sequencing.passage import Passage

_GLIDING = ("brightness", "space", "fade", "fade_s", ".gain", ".mute")


@dataclass(frozen=True, slots=True)
class Wish:
    """Settings as a listener asked for them, each at its own boundary or all at the one named."""

    settings: Mapping[str, object]
    boundary: str | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    settings: Mapping[str, object]
    boundary: Boundary | None

    def supersedes(self, earlier: "_Wanted | InvalidValue") -> bool:
        """Return whether nothing would be left of an earlier wish at the same moment."""
        if isinstance(earlier, InvalidValue) or any(map(is_structural, earlier.settings)):
            return False
        return self.boundary == earlier.boundary and self.settings.keys() == earlier.settings.keys()


Outcome = tuple[Change, ...] | InvalidValue
"""What was logged for a wish, or what is wrong with it."""


class ControlLog:
    """A timeline that grows by what listeners wish.

    Changes that take effect at one frame by one kind of boundary are one entry of the log, later
    settings in the place of earlier ones; where order matters (a tempo, and then a preset that brings
    its own) they stay apart. `start` is the first frame that was not played yet.
    """

    def __init__(self, timeline: Timeline, start: Frame) -> None:
        self.timeline = timeline
        played = [c for c in timeline.changes if c.frame < start]
        self._settled = Timeline.of(timeline.seed, timeline.sample_rate, timeline.opening, played)

    @property
    def settled(self) -> int:
        """How many entries can't change any more, as of the last change."""
        return len(self._settled.changes)

    def grant(self, wishes: Sequence[Wish], position: Frame, reached: Frame) -> list[Outcome]:
        """Apply wishes in their order; a wrong one alters nothing.

        `position` is the first frame at which a glide can still begin, `reached` the first at which
        notes can change.
        """
        self._settle(position)
        wanted = [_checked(wish) for wish in wishes]
        outcomes: list[Outcome] = []
        waiting = 0
        for here, after in zip_longest(wanted, wanted[1:]):
            waiting += 1
            if isinstance(here, _Wanted) and isinstance(after, _Wanted) and after.supersedes(here):
                continue
            outcome = here if isinstance(here, InvalidValue) else self._grant(here, position, reached)
            outcomes += [outcome] * waiting
            waiting = 0
        return outcomes

    def add(self, change: Change, position: Frame) -> tuple[Change, ...]:
        """Log a change at its boundary; return what is new in the log."""
        self._settle(position)
        before = self._coming
        self._add(change)
        return _added(before, self._coming)

    @property
    def _coming(self) -> tuple[Change, ...]:
        return self.timeline.changes[self.settled :]

    def _settle(self, position: Frame) -> None:
        """Take what was played as given."""
        if all(c.frame < position for c in self._coming):
            self._settled = self.timeline
        for change in self._coming:
            if change.frame >= position:
                break
            self._settled = self._settled.with_change(change)

    def _grant(self, wanted: _Wanted, position: Frame, reached: Frame) -> Outcome:
        try:
            self.timeline.passages[-1].turns[-1].context.changed(wanted.settings)
        except InvalidValue as error:
            return error
        before, groups = self._coming, _groups(wanted)
        for kind, group in groups.items():
            glides = all(name.endswith(_GLIDING) for name in group)
            self._add(Change(position if glides else reached, kind, group))
        return _added(before, self._coming) or tuple(c for c in self._coming if _holds(c, groups))

    def _add(self, change: Change) -> None:
        entry = replace(change, frame=self.timeline.boundary(change.frame, change.boundary))
        earlier = [c for c in self._coming if c.frame <= entry.frame]
        later = self._coming[len(earlier) :]
        moving = bool(later) and any(name == KIT or is_structural(name) for name in entry.set)
        made = self._anew if moving else self._with
        appended = made([*earlier, entry, *later])
        for index in range(len(earlier) - 1, -1, -1):
            if _mergeable(earlier[index], entry):
                earlier[index] = replace(entry, set={**earlier[index].set, **entry.set})
                merged = made([*earlier, *later])
                if _same_music(merged, appended):
                    appended = merged
                break
        self.timeline = appended

    def _anew(self, changes: Iterable[Change]) -> Timeline:
        """Return the timeline with changes in the place of those to come, whose boundaries may move."""
        plain = self._settled
        return Timeline.of(plain.seed, plain.sample_rate, plain.opening, (*plain.changes, *changes))

    def _with(self, changes: Iterable[Change]) -> Timeline:
        """Return the same where no boundary moves."""
        timeline = self._settled
        for change in changes:
            timeline = timeline.with_change(change)
        return timeline


def _checked(wish: Wish) -> _Wanted | InvalidValue:
    try:
        kind = None if wish.boundary is None else check_boundary(wish.boundary)
        return _Wanted(normalise(wish.settings), kind)
    except InvalidValue as error:
        return error


def _same_music(one: Timeline, other: Timeline) -> bool:
    if one.tempo != other.tempo or len(one.passages) != len(other.passages):
        return False
    return one.passages == other.passages or list(_heard(one)) == list(_heard(other))


def _heard(timeline: Timeline) -> Iterator[Passage]:
    """Yield passages with only those turns that come into force and change anything."""
    for passage, after in zip_longest(timeline.passages, timeline.passages[1:]):
        first, *turns = passage.turns
        heard = (b for a, b in pairwise((first, *turns)) if a.context != b.context)
        yield replace(passage, turns=(first, *(t for t in heard if after is None or t.frame < after.start)))


def _mergeable(one: Change, other: Change) -> bool:
    same = (one.frame, one.boundary) == (other.frame, other.boundary)
    return same and KIT not in one.set and KIT not in other.set


def _holds(change: Change, groups: Mapping[Boundary, Mapping[str, object]]) -> bool:
    return change.boundary in groups and groups[change.boundary].items() <= change.set.items()


def _groups(wanted: _Wanted) -> dict[Boundary, dict[str, object]]:
    """Return settings that go together; what a preset brings is not heard before the preset."""
    groups: dict[Boundary, dict[str, object]] = {}
    for name, value in wanted.settings.items():
        kind = wanted.boundary or default_boundary(name)
        if "preset" in wanted.settings and kind == "beat" and wanted.boundary is None:
            kind = "bar"
        groups.setdefault(kind, {})[name] = value
    return groups


def _added(old: Sequence[Change], new: Sequence[Change]) -> tuple[Change, ...]:
    """Return the entries of a log that another lacks, moved ones among them."""
    rest = list(old)
    added = []
    for change in new:
        if change in rest:
            rest.remove(change)
        else:
            added.append(change)
    return tuple(added)
