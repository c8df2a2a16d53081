"""Where a plan is cut for several processes: few pieces, at frames that need little played unheard."""

from typing import Final, NamedTuple

from auralis.core.units import Frame
from auralis.export.sound.plan import Plan
from auralis.sequencing import Timeline
from auralis.station.offline import unheard
from auralis.station.recipes import timeline_of

_LONGEST_S: Final = 600
_SHORTEST_S: Final = 60
_NEAR_S: Final = 40


class Piece(NamedTuple):
    """Stints [first, last) of a plan."""

    first: int
    last: int


def pieces(plan: Plan, first: int, jobs: int) -> list[Piece]:
    """Return the stints from `first` on as pieces for some jobs, each of one to ten minutes."""
    count = plan.stints - first
    seconds = count * plan.stint / plan.take.rate
    wanted = max(min(jobs, int(seconds / _SHORTEST_S)), -(-int(seconds) // _LONGEST_S), 1)
    rounds = -(-wanted // jobs)
    number = min(count, rounds * jobs if wanted > jobs else wanted)
    timeline = timeline_of(plan.take.recipe)
    cuts = [first]
    for k in range(1, number):
        cut = _cheapest(plan, timeline, first + k * count // number, cuts[-1] + 1)
        if cut is not None:
            cuts.append(cut)
    return [Piece(a, b) for a, b in zip(cuts, [*cuts[1:], plan.stints], strict=True) if a < b]


def _cheapest(plan: Plan, timeline: Timeline, near: int, least: int) -> int | None:
    """Return the stint about `near`, and not before `least`, at which a render begins with least unheard."""
    spread = max(1, _NEAR_S * plan.take.rate // plan.stint)
    about = range(max(least, near - spread), min(plan.stints, near + spread + 1))
    return min(about, key=lambda k: (_cost(plan, timeline, k), abs(k - near)), default=None)


def _cost(plan: Plan, timeline: Timeline, number: int) -> Frame:
    lows = [plan.reach(output, number)[0] for output in plan.outputs]
    low = min(lows, default=number * plan.stint)
    return unheard(timeline, plan.take.start + max(0, low))
