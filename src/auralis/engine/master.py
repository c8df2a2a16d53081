"""The master: what stands after the sum of all segments. It forgets its input after a bounded time."""

from auralis.core.errors import InvalidValue
from auralis.core.units import Block, Frame
from auralis.engine.compiler.events import NONE
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.kit import Kit

MEMORY_LIMIT = 126


class Master:
    """Saturation and limiting of the sum, in place.

    Output frame t depends on the input frames (t - latency - memory, t] alone.
    """

    def __init__(self, kit: Kit, kernels: Kernels, sample_rate: int, position: Frame) -> None:
        program = kernels.program(kit.master, sample_rate)
        if program.memory is None or program.memory > MEMORY_LIMIT:
            raise InvalidValue(
                f"kit {kit.name}: master.memory", program.memory, f"0 to {MEMORY_LIMIT} frames"
            )
        self.latency = program.latency
        self.memory = program.memory
        self._instance = program.instance(position)

    def process(self, block: Block) -> None:
        """Replace the next frames, float32 (2, n), by what leaves the master at them."""
        self._instance.process(NONE, block, block)
