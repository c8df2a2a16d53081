"""One segment's players: every instrument of a kit, effects and bus, born silent together."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from auralis.core.events import ControlEvent, NoteEvent
from auralis.core.units import CHANNELS, Block, Frame
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.instrument import Move, Player
from auralis.engine.kit import BUS, EFFECTS, Controls, Kit
from auralis.engine.patch_player import PatchPlayer


@dataclass(frozen=True, slots=True)
class EnsembleSnapshot:
    """Everything an ensemble's coming frames depend on, besides what is scheduled."""

    position: Frame
    players: tuple[object, ...]


class Ensemble:
    """Renders one segment, ahead of the master, from `position` on: the mix, or its `stems`.

    Stems are the layers in the kit's order and then the return of the effects, each through the bus;
    as the bus is linear they sum to the mix, but for rounding.
    """

    def __init__(
        self,
        kit: Kit,
        kernels: Kernels,
        sample_rate: int,
        start: Frame,
        controls: Controls,
        stems: bool = False,
    ) -> None:
        self.position = start
        self._kit = kit
        self._controls = dict(controls)
        born = _by_player(kit.values(self._controls))
        self._instruments: dict[str, Player] = {
            name: instrument.player(kernels, sample_rate, start, born.get(name, {}))
            for name, instrument in kit.instruments.items()
        }
        effects = kernels.program(kit.effects, sample_rate)
        self._effects = PatchPlayer(effects, start, born.get(EFFECTS, {}))
        bus = kernels.program(kit.bus, sample_rate)
        count = len(kit.layers) + 1 if stems else 1
        self._buses = [PatchPlayer(bus, start, born.get(BUS, {})) for _ in range(count)]

    @property
    def rows(self) -> int:
        """Rows of a rendered block: two for the mix, or two a stem."""
        return CHANNELS * len(self._buses)

    def schedule(self, notes: Sequence[NoteEvent], controls: Sequence[ControlEvent]) -> None:
        """Replace everything scheduled; what lies before `position` has been played and is the same."""
        moves = self._moves(controls)
        for name, player in self._instruments.items():
            player.schedule([n for n in notes if n.layer == name], moves.get(name, []))
        self._effects.schedule((), moves.get(EFFECTS, []))
        for bus in self._buses:
            bus.schedule((), moves.get(BUS, []))

    def render(self, out: Block) -> None:
        """Overwrite `out`, float32 (`rows`, n), with the next n frames."""
        frames = out.shape[1]
        room = _ROOM.of(CHANNELS * (2 + len(self._instruments)), frames)
        mix, sounds = room[:CHANNELS], room[CHANNELS:]
        wet, layers = sounds[:CHANNELS], sounds[CHANNELS:]
        for k, player in enumerate(self._instruments.values()):
            player.process(sounds[:0], layers[CHANNELS * k : CHANNELS * (k + 1)])
        self._effects.process(layers, wet)
        if len(self._buses) == 1:
            each = sounds.reshape(-1, CHANNELS, frames)
            self._buses[0].process(np.add.reduce(each, axis=0, out=mix), out)
        else:
            stems = [*layers.reshape(-1, CHANNELS, frames), wet]
            for k, bus in enumerate(self._buses):
                bus.process(stems[k], out[CHANNELS * k : CHANNELS * (k + 1)])
        self.position += frames

    def snapshot(self, copy: bool = True) -> EnsembleSnapshot:
        """Return everything but the schedule; without `copy` it holds until the next frame."""
        return EnsembleSnapshot(self.position, tuple(p.snapshot(copy) for p in self._players()))

    def restore(self, snapshot: EnsembleSnapshot) -> None:
        """Continue from a snapshot, bit for bit, under the same schedule."""
        for player, part in zip(self._players(), snapshot.players, strict=True):
            player.restore(part)
        self.position = snapshot.position

    def _players(self) -> list[Player]:
        return [*self._instruments.values(), self._effects, *self._buses]

    def _moves(self, controls: Sequence[ControlEvent]) -> dict[str, list[Move]]:
        """Return the parameters that controls move, by player."""
        state = dict(self._controls)
        values = dict(self._kit.values(state))
        moves: dict[str, list[Move]] = {}
        for event in sorted(controls):
            state[event.name] = event.value
            new = dict(self._kit.values(state))
            moved = {name: value for name, value in new.items() if value != values.get(name)}
            for player, parameters in _by_player(moved).items():
                found = moves.setdefault(player, [])
                found += [Move(event.frame, name, value) for name, value in parameters.items()]
            values = new
        return moves


class _Room(threading.local):
    """Blocks between instruments, effects and bus: one room a thread, for what is used again stays cached."""

    def __init__(self) -> None:
        self._floats = np.zeros(0, np.float32)

    def of(self, rows: int, frames: int) -> Block:
        """Return a block that holds whatever was left there."""
        if rows * frames > self._floats.size:
            self._floats = np.zeros(rows * frames, np.float32)
        return self._floats[: rows * frames].reshape(rows, frames)


_ROOM = _Room()


def _by_player(values: Mapping[str, float]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for name, value in values.items():
        player, _, parameter = name.partition(".")
        found.setdefault(player, {})[parameter] = value
    return found
