"""How much room a disk has left."""

import shutil
from pathlib import Path
from typing import Final

from auralis.observability.episode import Episode

LEAST: Final = 64_000_000
"""Bytes below which a disk is as good as full."""


class DiskWatch:
    """Looks at the disk of a folder, and logs once when it is full and when it is not any more."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._full = Episode("auralis.observability", "disk_full", "disk_has_room")
        self.free = self.total = 0
        """Bytes that are left, and that there are; 0 as long as they can't be read."""

    @property
    def full(self) -> bool:
        """Whether it was full when it was last looked at."""
        return self._full.lasts

    def look(self) -> None:
        """Look. A folder that is not there yet has its parent's disk."""
        there = next(place for place in (self._folder, *self._folder.absolute().parents) if place.exists())
        try:
            usage = shutil.disk_usage(there)
        except OSError:
            self.free = self.total = 0
            return
        self.free, self.total = usage.free, usage.total
        self._full.see(trouble=self.free < LEAST, folder=str(self._folder), free_mb=self.free // 1_000_000)
