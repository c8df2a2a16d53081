"""How long composing takes: a section's plan, its melody, and a phrase of all layers with both shared in.

    python benchmarks/composition.py [--sections 12] [--seed 7]

Prints milliseconds by preset. Budgets: a plan under 40, a phrase under 2 on average.
"""

import argparse
import statistics
from time import perf_counter

from auralis.composition import MusicalContext, Place, compose, phrases_in
from auralis.composition.melody import lead_line
from auralis.composition.presets import PRESETS
from auralis.composition.section import plan


def milliseconds(context: MusicalContext, seed: int, section: int) -> tuple[float, float, float]:
    """Return the cost of a section's plan, its melody, and one phrase with its share of both."""
    start = perf_counter()
    plan(seed, section, context.structure)
    planned = perf_counter()
    lead_line(seed, section, context.structure)
    sung = perf_counter()
    count = phrases_in(context, section, seed)
    for phrase in range(count):
        compose(context, Place(section, phrase), seed)
    done = perf_counter()
    return (planned - start) * 1e3, (sung - planned) * 1e3, (done - start) * 1e3 / count


def main() -> None:
    arguments = argparse.ArgumentParser(description="Time the composition room.")
    arguments.add_argument("--sections", type=int, default=12)
    arguments.add_argument("--seed", type=int, default=7)
    chosen = arguments.parse_args()
    print(
        f"{'preset':12}{'plan ms':>10}{'worst':>8}{'melody ms':>11}{'worst':>8}{'phrase ms':>11}{'worst':>8}"
    )
    for preset in PRESETS:
        context = MusicalContext.of({"preset": preset})
        timed = [milliseconds(context, chosen.seed, section) for section in range(chosen.sections)]
        columns = [f"{statistics.mean(c):10.2f}{max(c):8.2f} " for c in zip(*timed, strict=True)]
        print(f"{preset:12}{''.join(columns)}")


if __name__ == "__main__":
    main()
