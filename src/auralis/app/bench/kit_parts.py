"""The parts of a kit as they are measured: each layer's instrument, effects, bus and master."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from auralis.app.bench.layer_subject import layer_subject
from auralis.app.bench.patch_run import PatchRun, counters
from auralis.app.bench.subject import Subject
from auralis.composition import MusicalContext
from auralis.engine import Kernels, Kit
from auralis.engine.kit import BUS, EFFECTS
from auralis.engine.patch import Patch
from auralis.engine.patch_instrument import PatchInstrument
from auralis.station.controls import control_values

MASTER: Final = "master"
_SPAN_S = 2


def kit_parts(kit: Kit, kernels: Kernels, rate: int) -> dict[str, Callable[[], Subject]]:
    """Return the parts by name, with the values of the first preset.

    Instruments play the composer's notes, the others hear noise.
    """
    values = kit.values(control_values(MusicalContext.of({})))
    parts: dict[str, Callable[[], Subject]] = {}
    for layer, instrument in kit.instruments.items():
        if isinstance(instrument, PatchInstrument):
            own = _own(values, layer)
            parts[layer] = partial(layer_subject, layer, instrument, own, kernels, rate)
    for name, patch in ((EFFECTS, kit.effects), (BUS, kit.bus), (MASTER, kit.master)):
        parts[name] = partial(_hearing, patch, _own(values, name), kernels, rate)
    return parts


def _own(values: Mapping[str, float], player: str) -> dict[str, float]:
    """Return a player's values by `node.parameter`."""
    split = ((name.partition("."), value) for name, value in values.items())
    return {rest: value for (first, _, rest), value in split if first == player}


def _hearing(patch: Patch, values: Mapping[str, float], kernels: Kernels, rate: int) -> Subject:
    program = kernels.program(patch, rate)
    run = PatchRun(program, values=values)
    loads = {"noise": run.rounds(rate // 10, _SPAN_S * rate)}
    return Subject(counters(program), lambda: run.sound(rate), loads, _SPAN_S * rate)
