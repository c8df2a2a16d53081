"""A kit of patches: real-time factor of each patch and of the whole, on the composer's own notes.

    python benchmarks/kit.py [--kit auralis] [--preset focus] [--start 0] [--seconds 60] [--renders 5]
                             [--block 4410] [--rate 44100]

Prints, for each player, seconds of audio a second of CPU (median and best) and nanoseconds a frame; then
the same for the kit through `Ensemble` and `Master`, its hash, and the time to load its kernels, first
compiled from nothing (in a folder of its own) and then cached. Pin it to one core (`taskset -c 1`).
"""

import argparse
import hashlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from auralis.composition import MusicalContext
from auralis.core.events import NoteEvent
from auralis.core.units import Block
from auralis.engine import Ensemble, Kernels, Kit, Master, load_kit
from auralis.engine.compiler.events import NONE, Events, sort_events
from auralis.engine.compiler.program import Program
from auralis.engine.kit import BUS, EFFECTS
from auralis.sequencing import Timeline, notes

LAYERS = ("pad", "piano", "bass", "bells", "air", "percussion")


def cpu() -> float:
    """Return CPU seconds used, user and system."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def controls(context: MusicalContext) -> dict[str, float | str]:
    """Return the controls of an ensemble that plays in a context."""
    gains: dict[str, float | str] = {f"layers.{name}.gain": 1.0 for name in LAYERS}
    return gains | {"preset": context.preset, "bpm": context.bpm, "brightness": 0.5, "space": 0.5}


def show(name: str, seconds: float, frames: int, work: Callable[[], object], renders: int) -> None:
    """Print how fast a piece of work is that makes `frames` frames, lasting `seconds`."""
    used = []
    for _ in range(renders):
        begun = cpu()
        work()
        used.append(cpu() - begun)
    median = statistics.median(used)
    print(f"{name:10} {seconds / median:8.0f} {seconds / min(used):8.0f} {median / frames * 1e9:10.1f}")


def loading(kit: str, rate: int) -> None:
    """Print how long a new process takes for a kit's kernels: compiled from nothing, then cached."""
    with tempfile.TemporaryDirectory() as folder:
        for how in ("compiled", "cached"):
            command = [sys.executable, __file__, "--kit", kit, "--load", folder, "--rate", str(rate)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            print(f"kernels {how} in {done.stdout.strip()} s")


def load(kit: str, folder: str, rate: int) -> None:
    """Load every kernel of a kit in a folder, and print the seconds it took."""
    begun = time.perf_counter()
    kernels = Kernels(Path(folder))
    for patch in load_kit(kit).patches:
        kernels.program(patch, rate)
    print(f"{time.perf_counter() - begun:.2f}")


def play(program: Program, events: Events, born: Mapping[str, float], heard: Block, out: Block) -> None:
    """Render one player from its birth."""
    program.instance(0, born).process(events, heard, out)


def players(kit: Kit, kernels: Kernels, played: list[NoteEvent], chosen: argparse.Namespace) -> None:
    """Print the figures of each patch by itself; effects, bus and master hear noise."""
    frames = int(chosen.seconds * chosen.rate)
    out, silence = np.zeros((2, frames), np.float32), np.zeros((0, frames), np.float32)
    rows = 2 * max(len(patch.inputs) for patch in kit.patches)
    noise = (
        (np.arange(rows * frames, dtype=np.int64) * 48271 % 65537).astype(np.float32).reshape(rows, frames)
    )
    noise = noise * np.float32(1e-6) - np.float32(0.03)
    values = kit.values(controls(MusicalContext.of({"preset": chosen.preset})))
    for name, patch in zip((*kit.instruments, EFFECTS, BUS, "master"), kit.patches, strict=True):
        program, events = kernels.program(patch, chosen.rate), NONE
        if name in kit.instruments:
            events = sort_events(kit.instruments[name].rows(program, [n for n in played if n.layer == name]))
        born = {k.partition(".")[2]: v for k, v in values.items() if k.startswith(f"{name}.")}
        heard = noise[: 2 * len(patch.inputs)] if patch.inputs else silence

        render = partial(play, program, events, born, heard, out)

        show(name, chosen.seconds, frames, render, chosen.renders)


def whole(kit: Kit, kernels: Kernels, played: list[NoteEvent], chosen: argparse.Namespace) -> None:
    """Print the figures of the kit as a station plays it."""
    frames = int(chosen.seconds * chosen.rate)
    out = np.zeros((2, frames), np.float32)
    born = controls(MusicalContext.of({"preset": chosen.preset}))

    def work() -> None:
        ensemble, master = Ensemble(kit, kernels, chosen.rate, 0, born), Master(kit, kernels, chosen.rate, 0)
        ensemble.schedule(played, [])
        for first in range(0, frames, chosen.block):
            block = out[:, first : first + chosen.block]
            ensemble.render(block)
            master.process(block)

    show("kit", chosen.seconds, frames, work, chosen.renders)
    print(f"peak {np.abs(out).max():.3f} sha256 {hashlib.sha256(out.tobytes()).hexdigest()[:16]}")


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(description="Real-time factors of a kit")
    parser.add_argument("--kit", default="auralis")
    parser.add_argument("--preset", default="focus")
    parser.add_argument("--start", type=float, default=0.0, help="seconds")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--renders", type=int, default=5)
    parser.add_argument("--block", type=int, default=4410)
    parser.add_argument("--rate", type=int, default=44100)
    parser.add_argument("--no-loading", action="store_true", help="skip the compile times")
    parser.add_argument("--load", metavar="FOLDER", help="only load the kernels in a folder, and time it")
    chosen = parser.parse_args()
    if chosen.load:
        load(chosen.kit, chosen.load, chosen.rate)
        return
    kit, kernels = load_kit(chosen.kit), Kernels(user_cache_path("auralis") / "kernels")
    timeline = Timeline.of(7, chosen.rate, MusicalContext.of({"preset": chosen.preset}))
    first = int(chosen.start * chosen.rate)
    passed = notes(timeline, first, first + int(chosen.seconds * chosen.rate))
    played = [replace(n, frame=max(0, n.frame - first), end=n.end - first) for n in passed]
    print(f"{chosen.kit}, {chosen.preset}: {len(played)} notes, blocks of {chosen.block}")
    print(f"{'':10} {'median':>8} {'best':>8} {'ns/frame':>10}")
    players(kit, kernels, played, chosen)
    whole(kit, kernels, played, chosen)
    if not chosen.no_loading:
        loading(chosen.kit, chosen.rate)


if __name__ == "__main__":
    main()
