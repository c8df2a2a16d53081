"""All looks at a machine, in the order in which they are told."""

from collections.abc import Callable, Sequence
from functools import partial

from auralis.app.doctor import machine, network, places, sound
from auralis.app.doctor.finding import Finding
from auralis.app.settings import Settings


def examine(settings: Settings, look: bool = False) -> list[Finding]:
    """Return what was found on this machine; with `look`, torch is asked for devices if it is installed."""
    return [see(settings) for see in _looks(look)]


def _looks(look: bool) -> Sequence[Callable[[Settings], Finding]]:
    return (
        machine.python,
        machine.cpu,
        partial(machine.device, look=look),
        machine.memory,
        machine.shared_memory,
        machine.open_files,
        machine.clock,
        sound.kernels,
        places.cache,
        places.data,
        places.disk,
        network.port,
        network.reach,
        sound.fluidsynth,
        sound.fonts,
        sound.cards,
        sound.extras,
    )
