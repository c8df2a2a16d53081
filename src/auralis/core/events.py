"""Immutable things that happen at a frame."""

from dataclasses import dataclass

from auralis.core.units import Frame


@dataclass(frozen=True, slots=True, order=True)
class NoteEvent:
    """A note for a layer's instrument: sounds from `frame` (inclusive) until `end` (exclusive).

    `voice` says which hand or line of the layer it belongs to; engines don't ask.
    """

    frame: Frame
    end: Frame
    layer: str
    pitch: int
    velocity: int
    voice: str = ""


@dataclass(frozen=True, slots=True, order=True)
class ControlEvent:
    """A control of the kit, such as `layers.pad.gain`, moves to a value from `frame` on."""

    frame: Frame
    name: str
    value: float
