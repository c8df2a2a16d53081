"""PAD32 and FMAMB in Auralis, and the same minute of PAD32 in other engines, in turns in one run.

    python -m benchmarks.yardsticks [--renders 5]

Prints two Markdown tables. A peer that is not installed is named on standard error, with what to install.
Pin it to one core (`taskset -c 1`) for figures.
"""

import argparse
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.fmamb import fmamb
from benchmarks.markdown import table
from benchmarks.pad32 import SECONDS, pad32
from benchmarks.peers import csound, fluidsynth, supercollider
from benchmarks.peers.peer import RATE, Peer
from benchmarks.rendering import spent
from platformdirs import user_cache_path

from auralis.app.bench.patch_run import PatchRun
from auralis.engine import Kernels

PEERS = (supercollider.PEER, csound.PEER, fluidsynth.PEER)
PAD32 = "PAD32"


@dataclass(frozen=True)
class Timed:
    """An engine that renders a minute again and again, and the CPU seconds of each time."""

    name: str
    work: str
    seconds: Callable[[], float]
    same: bool
    used: list[float] = field(default_factory=list)

    @property
    def partly(self) -> bool:
        """Whether it is less than the whole patch."""
        return " with " in self.work

    @property
    def factor(self) -> float:
        """Seconds of audio a second of CPU, by the median."""
        return SECONDS / statistics.median(self.used)

    @property
    def best(self) -> float:
        """The same, by the quickest render."""
        return SECONDS / min(self.used)


def ours(kernels: Kernels) -> list[Timed]:
    """Return our patches: PAD32 first."""
    runs = {
        PAD32: pad32(kernels, RATE),
        "PAD32 in blocks of 64 frames": pad32(kernels, RATE, block=64),
        "PAD32 with 16 of its voices": pad32(kernels, RATE, voices=16),
        "PAD32 with no voice": pad32(kernels, RATE, voices=0),
        "FMAMB": fmamb(kernels, RATE),
    }
    return [Timed("Auralis", name, _again(run), same=name == PAD32) for name, run in runs.items()]


def _again(run: PatchRun) -> Callable[[], float]:
    begin = run.rounds(0, SECONDS * RATE)
    spent(begin)
    return lambda: spent(begin)


def present(peers: Sequence[Peer]) -> list[Timed]:
    """Return the peers that are installed, and name the others."""
    for peer in peers:
        if not peer.present:
            print(f"{peer.name} is left out: {peer.needs}", file=sys.stderr)
    return [Timed(p.name, p.work, p.seconds, p.same) for p in peers if p.present]


def measured(renders: int) -> list[Timed]:
    """Return all engines once each has rendered its minute so many times, in turns, after a first time."""
    kernels = Kernels(user_cache_path("auralis") / "kernels")
    engines = [*ours(kernels), *(engine for engine in present(PEERS) if _plays(engine))]
    for turn in range(renders):
        print(f"yardsticks: turn {turn + 1} of {renders}", file=sys.stderr)
        for engine in engines:
            engine.used.append(engine.seconds())
    return engines


def _plays(peer: Timed) -> bool:
    """Render once unmeasured; a peer that cannot is named and left out."""
    try:
        return peer.seconds() > 0
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"{peer.name} is left out, for it fails: {error}", file=sys.stderr)
        return False


def patch_table(engines: Sequence[Timed]) -> str:
    """Return our patches as a table."""
    lines = [[e.work, f"{e.factor:.0f}", f"{e.best:.0f}"] for e in engines if e.name == "Auralis"]
    return table(("patch", "× real time", "best"), lines)


def peer_table(engines: Sequence[Timed]) -> str:
    """Return the engines beside each other, the quickest first."""
    first = engines[0].factor
    heard = [e for e in engines if e.same or e.name != "Auralis"]
    lines = [
        [e.name, e.work, f"{e.factor:.1f}", f"{e.best:.1f}", f"{first / e.factor:.1f}" if e.same else "–"]
        for e in sorted(heard, key=lambda e: -e.factor)
    ]
    return table(("engine", "work", "× real time", "best", "Auralis is faster by"), lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="PAD32 and FMAMB, and other engines beside them")
    parser.add_argument("--renders", type=int, default=5)
    found = measured(parser.parse_args().renders)
    print(patch_table(found), end="\n\n")
    print(peer_table(found))
