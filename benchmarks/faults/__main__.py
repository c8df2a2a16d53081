"""Faults one by one under load: what was lost, and how long listeners heard nothing.

    python -m benchmarks.faults [NAME ...] [--listeners N] [--page FILE]

Prints a Markdown table, and puts it into a page with `--page`. Ends with 1 if a change that was acknowledged
was lost, or a chunk of music was not what its recipe says.
"""

import argparse
import asyncio
import resource
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.faults.catalogue import FAULTS
from benchmarks.faults.fault import Outcome
from benchmarks.faults.striking import struck
from benchmarks.markdown import placed, table

_HEADING = (
    "fault",
    "changes acknowledged; lost",
    "chunks missed",
    "flagged silence",
    "heard nothing for, s",
    "chunks of music; wrong",
    "besides",
    "again by",
)


def report(outcomes: Mapping[str, Outcome]) -> str:
    """Return a table of what faults cost."""
    lines = [
        (
            FAULTS[name].what,
            f"{o.acknowledged}; {o.lost}",
            str(o.missed),
            str(o.silent),
            f"{o.gap_s:.2f}",
            f"{o.music}; {o.wrong}",
            o.seen,
            f"`{name}`",
        )
        for name, o in outcomes.items()
    ]
    return table(_HEADING, lines)


def main() -> None:
    """Read the command line, strike, print, fill the page."""
    parser = argparse.ArgumentParser(description="Faults one by one under load")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(FAULTS))
    parser.add_argument("--listeners", type=int, default=50)
    parser.add_argument("--page", type=Path)
    chosen = parser.parse_args()
    for name in chosen.names:
        if name not in FAULTS:
            parser.error(f"{name} is no fault; there are {', '.join(FAULTS)}")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    outcomes: dict[str, Outcome] = {}
    for name in chosen.names or FAULTS:
        print(f"fault: {name}", file=sys.stderr, flush=True)
        outcomes[name] = asyncio.run(struck(FAULTS[name], chosen.listeners))
    text = report(outcomes)
    print(text)
    if chosen.page:
        chosen.page.write_text(placed(chosen.page.read_text(), "faults", text))
    sys.exit(1 if any(o.lost or o.wrong for o in outcomes.values()) else 0)


if __name__ == "__main__":
    main()
