"""Where SoundFonts are looked for."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

_NAMES: Final = ("salamander", "arachno")
"""Fonts known to suit, the best first, by a part of their names; all others follow, the largest first."""

_SUFFIXES: Final = (".sf2", ".sf3")
_HOME_DEFAULT: Final = ".fluidsynth/default_sound_font"


def usual_folders(system: str = sys.platform) -> tuple[Path, ...]:
    """Return the folders where a system and its people keep SoundFonts, the person's own first."""
    home = Path.home()
    own = (user_data_path("auralis") / "soundfonts", home / ".local/share/soundfonts")
    if system == "darwin":
        banks = "Library/Audio/Sounds/Banks"
        return (*own, home / banks, Path("/") / banks, Path("/opt/homebrew/share/soundfonts"))
    if system == "win32":
        shared = (os.environ.get(name) for name in ("PROGRAMDATA", "PUBLIC"))
        return (*own, *(Path(folder) / "soundfonts" for folder in shared if folder))
    parts = ("sounds/sf2", "sounds/sf3", "soundfonts")
    return (*own, *(Path(root) / part for root in ("/usr/local/share", "/usr/share") for part in parts))


def find_fonts(chosen: Path | None = None, folders: Sequence[Path] | None = None) -> list[Path]:
    """Return the SoundFonts to choose from: the one that was chosen, or all in some folders, best first.

    Without `folders` it is the usual ones and FluidSynth's default font of the person. A file that
    has several names is listed once.
    """
    if chosen is not None:
        return [chosen.expanduser()]
    places = usual_folders() if folders is None else folders
    default = [Path.home() / _HOME_DEFAULT] if folders is None else []
    found = [*_files(default), *(f for folder in places for f in _files(_listed(folder)))]
    return sorted(dict.fromkeys(file.resolve() for file in found), key=_rank)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(p for p in folder.iterdir() if p.suffix.lower() in _SUFFIXES)
    except OSError:
        return []


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    return (path for path in paths if path.is_file())


def _rank(font: Path) -> tuple[int, int]:
    name = font.name.lower()
    known = next((i for i, part in enumerate(_NAMES) if part in name), len(_NAMES))
    return known, -font.stat().st_size
