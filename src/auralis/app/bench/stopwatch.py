"""Time of work beside a reference, taken in turns, so that a busy machine slows both."""

import statistics
from dataclasses import dataclass
from time import process_time

from auralis.app.bench.subject import Begin, Work


@dataclass(frozen=True, slots=True)
class Timing:
    """Medians over all rounds: CPU seconds of the work, and its share of the reference's seconds."""

    seconds: float
    ratio: float


def timed(begin: Begin, reference: Begin, rounds: int) -> Timing:
    """Return what work costs, after a round that warms the caches.

    Each round of work stands between two of the reference and is compared with their mean.
    """
    seconds, ratios = [], []
    _spent(begin())
    before = _spent(reference())
    for _ in range(rounds):
        spent, after = _spent(begin()), _spent(reference())
        seconds.append(spent)
        ratios.append(2.0 * spent / (before + after))
        before = after
    return Timing(statistics.median(seconds), statistics.median(ratios))


def _spent(work: Work) -> float:
    begun = process_time()
    work()
    return process_time() - begun
