"""Modules side by side in one program, playing notes and moves of every parameter at odd frames."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from auralis.engine.compiler.events import EventRow, Schedule
from auralis.engine.compiler.instance import Instance
from auralis.engine.compiler.kernels import Kernels
from tests.engine.abreast import abreast

RATE, START, FRAMES = 44_100, -1_001, 4_000
NOTES, LENGTH = (3, 64, 701, 1_999, 2_333), 1_501
GATES = ("gate", "choke")


class SideBySide:
    """A compiled patch of modules that all play the same notes, and a hash of what each of them makes."""

    def __init__(self, kernels: Kernels, label: str, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.program = kernels.program(abreast(label, names), RATE)

    def digests(self, block: int) -> dict[str, str]:
        """Return a SHA-256 a module: of its outputs, and of its states, rings and slow outputs at the end."""
        y, instance = self._play(block)
        found = {}
        for name in self.names:
            heard = [y[2 * k : 2 * k + 2] for k, _ in self._outputs(name)]
            kept = [
                instance.row(row) for row in self.program.layout.rows if row.startswith(_beginnings(name))
            ]
            found[name] = hashlib.sha256(b"".join(a.tobytes() for a in (*heard, *kept))).hexdigest()
        return found

    def unheard(self) -> dict[str, list[str]]:
        """Return the output ports of each module that are silent wherever it stands."""
        y, _ = self._play(FRAMES)
        found = {}
        for name in self.names:
            ports = self._outputs(name)
            sounding = {port for k, port in ports if y[2 * k : 2 * k + 2].any()}
            found[name] = sorted({port for _, port in ports} - sounding)
        return found

    def _play(self, block: int) -> tuple[np.ndarray, Instance]:
        instance = self.program.instance(START)
        y = np.zeros((2 * len(self.program.patch.outputs), FRAMES), np.float32)
        for first in range(0, FRAMES, block):
            last = min(first + block, FRAMES)
            events = self._schedule.between(START + first, START + last)
            instance.process(events, self._noise[:, first:last], y[:, first:last])
        return y, instance

    def _outputs(self, name: str) -> list[tuple[int, str]]:
        """Return the patch's outputs that belong to a module: their numbers and ports."""
        parted = [output.partition("__") for output in self.program.patch.outputs]
        return [(k, port) for k, (owner, _, port) in enumerate(parted) if owner[2:] == name]

    @cached_property
    def _noise(self) -> np.ndarray:
        shape = (2 * len(self.program.patch.inputs), FRAMES)
        return np.random.default_rng(1).uniform(-0.5, 0.5, shape).astype(np.float32)

    @cached_property
    def _schedule(self) -> Schedule:
        rows = list(self._moves())
        for voice, at in enumerate(NOTES if self.program.plan.count else ()):
            rows += self._gates(voice, START + at, 1.0) + self.program.trigger(voice, START + at)
            rows += self._gates(voice, START + at + LENGTH, 0.0)
        return Schedule(rows)

    def _moves(self) -> Iterator[EventRow]:
        """Yield the rows that take every parameter most of the way to its greatest value, and back."""
        for placed in self.program.plan.nodes.values():
            moved = [p for p in placed.source.module.parameters if p.name not in GATES]
            for k, parameter in enumerate(moved):
                name, value = f"{placed.id}.{parameter.name}", placed.values[parameter.name]
                there, at = value + 0.6 * (parameter.high - value), START + 1_011 + 98 * k
                yield from self.program.set_parameter(name, there, at)
                yield from self.program.set_parameter(name, value, at + 502)

    def _gates(self, voice: int, at: int, value: float) -> list[EventRow]:
        gated = [n.id for n in self.program.plan.voice if "gate" in n.values]
        return [row for name in gated for row in self.program.set_parameter(f"{name}.gate", value, at, voice)]


def _beginnings(name: str) -> tuple[str, ...]:
    return tuple(f"{part}_{name}{mark}" for part in "mv" for mark in ".:")
