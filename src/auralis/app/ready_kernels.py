"""Kernels that came with the program, compiled beforehand for levels of processors.

`AURALIS_READY_KERNELS` names their folder: in it a folder a level, each a cache as `auralis warm` leaves it.
A container's image brings one, since it can't know the processor it will run on.
"""

import os
import shutil
from collections.abc import MutableMapping
from pathlib import Path
from typing import Final

from auralis.app.processor_level import processor_levels

VARIABLE: Final = "AURALIS_READY_KERNELS"
_PROCESSOR: Final = "NUMBA_CPU_NAME"
_FEATURES: Final = "NUMBA_CPU_FEATURES"
_ORDER: Final = (".nbc", ".nbi", ".py")
"""An index appears after what it points to."""


def choose_level(environment: MutableMapping[str, str] = os.environ) -> None:
    """Have kernels compiled for the widest level that this processor has and that is ready.

    Must be called before numba is imported. Does nothing where no kernels came along, or where the
    environment names a processor already. Processes that are started later inherit the choice.
    """
    ready = environment.get(VARIABLE)
    if not ready or _PROCESSOR in environment:
        return
    level = next((name for name in processor_levels() if _kernels(ready, name).is_dir()), None)
    if level is not None:
        environment[_PROCESSOR] = level
        environment[_FEATURES] = ""


def adopt(folder: Path) -> None:
    """Copy the kernels of the chosen level into a folder, but for those that are there.

    Files appear whole or not at all. Raises `OSError` where the folder can't be written.
    """
    ready, level = os.environ.get(VARIABLE), os.environ.get(_PROCESSOR)
    if not ready or not level:
        return
    source = _kernels(ready, level)
    files = (file for file in source.rglob("*") if file.suffix in _ORDER)
    for file in sorted(files, key=lambda f: _ORDER.index(f.suffix)):
        goal = folder / file.relative_to(source)
        if not goal.exists():
            _copy(file, goal)


def _kernels(ready: str, level: str) -> Path:
    return Path(ready) / level / "auralis" / "kernels"


def _copy(file: Path, goal: Path) -> None:
    goal.parent.mkdir(parents=True, exist_ok=True)
    partial = goal.with_suffix(f".{os.getpid()}.tmp")
    shutil.copyfile(file, partial)
    if file.suffix == ".py":
        os.utime(partial, (0, 0))  # as the compiler dates it: numba takes another date for another source
    partial.replace(goal)
