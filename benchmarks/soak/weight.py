"""What a recipe's log weighs: it keeps every change, so that any moment can be played again."""

import gc
import sys
from types import FunctionType, ModuleType

from auralis.core.recipe import Recipe, parse
from auralis.station.recipes import timeline_of

_SHARED = (type, ModuleType, FunctionType)


def weight(*roots: object) -> int:
    """Return the bytes of objects and of all that they refer to, each counted once."""
    found: dict[int, object] = {}
    waiting = list(roots)
    while waiting:
        thing = waiting.pop()
        if id(thing) not in found and not isinstance(thing, _SHARED):
            found[id(thing)] = thing
            waiting += gc.get_referents(thing)
    return sum(map(sys.getsizeof, found.values()))


def change_mb(recipe: Recipe) -> float:
    """Return the MiB that a change takes: in the recipe that the server keeps, and as a worker plays it."""
    if not recipe.changes:
        return 0.0
    first = recipe.with_changes(())
    whole, opening = ((r, timeline_of(parse(r.to_json()))) for r in (recipe, first))
    return (weight(*whole) - weight(*opening)) / len(recipe.changes) / (1 << 20)
