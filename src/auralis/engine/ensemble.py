"""One segment's players: every instrument of a kit and their effects, born silent together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from auralis.core.errors import InvalidValue
from auralis.core.events import ControlEvent, NoteEvent
from auralis.core.units import CHANNELS, Block, Frame
from auralis.engine.events import EventRow, Schedule
from auralis.engine.instance import Snapshot
from auralis.engine.kernels import Kernels
from auralis.engine.kit import Controls, Kit

EFFECTS = "effects"


@dataclass(frozen=True, slots=True)
class EnsembleSnapshot:
    """Everything an ensemble's coming frames depend on, besides what is scheduled."""

    instances: tuple[Snapshot, ...]


class Ensemble:
    """Renders one segment's mix, ahead of the master, from `position` on."""

    def __init__(
        self, kit: Kit, kernels: Kernels, sample_rate: int, start: Frame, controls: Controls
    ) -> None:
        self.position = start
        self._kit = kit
        self._controls = dict(controls)
        self._programs = {n: kernels.program(i.patch, sample_rate) for n, i in kit.instruments.items()}
        self._programs[EFFECTS] = kernels.program(kit.effects, sample_rate)
        _check(kit)
        born = _by_player(kit.values(self._controls))
        self._players = {n: p.instance(start, born.get(n, {})) for n, p in self._programs.items()}
        self._schedules = {name: Schedule() for name in self._programs}
        self._room = _Room(len(kit.instruments), len(kit.effects.outputs))

    def schedule(self, notes: Sequence[NoteEvent], controls: Sequence[ControlEvent]) -> None:
        """Replace everything scheduled; what lies before `position` has been played and is the same."""
        moves = self._moves(controls)
        for name, program in self._programs.items():
            rows = list(moves.get(name, []))
            if name in self._kit.instruments:
                played = [n for n in notes if n.layer == name]
                rows += self._kit.instruments[name].rows(program, played)
            self._schedules[name] = Schedule(rows)

    def render(self, out: Block) -> None:
        """Overwrite `out`, float32 (2, n), with the next n frames."""
        frames = out.shape[1]
        layers, mixes, nothing = self._room.of(frames)
        end = self.position + frames
        for k, name in enumerate(self._kit.instruments):
            events = self._schedules[name].between(self.position, end)
            self._players[name].process(events, nothing, layers[2 * k : 2 * k + 2])
        self._players[EFFECTS].process(self._schedules[EFFECTS].between(self.position, end), layers, mixes)
        out[:] = mixes[:CHANNELS]
        for k in range(CHANNELS, len(mixes), CHANNELS):
            out += mixes[k : k + CHANNELS]
        self.position = end

    def snapshot(self) -> EnsembleSnapshot:
        """Return a copy of everything but the schedule."""
        return EnsembleSnapshot(tuple(p.snapshot() for p in self._players.values()))

    def restore(self, snapshot: EnsembleSnapshot) -> None:
        """Continue from a snapshot, bit for bit, under the same schedule."""
        for player, part in zip(self._players.values(), snapshot.instances, strict=True):
            player.restore(part)
            self.position = part.position

    def _moves(self, controls: Sequence[ControlEvent]) -> dict[str, list[EventRow]]:
        """Return the rows of the parameters that controls move, by player."""
        state = dict(self._controls)
        values = dict(self._kit.values(state))
        rows: dict[str, list[EventRow]] = {}
        for event in sorted(controls):
            state[event.name] = event.value
            new = dict(self._kit.values(state))
            moved = {name: value for name, value in new.items() if value != values.get(name)}
            for player, parameters in _by_player(moved).items():
                program = self._programs[player]
                for name, value in parameters.items():
                    rows.setdefault(player, []).extend(program.set_parameter(name, value, event.frame))
            values = new
        return rows


class _Room:
    """Blocks between instruments, effects and mix, kept from render to render."""

    def __init__(self, instruments: int, outputs: int) -> None:
        self._layers = np.zeros((CHANNELS * instruments, 0), np.float32)
        self._mixes = np.zeros((CHANNELS * outputs, 0), np.float32)
        self._nothing = np.zeros((0, 0), np.float32)

    def of(self, frames: int) -> tuple[Block, Block, Block]:
        """Return the layers', the mixes' and no block, `frames` long."""
        if frames > self._layers.shape[1]:
            self._layers = np.zeros((len(self._layers), frames), np.float32)
            self._mixes = np.zeros((len(self._mixes), frames), np.float32)
            self._nothing = np.zeros((0, frames), np.float32)
        return self._layers[:, :frames], self._mixes[:, :frames], self._nothing[:, :frames]


def _by_player(values: Mapping[str, float]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for name, value in values.items():
        player, _, parameter = name.partition(".")
        found.setdefault(player, {})[parameter] = value
    return found


def _check(kit: Kit) -> None:
    if kit.effects.inputs != tuple(kit.instruments):
        raise InvalidValue(f"kit {kit.name}: effects.inputs", kit.effects.inputs, ", ".join(kit.instruments))
