"""Modules side by side in one patch, so that they are compiled once, and what each of their outputs says."""

from collections.abc import Mapping, Sequence

import numpy as np

from auralis.engine.compiler.events import EventRow, sort_events
from auralis.engine.compiler.instance import Instance
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.patch import Node, Patch, Send, Voice, node

RATE = 44_100
LANES = 16


class Stage:
    """Nodes on the bus, or in sixteen voices (fewer of more lanes): `taps` ("node.port") are what is heard.

    A module's name stands for a node of that name; the patch's inputs are those that its cables name.
    """

    def __init__(
        self,
        kernels: Kernels,
        modules: Sequence[str | Node],
        taps: Sequence[str],
        cables: Sequence[str] = (),
        lanes: int = 0,
    ) -> None:
        nodes = tuple(m if isinstance(m, Node) else node(m, m) for m in modules)
        names = [t.replace(".", "_") for t in taps]
        heard = [f"voices.{n}" for n in names] if lanes else list(taps)
        self.taps = list(taps)
        self.inputs = tuple(dict.fromkeys(c.split(" ")[0][3:] for c in cables if c.startswith("in.")))
        patch = Patch(
            "stage_" + "_".join(n.id for n in nodes),
            Voice(LANES if lanes == 1 else 2, lanes, nodes) if lanes else None,
            () if lanes else nodes,
            (*cables, *(f"{h} -> out.{n}" for h, n in zip(heard, names, strict=True))),
            tuple(Send(n, t, t) for n, t in zip(names, taps, strict=True)) if lanes else (),
            self.inputs,
            tuple(names),
        )
        self.program = kernels.program(patch, RATE)

    def born(self, values: Mapping[str, float], position: int = 0) -> Instance:
        """Return an instance; values by "node.parameter"."""
        return self.program.instance(position, values)

    def play(
        self,
        instance: Instance,
        frames: int,
        rows: Sequence[EventRow] = (),
        x: Mapping[str, np.ndarray | float] | None = None,
    ) -> dict[str, np.ndarray]:
        """Return the next frames of every tap, float64 (2, frames); inputs x by name, both channels alike."""
        heard = np.zeros((2 * len(self.inputs), frames), np.float32)
        for name, value in (x or {}).items():
            k = self.inputs.index(name)
            heard[2 * k : 2 * k + 2] = value
        y = np.zeros((2 * len(self.taps), frames), np.float32)
        instance.process(sort_events(rows), heard, y)
        return {t: y[2 * k : 2 * k + 2].astype(np.float64) for k, t in enumerate(self.taps)}

    def hear(
        self, frames: int, values: Mapping[str, float], x: Mapping[str, np.ndarray | float] | None = None
    ) -> dict[str, np.ndarray]:
        """Return the first frames of every tap of a new instance."""
        return self.play(self.born(values), frames, x=x)

    def note(self, at: int, end: int | None = None, voice: int = 0) -> list[EventRow]:
        """Return the rows that begin a note at a frame and let it go at another."""
        gates = [n for n, placed in self.program.plan.nodes.items() if "gate" in placed.values]
        rows = [r for n in gates for r in self.program.set_parameter(f"{n}.gate", 1.0, at, voice)]
        rows += self.program.trigger(voice, at)
        ends = gates if end is not None else ()
        return rows + [r for n in ends for r in self.program.set_parameter(f"{n}.gate", 0.0, end or 0, voice)]
