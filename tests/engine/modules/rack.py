"""Effects side by side in one patch, each with an output of its own, so that they are compiled once."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from auralis.engine.compiler.events import EventRow, sort_events
from auralis.engine.compiler.kernel_source import available
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.patch import Patch, node
from auralis.engine.sound import Sound

RATE = 44_100


class Rack:
    """Nodes that hear the same inputs; a node is named as its module, and may be given sounds."""

    def __init__(
        self,
        kernels: Kernels,
        names: Sequence[str],
        sounds: Mapping[str, Mapping[str, Sound]] = MappingProxyType({}),
    ) -> None:
        inputs = {n: _audio(available()[n].inputs) for n in names}
        outputs = [(n, p) for n in names for p in _audio(available()[n].outputs)]
        cables = [f"in.{p} -> {n}.{p}" for n, ports in inputs.items() for p in ports]
        cables += [f"{n}.{p} -> out.{n}_{p}" for n, p in outputs]
        patch = Patch(
            "rack_" + "_".join(names),
            None,
            tuple(node(n, n, **sounds.get(n, {})) for n in names),
            tuple(cables),
            (),
            tuple(dict.fromkeys(p for ports in inputs.values() for p in ports)),
            tuple(f"{n}_{p}" for n, p in outputs),
        )
        self.program = kernels.program(patch, RATE)

    def run(
        self,
        name: str,
        x: np.ndarray,
        values: Mapping[str, float],
        changes: Sequence[tuple[int, str, float]] = (),
        position: int = 0,
    ) -> np.ndarray:
        """Return what a node makes of x, (2, n) an input, as float64, (2, n) an output, given its parameters.

        `changes` are (frame of x, parameter, value).
        """
        patch = self.program.patch
        instance = self.program.instance(position, {f"{name}.{k}": v for k, v in values.items()})
        heard = np.zeros((2 * len(patch.inputs), x.shape[1]), np.float32)
        heard[: len(x)] = x
        y = np.zeros((2 * len(patch.outputs), x.shape[1]), np.float32)
        rows: list[EventRow] = []
        for at, parameter, value in changes:
            rows += self.program.set_parameter(f"{name}.{parameter}", value, position + at)
        instance.process(sort_events(rows), heard, y)
        rows_of = [k for k, port in enumerate(patch.outputs) if port.rpartition("_")[0] == name]
        return np.concatenate([y[2 * k : 2 * k + 2] for k in rows_of]).astype(np.float64)


def _audio(ports: Sequence[str]) -> tuple[str, ...]:
    return tuple(p for p in ports if not p.endswith("~"))


def impulse(frames: int, left: float = 1.0, right: float = 1.0) -> np.ndarray:
    """Return one frame of sound, then silence."""
    x = np.zeros((2, frames), np.float32)
    x[:, 0] = left, right
    return x


def sine(frequency: float, frames: int, level: float = 1.0, turn: float = 0.0) -> np.ndarray:
    """Return a sine in both channels."""
    phase = np.arange(frames) * (frequency / RATE) + turn
    return np.tile((level * np.sin(2 * np.pi * phase)).astype(np.float32), (2, 1))


def white(frames: int, level: float = 1.0, seed: int = 1) -> np.ndarray:
    """Return white noise, uniform in ±level, its channels apart."""
    return np.random.default_rng(seed).uniform(-level, level, (2, frames)).astype(np.float32)


def decibels(ratio: np.ndarray | float) -> np.ndarray:
    """Return amplitudes in dB."""
    return 20 * np.log10(np.maximum(np.abs(ratio), 1e-30))


def response(y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return frequencies in Hz and the amplitude at each of one channel's impulse response."""
    return np.fft.rfftfreq(len(y), 1 / RATE), np.abs(np.fft.rfft(y))
