"""The README's tables that are made from the code."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from documentation.reference import settings

README = Path(__file__).parents[1] / "README.md"
TABLES: Mapping[str, Callable[[], str]] = {"settings": settings.listed}


def with_tables(text: str) -> str:
    """Return the README with every table as the code has it, each between its two marks.

    Raises LookupError where a mark is missing.
    """
    for name, made in TABLES.items():
        opening, closing = f"<!-- {name} -->", f"<!-- /{name} -->"
        pattern = re.compile(f"{re.escape(opening)}.*?{re.escape(closing)}", re.DOTALL)
        if len(pattern.split(text)) != 2:
            raise LookupError(f"{opening} and {closing} must stand in the README, once")
        before, after = pattern.split(text)
        text = f"{before}{opening}\n{made()}\n{closing}{after}"
    return text
