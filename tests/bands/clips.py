"""Clips of our sound, rendered as the command line renders them, and measured in processes of their own."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import numpy as np
import soundfile

from auralis.analysis import analyse
from auralis.composition import MusicalContext
from auralis.core.units import Block, to_pcm
from auralis.engine import Kernels, Kit, load_kit
from auralis.station.offline import render
from auralis.station.performance import Performance
from auralis.station.recipes import new_recipe, timeline_of
from tests.bands.measures import integrated, measured

RATE = 44_100
SECONDS = 150
PROCESSES = 2
HALF_HOUR_S = 1800
WINDOW_S = 180
_LOUD = 0.1


@dataclass(frozen=True, order=True)
class Clip:
    """A stretch of a preset's music: seed, and first second."""

    preset: str
    seed: int
    start: int
    seconds: int = SECONDS


Figures = dict[str, float]
T = TypeVar("T")


def sound_of(clip: Clip, kernels: Kernels) -> Block:
    """Return a clip's sound, float32 of shape (2, frames)."""
    recipe = new_recipe(MusicalContext.of({"preset": clip.preset}), clip.seed, "auralis", RATE)
    return np.concatenate(list(render(recipe, kernels, clip.start * RATE, clip.seconds * RATE)), axis=1)


def write(path: Path, sound: Block) -> None:
    """Write a sound as WAV of 16 bit, the samples being the wire's."""
    soundfile.write(path, to_pcm(sound), RATE, subtype="PCM_16")


def measure(clip: Clip, kernel_folder: Path) -> Figures:
    """Render a clip and return all its quantities, by the names of the rows of `bands`."""
    kernels = Kernels(kernel_folder)
    sound = sound_of(clip, kernels)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.wav"
        write(path, sound)
        figures = measured(path)
        faults = analyse(soundfile.read(path)[0].T, RATE).faults
    figures["own_clicks"] = float(len(faults.clicks_s) + len(faults.dropouts))
    figures["reduction"] = reduction(sound, unlimited(clip, kernels))
    return figures


def unlimited(clip: Clip, kernels: Kernels) -> Block:
    """Return a clip's sound as it is ahead of the limiter."""
    timeline = timeline_of(new_recipe(MusicalContext.of({"preset": clip.preset}), clip.seed, "auralis", RATE))
    kit = without_limiter(load_kit("auralis"))
    return Performance(timeline, kit, kernels, clip.start * RATE).render(clip.seconds * RATE)


def without_limiter(kit: Kit) -> Kit:
    """Return a kit whose master saturates, and does not limit."""
    warmth, limiter = kit.master.bus
    cables = (f"in.{kit.master.inputs[0]} -> {warmth.id}.x", f"{warmth.id}.y -> out")
    assert limiter.module == "limiter"
    master = replace(kit.master, name="auralis_master_unlimited", bus=(warmth,), cables=cables)
    return replace(kit, master=master)


def reduction(limited: Block, free: Block) -> float:
    """Return how much the limiter takes away at most, in dB, where the sound is loud."""
    loud = np.abs(free) > _LOUD
    gains = np.abs(limited[loud]) / np.abs(free[loud])
    return max(0.0, float(-20 * np.log10(gains.min(initial=1.0))))


def loudness_by_window(clip: Clip, kernel_folder: Path) -> list[float]:
    """Return the integrated loudness of each three minutes of a clip."""
    sound, each = sound_of(clip, Kernels(kernel_folder)), WINDOW_S * RATE
    return [integrated(sound[:, i : i + each], RATE) for i in range(0, sound.shape[1] - each + 1, each)]


def measure_all(clips: Sequence[Clip], kernel_folder: Path) -> Iterator[tuple[Clip, Figures]]:
    """Yield clips and their quantities."""
    yield from zip(clips, in_processes(partial(measure, kernel_folder=kernel_folder), clips), strict=True)


def in_processes(work: Callable[[Clip], T], clips: Sequence[Clip]) -> Iterator[T]:
    """Yield what a piece of work makes of each clip, two processes at a time, one thread each."""
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), _one_thread) as pool:
        yield from pool.map(work, clips)


def _one_thread() -> None:
    """Keep libraries of linear algebra from starting a thread for each core in each process."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)
