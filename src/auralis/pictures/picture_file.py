"""A picture as a file."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from auralis.core.errors import InvalidValue
from auralis.export.files import check_writable, replacing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMS = ("png", "svg", "pdf")


def check_picture(path: Path, field: str) -> str:
    """Return the form for a picture's file; raises `InvalidValue`, OSError if none can be drawn here."""
    form = path.suffix.removeprefix(".").lower()
    if form not in FORMS:
        raise InvalidValue(field, str(path), f"a file whose name ends in .{', .'.join(FORMS)}")
    check_writable(path, field)
    if find_spec("matplotlib") is None:
        raise OSError(f"{field}: drawing needs matplotlib: pip install 'auralis[plot]'")
    return form


def write_picture(path: Path, form: str, figure: "Figure") -> None:
    """Write a figure in a form; raises OSError."""
    from auralis.pictures.score.figure import save

    with replacing(path) as partial:
        save(figure, partial, form)
