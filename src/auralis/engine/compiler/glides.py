"""Parameters on their way: `goal` is where one is at the next control tick, `now` and `step` the way there.

At each control tick a parameter goes a share of the way to its value (a one-pole law), and between ticks
in a straight line. Without frames that use it only `goal` is kept.
"""

from collections.abc import Iterable, Mapping

from auralis.engine.compiler.addressing import Addressing, zeros
from auralis.engine.compiler.plan import Placed, Plan


class Glides:
    """Writes what happens to the gliding parameters of a node."""

    def __init__(self, plan: Plan, addressing: Addressing) -> None:
        self.plan = plan
        self.address = addressing

    def start(self, n: Placed) -> list[str]:
        """Return lines that put the parameters of new notes at their values."""
        lines: list[str] = []
        for name in n.source.module.glide:
            target, still = self.address.parameter(n, name), zeros(self.address.width(n))
            lines += self._store(n, name, {"goal": target, "now": target, "step": still}, masked=True)
        return lines

    def control(self, n: Placed, masked: bool) -> list[str]:
        """Return lines that aim every parameter at where it is to be a control tick later."""
        lines: list[str] = []
        for name in n.source.module.glide:
            v = f"{n.id}__glide__{name}"
            lines += [
                f"{v}_now = {self.address.load(n, f'{n.id}.{name}>goal')}",
                f"{v}_goal = approach({v}_now, {self.address.parameter(n, name)}, GLIDE)",
                f"{v}_step = ({v}_goal - {v}_now) * (1 / CR)",
            ]
            lines += self._store(n, name, {p: f"{v}_{p}" for p in ("goal", "now", "step")}, masked)
        return lines

    def load(self, n: Placed, name: str, in_frames: bool, abreast: bool = False) -> list[str]:
        """Return lines that define a parameter for kernels of frames, or for the slow ones."""
        row, variable = f"{n.id}.{name}", f"{n.id}__{name}"
        if not in_frames:
            return [f"{variable} = {self.address.load(n, row + '>goal')}"]
        return [
            f"{variable}{'__now' if abreast else ''} = {self.address.load(n, row + '>now')}",
            f"{variable}__step = {self.address.load(n, row + '>step')}",
        ]

    def advance(self, n: Placed, names: Iterable[str]) -> list[str]:
        """Return lines that move parameters by a frame."""
        return [f"{v} = {v} + {v}__step" for v in (f"{n.id}__{name}" for name in names)]

    def store(self, n: Placed, names: Iterable[str]) -> list[str]:
        """Return lines that keep where parameters are after a run of frames."""
        return [self.address.store(n, f"{n.id}.{name}>now", f"{n.id}__{name}") for name in names]

    def _store(self, n: Placed, name: str, values: Mapping[str, str], masked: bool) -> list[str]:
        lines = []
        for part in ("goal", "now", "step") if name in self.plan.ramped(n) else ("goal",):
            row = f"{n.id}.{name}>{part}"
            value = f"select(new, {values[part]}, {self.address.load(n, row)})" if masked else values[part]
            lines.append(self.address.store(n, row, value))
        return lines
