"""An instrument that can become another one while it is played."""

from collections.abc import Mapping
from functools import partial
from weakref import WeakSet

from auralis.core.units import Frame
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.patch import Patch
from auralis.engine.patch_instrument import PatchInstrument
from auralis.engine.swapping.swappable_player import SwappablePlayer


class SwappableInstrument:
    """Plays a patch instrument. Once it has become another, what plays already goes over to that one."""

    def __init__(self, instrument: PatchInstrument) -> None:
        self._instrument = instrument
        self._living: WeakSet[SwappablePlayer] = WeakSet()

    @property
    def patches(self) -> tuple[Patch, ...]:
        """What must be compiled before it plays."""
        return self._instrument.patches

    def player(
        self, kernels: Kernels, sample_rate: int, start: Frame, values: Mapping[str, float]
    ) -> SwappablePlayer:
        """Return a player born silent at a frame, with `node.parameter` values other than the patch's."""
        program = kernels.program(self._instrument.patch, sample_rate)
        player = SwappablePlayer(program, start, values, partial(self._instrument.rows, program))
        self._living.add(player)
        return player

    def become(self, instrument: PatchInstrument, kernels: Kernels) -> None:
        """Become another instrument, from the next frame of each player on.

        Raises `InvalidPatch` for a patch that can't take the other's place; then some players may have
        gone over and others not, and new ones play as before.
        """
        for player in list(self._living):
            program = kernels.program(instrument.patch, player.program.sample_rate)
            player.swap(program, player.position, partial(instrument.rows, program))
        self._instrument = instrument
