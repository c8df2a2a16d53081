"""A kit: instruments by layer, the effects and the bus they share, and the master behind all segments."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from auralis.core.errors import InvalidValue
from auralis.engine.instrument import Instrument
from auralis.engine.patch import Patch

Controls = Mapping[str, float | str]

EFFECTS = "effects"
BUS = "bus"


@dataclass(frozen=True)
class Kit:
    """What a station plays with.

    `effects` hears the dry layers, an input each, of the same name, and returns what it makes of
    them. `bus` hears the sum of layers and return; it is linear, so that stems sent through it one by one
    sum to the mix. `master` forgets its input after a bounded number of frames. `bus` and `master`
    have one input and one output. `values` turns controls (`preset`, `bpm`, `brightness`, `space`,
    `layers.NAME.gain`) into parameter values: `"<layer, effects or bus>.<node>.<parameter>"`.
    """

    name: str
    instruments: Mapping[str, Instrument]
    effects: Patch
    bus: Patch
    master: Patch
    values: Callable[[Controls], Mapping[str, float]]

    def __post_init__(self) -> None:
        if self.effects.inputs != self.layers:
            raise InvalidValue(
                f"kit {self.name}: effects.inputs", self.effects.inputs, ", ".join(self.instruments)
            )
        single = {"effects.outputs": self.effects.outputs}
        for name, patch in ((BUS, self.bus), ("master", self.master)):
            single |= {f"{name}.inputs": patch.inputs, f"{name}.outputs": patch.outputs}
        for field, ports in single.items():
            if len(ports) != 1:
                raise InvalidValue(f"kit {self.name}: {field}", ports, "one port")

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers it has instruments for, in the order in which they are summed."""
        return tuple(self.instruments)

    @property
    def patches(self) -> tuple[Patch, ...]:
        """Every patch that must be compiled before the kit plays."""
        own = [p for i in self.instruments.values() for p in i.patches]
        return (*own, self.effects, self.bus, self.master)
