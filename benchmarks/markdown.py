"""Markdown tables, and their places in a page."""

import re
from collections.abc import Iterable, Sequence


def table(heading: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; every column but the first is flush right."""
    first, *rest = (f"| {' | '.join(row)} |" for row in (heading, *lines))
    return "\n".join((first, "|---|" + "---:|" * (len(heading) - 1), *rest))


def placed(page: str, name: str, text: str) -> str:
    """Return a page with a text between `<!-- name -->` and `<!-- /name -->`.

    Raises LookupError unless both stand in the page, once.
    """
    opening, closing = f"<!-- {name} -->", f"<!-- /{name} -->"
    pattern = re.compile(f"{re.escape(opening)}.*?{re.escape(closing)}", re.DOTALL)
    if len(pattern.findall(page)) != 1:
        raise LookupError(f"{opening} and {closing} must stand in the page, once")
    return pattern.sub(lambda _: f"{opening}\n{text}\n{closing}", page)
