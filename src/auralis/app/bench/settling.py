"""A second look at what seems slow: a busy machine is no failure."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from auralis.app.bench.comparison import Difference, compare
from auralis.app.bench.result import Measurement, Result

TRIES: Final = 3


def settled(
    baseline: Result, now: Result, measure: Callable[[str], Measurement]
) -> tuple[Result, list[Difference]]:
    """Return the result and its differences once subjects that seem slower were measured up to 3 times more.

    Of each load the least share counts; exact figures stay as they were first found.
    """
    differences = compare(baseline, now)
    for _ in range(TRIES):
        slow = {d.subject for d in differences if d.verdict == "slower"}
        if not slow:
            break
        again = {name: _better(now.subjects[name], measure(name)) for name in sorted(slow)}
        now = replace(now, subjects={**now.subjects, **again})
        differences = compare(baseline, now)
    return now, differences


def _better(one: Measurement, other: Measurement) -> Measurement:
    ratio = {load: min(share, other.ratio[load]) for load, share in one.ratio.items()}
    absolute = {load: max(speed, other.absolute[load]) for load, speed in one.absolute.items()}
    return replace(one, ratio=ratio, absolute=absolute)
