"""Tables of words in Markdown."""

from collections.abc import Iterable, Sequence


def table(heading: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; a bar or a new line inside a cell does not end it."""
    rows = [_row(heading), "|" + "---|" * len(heading), *map(_row, lines)]
    return "\n".join(rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |"
