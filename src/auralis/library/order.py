"""An order for a file: kept on disk beside what is made of it, so that it outlives the program."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from auralis.core.errors import InvalidValue
from auralis.library import durable
from auralis.library.forms import FORMS, Form

_FOLDER: Final = "making-"
_DOCUMENT: Final = "order.json"
_BETWEEN: Final = "-"


@dataclass(frozen=True, slots=True)
class Order:
    """Which moment is wanted in which form, since when (ISO 8601 in UTC), and why it came to nothing."""

    moment: str
    form: str
    created: str
    error: str | None = None

    @property
    def name(self) -> str:
        """What an export is called: a moment has one of each form."""
        return name_of(self.moment, self.form)

    def folder(self, moment: Path) -> Path:
        """Return the folder in which it is made, inside that of its moment."""
        return moment / f"{_FOLDER}{self.form}"

    def write(self, moment: Path) -> None:
        """Write it down."""
        folder = self.folder(moment)
        folder.mkdir(exist_ok=True)
        text = json.dumps({"format": self.form, "created": self.created, "error": self.error})
        durable.write(folder / _DOCUMENT, text.encode())


def name_of(moment: str, form: str) -> str:
    """Return what the export of a moment in a form is called."""
    return f"{moment}{_BETWEEN}{form}"


def parts_of(name: str) -> tuple[str, str]:
    """Return moment and form of an export's name."""
    moment, _, form = name.partition(_BETWEEN)
    return moment, form


def form_of(name: object) -> Form:
    """Return a form by its name; raises `InvalidValue`."""
    if not isinstance(name, str) or name not in FORMS:
        raise InvalidValue("format", name, ", ".join(FORMS))
    return FORMS[name]


def orders_in(moment: Path) -> list[Order]:
    """Return the orders that a moment's folder holds; what can't be read is none."""
    found = []
    for form in FORMS:
        try:
            data = json.loads((moment / f"{_FOLDER}{form}" / _DOCUMENT).read_bytes())
            created, error = data["created"], data["error"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if isinstance(created, str) and (error is None or isinstance(error, str)):
            found.append(Order(moment.name, form, created, error))
    return found
