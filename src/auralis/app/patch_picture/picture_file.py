"""A patch's picture as a file."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np

from auralis.app.files import check_writable, replacing
from auralis.app.patches.choice import Choice
from auralis.app.patches.playing import Task, played
from auralis.app.score_files import PICTURES
from auralis.core.errors import InvalidValue
from auralis.core.units import CHANNELS
from auralis.engine import Kernels
from auralis.engine.compiler.validation import check


def check_picture(path: Path) -> str:
    """Return the format for a file; raises `InvalidValue`, and OSError where nothing here can draw it."""
    form = path.suffix.removeprefix(".").lower()
    if form not in PICTURES:
        raise InvalidValue("out", str(path), f"a file whose name ends in .{', .'.join(PICTURES)}")
    check_writable(path, "out")
    if find_spec("matplotlib") is None:
        raise OSError("plot: drawing needs matplotlib: pip install 'auralis[plot]'")
    return form


def write_picture(path: Path, form: str, choice: Choice, task: Task, kernels: Kernels) -> None:
    """Draw a patch and what it plays into a file; raises OSError."""
    from auralis.app.patch_picture.figure import figure_of
    from auralis.app.picture.figure import save

    silent = choice.file.patch.voice is not None and choice.file.instrument is None
    blocks = [] if silent else list(played(choice, task, kernels))
    sound = np.concatenate(blocks, axis=1) if blocks else np.zeros((CHANNELS, 0), np.float32)
    figure = figure_of(choice, check(choice.file.patch), sound, task.sample_rate)
    with replacing(path) as partial:
        save(figure, partial, form)
