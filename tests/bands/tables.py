"""Measured values beside their bands, as a table to be read and as JSON."""

from collections.abc import Iterator, Mapping

from tests.bands.bands import PRESETS, ROWS, Row
from tests.bands.clips import Clip, Figures

Measured = Mapping[Clip, Figures]


def values(found: Measured, row: Row, preset: str) -> list[float]:
    """Return a row's values in the clips of a preset."""
    return [figures[row.name] for clip, figures in found.items() if clip.preset == preset]


def outside(found: Measured, row: Row, preset: str) -> dict[Clip, float]:
    """Return the clips of a preset whose value lies outside its band."""
    mine = {clip: figures[row.name] for clip, figures in found.items() if clip.preset == preset}
    return {clip: value for clip, value in mine.items() if not row.holds(preset, value)}


def spread(row: Row, numbers: list[float]) -> str:
    """Write the least and the greatest of some values."""
    low, high = (f"{number:.{row.digits}f}" for number in (min(numbers), max(numbers)))
    return low if low == high else f"{low} to {high}"


def lines(found: Measured) -> Iterator[str]:
    """Yield a table: for each quantity and preset what was measured, the band, and the verdict."""
    form = "{:<38} {:<11} {:<18} {:<18} {}"
    yield form.format("quantity", "preset", "measured", "band", "verdict")
    for row in ROWS:
        for preset in PRESETS:
            if numbers := values(found, row, preset):
                beyond = len(outside(found, row, preset))
                verdict = f"OUTSIDE: {beyond} of {len(numbers)}" if beyond else "holds"
                yield form.format(row.words, preset, spread(row, numbers), row.shown(preset), verdict)


def as_json(found: Measured) -> list[dict[str, object]]:
    """Return a list of clips with every value, its band, and whether it holds."""
    return [
        {
            "preset": clip.preset,
            "seed": clip.seed,
            "start_s": clip.start,
            "seconds": clip.seconds,
            "values": figures,
            "outside": [row.name for row in ROWS if not row.holds(clip.preset, figures[row.name])],
        }
        for clip, figures in found.items()
    ]
