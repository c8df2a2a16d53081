"""Every row of the score: a dot for each section, of the music and of both toys."""

from collections.abc import Mapping, Sequence
from typing import Final

from benchmarks.music.pictures.canvas import FAINT, canvas, lane, say
from benchmarks.music.rows import KINDS, MELODY, RULE, Row, Scores
from benchmarks.music.tables import passing
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from auralis.pictures.score.lettering import SERIF
from auralis.pictures.score.palette import INKS, SOFT, TEXT, Rgb

_INKS: Final[dict[str, Rgb]] = {
    "music": INKS["lead"].rgb,
    "naive": INKS["pad"].rgb,
    "dice": INKS["percussion"].rgb,
    "walk": INKS["bells"].rgb,
}
_BAND: Final = INKS["bass"].rgb
_TITLES: Final = (
    ("Mean interval of the lead", "semitones"),
    ("Steps", "share of intervals of 2 semitones or less"),
    ("Wide leaps", "share of intervals over 7 semitones"),
    (
        "Figures that come back",
        "share of three-interval figures heard\nmore than once; the band is for means",
    ),
    ("Contours that come back", "with the idea they belong to;\nthe band is for means"),
    ("Bytes an interval", "as zlib packs them;\nthe band is for means"),
    ("Movement of the pad", "semitones of all four voices a change"),
    ("Tones of the chord", "its first three; the rule says 70 %"),
    ("Other tones of the key", "the rule says 25 %"),
    ("Tones outside the key", "the rule says 5 %"),
)
_LEFT: Final = 2.72
_WIDE: Final = 1.42
_TALL: Final = 0.62
_STEP: Final = 0.88
_REST: Final = 0.34
"""Between the figures of the score and those of the rule."""
_TOP: Final = 1.3


def rows_picture(found: Mapping[str, Scores]) -> Figure:
    """Return the picture of all rows: a line for each figure, a column for each preset."""
    rows = (*MELODY, *RULE)
    figure = canvas(
        _TOP + _STEP * len(rows) + _REST + 0.05,
        "Music or dice?",
        f"Each dot is a section of 8 to 15 minutes, {len(found['focus']['music'])} of them in each strip.",
    )
    for i, preset in enumerate(found):
        _heading(figure, _LEFT + i * (_WIDE + 0.1), preset)
    _legend(figure)
    for line, (row, title) in enumerate(zip(rows, _TITLES, strict=True)):
        top = _TOP + _STEP * line + (_REST if row in RULE else 0.0)
        _title(figure, top, row, title, found)
        _strips(figure, top, row, found)
    words = lane(figure, 0.3, _TOP + _STEP * len(MELODY) + 0.02, 8.4, 0.24)
    say(words, 0, 0.5, "What the rule of 70, 25 and 5 % sees", family=SERIF, size=12, color=TEXT, ha="left")
    return figure


def _heading(figure: Figure, left: float, preset: str) -> None:
    axes = lane(figure, left, _TOP - 0.3, _WIDE, 0.2)
    say(axes, 0.5, 0.5, preset, size=9, color=TEXT)


def _legend(figure: Figure) -> None:
    axes = lane(figure, 4.78, 0.24, 4.0, 0.26)
    axes.set(xlim=(0, 4.0), ylim=(0, 1))
    for i, (kind, words) in enumerate(zip(KINDS, ("music", "naive", "dice", "walk"), strict=True)):
        axes.plot([0.1 + 0.68 * i], [0.5], "o", color=_INKS[kind], markersize=5)
        say(axes, 0.2 + 0.68 * i, 0.48, words, ha="left")
    axes.axvspan(2.94, 3.12, 0.15, 0.85, color=(*_BAND, 0.28), linewidth=0)
    say(axes, 3.2, 0.48, "must lie here", ha="left")


def _title(figure: Figure, top: float, row: Row, title: Sequence[str], found: Mapping[str, Scores]) -> None:
    axes = lane(figure, 0.3, top, 2.1, _TALL)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    say(axes, 0, 0.88, title[0], size=9, color=TEXT, ha="left")
    say(axes, 0, 0.62, title[1], size=6.6, color=FAINT, ha="left", va="top", linespacing=1.25)
    shares = [f"{toy} {100 * passing(row, found, toy):.0f} %" for toy in KINDS[1:]]
    low = -0.02 if "\n" in title[1] else 0.16
    say(axes, 0, low, "pass: " + ", ".join(shares), size=6.6, color=SOFT, ha="left")


def _strips(figure: Figure, top: float, row: Row, found: Mapping[str, Scores]) -> None:
    """Draw a row's strips, one scale for all presets."""
    values = {p: {kind: row.values(found[p][kind]) for kind in KINDS} for p in found}
    everything = [v for kinds in values.values() for some in kinds.values() for v in some]
    low, high = min(0.0, *everything), max(everything)
    for i, preset in enumerate(found):
        axes = lane(figure, _LEFT + i * (_WIDE + 0.1), top, _WIDE, _TALL)
        axes.set(xlim=(low - 0.03 * (high - low), high + 0.03 * (high - low)), ylim=(-0.6, 3.6))
        axes.axhspan(-0.6, 3.6, color=(1, 1, 1, 0.022), linewidth=0)
        _band(axes, row, preset)
        _dots(axes, row, found[preset], values[preset])
        axes.set_xticks(*_ticks(low, high))


def _band(axes: Axes, row: Row, preset: str) -> None:
    if preset in row.bands:
        first, last = row.bands[preset]
        low, high = axes.get_xlim()
        axes.axvspan(max(first, low), min(last, high), color=(*_BAND, 0.22), linewidth=0)
    if row.rule is not None:
        axes.axvline(row.rule, color=SOFT, linewidth=0.9, linestyle=(0, (3, 2)))


def _dots(axes: Axes, row: Row, scores: Scores, values: Mapping[str, Sequence[float]]) -> None:
    """Draw a dot for each section, and a line for each mean that is judged."""
    for y, kind in zip((3, 2, 1, 0), KINDS, strict=True):
        spread = [y + 0.62 * ((i * 0.618034) % 1 - 0.5) for i in range(len(values[kind]))]
        if row.over_seeds:
            axes.vlines(row.judged(scores[kind]), y - 0.42, y + 0.42, color=_INKS[kind], linewidth=1.2)
        axes.scatter(values[kind], spread, s=5, color=(*_INKS[kind], 0.6), linewidths=0)


def _ticks(low: float, high: float) -> tuple[list[float], list[str]]:
    step = next(s for s in (0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20) if (high - low) / s <= 4.5)
    ticks = [step * i for i in range(int(high / step) + 1)]
    return ticks, [f"{tick:g}" for tick in ticks]
