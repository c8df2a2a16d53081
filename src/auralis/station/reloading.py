"""A patch file that is heard as it is edited: read when it changes, compiled beside the music, swapped in."""

import hashlib
from functools import partial
from pathlib import Path

from auralis.core.errors import InvalidValue
from auralis.core.units import Frame
from auralis.engine import Kernels
from auralis.engine.files.patch_file import PatchFile, read_patch
from auralis.engine.swapping.swappable_player import SwappablePlayer, no_rows
from auralis.station.compiling import Compilation


class Reloading:
    """Follows a patch file for a player of it.

    Whoever plays calls `step` now and then, between two blocks: it never waits.
    """

    def __init__(self, path: Path, player: SwappablePlayer, kernels: Kernels) -> None:
        self._path = path
        self._player = player
        self._kernels = kernels
        self._seen = _digest(path)
        self._wanted: PatchFile | None = None
        self._compilation: Compilation | None = None

    def step(self) -> Frame | None:
        """Go on, and return the frame from which on a changed patch is heard, once it is ready.

        Raises `InvalidValue`, once, for a changed file that is no patch or that can't take the old one's
        place; what sounded sounds on.
        """
        found = _digest(self._path)
        if found and found != self._seen:
            self._seen = found
            self._begin(read_patch(self._path))
        if self._wanted is None or self._compilation is None or not self._compilation.done:
            return None
        wanted, compilation = self._wanted, self._compilation
        self._wanted = self._compilation = None
        compilation.result()
        return self._swap(wanted)

    def close(self) -> None:
        """Give up a compilation that is under way."""
        if self._compilation:
            self._compilation.stop()
        self._wanted = self._compilation = None

    def _begin(self, file: PatchFile) -> None:
        self.close()
        self._wanted = file
        rate = self._player.program.sample_rate
        self._compilation = Compilation(file.patch, rate, self._kernels.folder)

    def _swap(self, file: PatchFile) -> Frame:
        program = self._kernels.program(file.patch, self._player.program.sample_rate)
        if file.instrument is None and file.patch.voice:
            raise InvalidValue(f"{self._path}: play", None, "this table, for voices are played by notes")
        rows = partial(file.instrument.rows, program) if file.instrument else no_rows
        return self._player.swap(program, self._player.position, rows)


def _digest(path: Path) -> str:
    """Return the hash of a file's content, or nothing while an editor is writing it anew."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
