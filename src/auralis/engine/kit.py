"""A kit: instruments by layer, the effects they share, and the master behind all segments."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from auralis.engine.instrument import Instrument
from auralis.engine.patch import Patch

Controls = Mapping[str, float | str]


@dataclass(frozen=True)
class Kit:
    """What a station plays with.

    `effects` has an input for each instrument, of the same name; the mix is the sum of its outputs.
    `master` has one input and one output and forgets its input after a bounded number of frames.
    `values` turns controls (`preset`, `bpm`, `brightness`, `space`, `layers.NAME.gain`) into
    parameter values: `"<instrument or effects>.<node>.<parameter>"`.
    """

    name: str
    layers: tuple[str, ...]
    instruments: Mapping[str, Instrument]
    effects: Patch
    master: Patch
    values: Callable[[Controls], Mapping[str, float]]

    @property
    def patches(self) -> tuple[Patch, ...]:
        """Every patch that must be compiled before the kit plays."""
        return (*(i.patch for i in self.instruments.values()), self.effects, self.master)
