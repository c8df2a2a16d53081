"""A kit folder that is edited while it plays."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from auralis.core.errors import InvalidValue
from auralis.engine import Kernels, Kit
from auralis.engine.files.kit_file import read_kit
from auralis.engine.instrument import Instrument
from auralis.engine.patch_instrument import PatchInstrument
from auralis.engine.swapping.swappable_instrument import SwappableInstrument
from auralis.station.compiling import Compilation

_NICE: Final = 10
"""How much lower the priority of a compiler beside the music is."""

Stamps = dict[Path, tuple[int, int]]


class KitWatch:
    """The kit of a folder, kept as its files are.

    `look` is called now and then by the one who plays. After an edit a process of low priority
    compiles what is new; then the instruments that sound go over to it. Effects, bus and levels follow
    with the next segment. What is wrong in a file is told, and the kit plays on as it was.
    """

    def __init__(self, folder: Path, kernels: Kernels, sample_rate: int, tell: Callable[[str], None]) -> None:
        self._folder = folder
        self._kernels = kernels
        self._rate = sample_rate
        self._tell = tell
        self._stamps = _stamps(folder)
        self._coming: Kit | None = None
        self._compiling: list[Compilation] = []
        read = read_kit(folder)
        self._instruments = {name: _swappable(i) for name, i in read.instruments.items()}
        self.kit = replace(read, instruments=self._instruments)

    def look(self) -> bool:
        """Return whether `kit` has changed since the last look."""
        stamps = _stamps(self._folder)
        if stamps != self._stamps:
            self._stamps = stamps
            self._attempt(self._begin)
        if self._coming is None or not all(c.done for c in self._compiling):
            return False
        return self._attempt(self._take_over)

    def close(self) -> None:
        """Stop compiling."""
        for compilation in self._compiling:
            compilation.stop()
        self._compiling = []

    def _attempt(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except (InvalidValue, OSError) as error:
            self._coming = None
            self._tell(f"auralis: the kit stays as it was: {error}")
            return False
        return True

    def _begin(self) -> None:
        self.close()
        self._coming = read_kit(self._folder)
        new = [p for p in self._coming.patches if not self._kernels.cached(p, self._rate)]
        self._compiling = [Compilation(patch, self._rate, self._kernels.folder, _NICE) for patch in new]

    def _take_over(self) -> None:
        coming, self._coming = self._coming, None
        compiled, self._compiling = self._compiling, []
        for compilation in compiled:
            compilation.result()
        if coming is None:
            return
        for name, instrument in coming.instruments.items():
            known = self._instruments.setdefault(name, _swappable(instrument))
            known.become(_plain(instrument), self._kernels)
        kept = {name: self._instruments[name] for name in coming.instruments}
        self.kit = replace(coming, instruments=kept)
        self._tell("the kit has changed")


def _swappable(instrument: Instrument) -> SwappableInstrument:
    return SwappableInstrument(_plain(instrument))


def _plain(instrument: Instrument) -> PatchInstrument:
    if not isinstance(instrument, PatchInstrument):
        raise TypeError(f"a {type(instrument).__name__} in a kit's folder is no patch")
    return instrument


def _stamps(folder: Path) -> Stamps:
    """Return size and time of each file of a folder and of those in it, but for what vanishes meanwhile."""
    found: Stamps = {}
    for path in sorted(folder.rglob("*")):
        with contextlib.suppress(OSError):
            status = path.stat()
            found[path] = (status.st_size, status.st_mtime_ns)
    return found
