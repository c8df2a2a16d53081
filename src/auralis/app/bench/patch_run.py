"""A program that plays the same frames round after round."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from auralis.app.bench.noise import noise
from auralis.app.bench.subject import Begin, Counter, Work
from auralis.core.units import CHANNELS, Block, Frame
from auralis.engine.compiler.events import Schedule
from auralis.engine.compiler.instance import Instance
from auralis.engine.compiler.program import Program

BLOCK = 4_410


@dataclass(frozen=True)
class PatchRun:
    """A program born at frame 0 that plays a schedule in blocks, and hears noise at its inputs."""

    program: Program
    schedule: Schedule = field(default_factory=Schedule)
    values: Mapping[str, float] = field(default_factory=dict)
    block: Frame = BLOCK

    def sound(self, frames: Frame) -> Block:
        """Return the first frames, two rows an output."""
        out = np.zeros((CHANNELS * len(self.program.patch.outputs), frames), np.float32)
        instance, heard = self.program.instance(0, self.values), self._heard(frames)
        for first in range(0, frames, self.block):
            self._play(instance, heard[:, first : first + self.block], out[:, first : first + self.block])
        return out

    def rounds(self, lead: Frame, frames: Frame) -> Begin:
        """Play the `lead` once, and return what begins a round of the `frames` after it."""
        instance, heard = self.program.instance(0, self.values), self._heard(lead + frames)
        out = np.zeros((CHANNELS * len(self.program.patch.outputs), self.block), np.float32)

        def span(start: Frame, end: Frame) -> None:
            for first in range(start, end, self.block):
                last = min(first + self.block, end)
                self._play(instance, heard[:, first:last], out[:, : last - first])

        span(0, lead)
        snapshot = instance.snapshot()

        def begin() -> Work:
            instance.restore(snapshot)
            return lambda: span(lead, lead + frames)

        return begin

    def _heard(self, frames: Frame) -> Block:
        return noise(CHANNELS * len(self.program.patch.inputs), frames)

    def _play(self, instance: Instance, heard: Block, out: Block) -> None:
        position = instance.position
        instance.process(self.schedule.between(position, position + out.shape[1]), heard, out)


def counters(program: Program) -> dict[str, Counter]:
    """Return the figures of a program that no machine has a part in."""
    return {
        "floats of state": program.layout.size,
        "frames of latency": program.latency,
        "frames of memory": program.memory,
        "lines of source": program.source.count("\n"),
        "nodes": len(program.plan.nodes),
        "lanes": program.plan.count * program.plan.lanes,
    }
