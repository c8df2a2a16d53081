"""Hours of music that are composed and not played: what is remembered of compositions is full then."""

from benchmarks.soak.plan import Plan

from auralis.core.recipe import Recipe
from auralis.station.announcement import announce
from auralis.station.control_log import ControlLog, Wish
from auralis.station.recipes import timeline_of

_STEP_S = 8
_CHANGE_S = 40.0


def compose(recipe: Recipe, plan: Plan, hours: float) -> None:
    """Walk through so many hours of a recipe while somebody turns its controls."""
    rate = recipe.sample_rate
    log = ControlLog(timeline_of(recipe), 0)
    turned = 0
    for frame in range(0, int(3600 * hours * rate), _STEP_S * rate):
        if frame >= turned:
            log.grant([Wish(plan.change())], frame, frame + rate)
            turned = frame + plan.pause(_CHANGE_S) * rate // 10
        announce(log.timeline, frame, (), ())
