"""Looks at where files go: the cache of kernels, the data folder, and the disks under both."""

import os
import shutil
from pathlib import Path
from typing import Final

from auralis.app.doctor.finding import Finding
from auralis.app.kernels import kernel_place
from auralis.app.settings import Settings

_NEEDED_MB: Final = 200


def cache(_settings: Settings) -> Finding:
    """Look whether compiled kernels can be kept."""
    folder = kernel_place()
    mend = f"make {_nearest(folder)} writable, or set XDG_CACHE_HOME"
    return _writable("cache folder", folder, mend)


def data(settings: Settings) -> Finding:
    """Look whether what listeners keep can be written."""
    folder = settings.data_dir.expanduser()
    mend = f"make {_nearest(folder)} writable, or set AURALIS_DATA_DIR"
    return _writable("data folder", folder, mend)


def disk(settings: Settings) -> Finding:
    """Look at how much fits on the disks of both folders."""
    places = {"cache": kernel_place(), "data": settings.data_dir.expanduser()}
    free = {name: shutil.disk_usage(_nearest(place)).free >> 20 for name, place in places.items()}
    short = [str(_nearest(places[name])) for name, amount in free.items() if amount < _NEEDED_MB]
    found = ", ".join(f"{amount} MB free for {name}" for name, amount in free.items())
    mend = f"free {_NEEDED_MB} MB in {' and '.join(dict.fromkeys(short))}"
    facts = {f"{name}_free_mb": amount for name, amount in free.items()}
    return Finding("disk", found, not short, mend=mend, facts=facts)


def _writable(what: str, folder: Path, mend: str) -> Finding:
    place = _nearest(folder)
    well = place.is_dir() and os.access(place, os.W_OK | os.X_OK)
    return Finding(what, str(folder), well, mend=mend, facts={"path": str(folder), "writable": well})


def _nearest(folder: Path) -> Path:
    """Return a folder, or the nearest one above it that is there."""
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())
