"""The figures as Markdown tables."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import mean

from benchmarks.music import changes
from benchmarks.music.controls import Control
from benchmarks.music.hours import PARTS, Night
from benchmarks.music.rows import KINDS, MELODY, RULE, SILENCE, Row, Scores
from tests.composition.score import Score


def table(heading: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    first, *rest = (f"| {' | '.join(row)} |" for row in (heading, *lines))
    return "\n".join((first, "|" + "---|" * len(heading), *rest))


def placed(page: str, fresh: str) -> str:
    """Return a page with a table in the place of the one that has the same heading."""
    heading = fresh.partition("\n")[0]
    before, found, after = page.partition(heading)
    if not found:
        raise LookupError(heading)
    return before + fresh + after[after.index("\n\n") :]


def spread(values: Sequence[float]) -> str:
    """Return the least, the mean and the greatest of some values."""
    return " – ".join(shown(value) for value in (min(values), mean(values), max(values)))


def shown(value: float) -> str:
    """Return a value with as many digits as it can bear."""
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def rows_table(found: Mapping[str, Scores]) -> str:
    """Return the rows of the score: music beside its toys, by preset."""
    lines = []
    for row in (*MELODY, *RULE):
        lines += [[_named(row, kind), kind, *(_cell(row, found[p][kind]) for p in found)] for kind in KINDS]
    lines.append([SILENCE.name, "music", *(_cell(SILENCE, found[p]["music"]) for p in found)])
    return table(["figure", "", *found], lines)


def _named(row: Row, kind: str) -> str:
    means = " (means of a section over all seeds)" if row.over_seeds else ""
    return f"{row.name}{means}" if kind == KINDS[0] else ""


def _cell(row: Row, scores: Sequence[Score]) -> str:
    return spread(row.judged(scores))


def passing(row: Row, found: Mapping[str, Scores], kind: str) -> float:
    """Return the share of judged figures within the row's band, or among the music's where it has none."""
    passes = []
    for preset, scores in found.items():
        music = row.judged(scores["music"])
        low, high = row.bands.get(preset, (min(music), max(music)))
        passes += [low <= value <= high for value in row.judged(scores[kind])]
    return mean(passes)


def passing_table(found: Mapping[str, Scores]) -> str:
    """Return, by row, how many sections of each kind pass it."""
    lines = [
        [row.name, *(f"{100 * passing(row, found, kind):.0f} %" for kind in KINDS)]
        for row in (*MELODY, *RULE)
    ]
    return table(["sections that pass", *KINDS], lines)


def onsets_table(found: Mapping[str, Sequence[Mapping[str, float]]]) -> str:
    """Return the notes a minute of each part, by preset."""
    lines = [[name, *(spread([busy[name] for busy in found[preset]]) for preset in found)] for name in PARTS]
    return table(["notes a minute", *found], lines)


def nights_table(found: Mapping[str, Night]) -> str:
    """Return the figures of eight hours, by preset."""
    nights = list(found.values())
    lines = [
        ["sections", *(str(night.sections) for night in nights)],
        ["phrases", *(str(night.phrases) for night in nights)],
        ["phrases heard before, note for note", *(str(night.repeats) for night in nights)],
        ["shapes of melody", *(str(night.contours) for night in nights)],
        ["share of sections in the home key", *(f"{night.home:.2f}" for night in nights)],
        ["longest root, seconds", *(f"{night.longest_root:.0f}" for night in nights)],
        ["pad movement at a seam, semitones, at most", *(str(night.seam) for night in nights)],
    ]
    return table(["eight hours", *found], lines)


def controls_table(found: Mapping[Control, Sequence[float]]) -> str:
    """Return what is counted at each value of each control."""
    lines = []
    for control, counts in found.items():
        cells = [f"{value:g}: {shown(n)}" for value, n in zip(control.values, counts, strict=True)]
        lines.append([f"`{control.field}`", control.counted, *cells])
    return table(["setting", "what is counted", "least", "", "middle", "", "most"], lines)


def changes_table(found: Mapping[str, Mapping[str, Sequence[changes.Passing]]]) -> str:
    """Return, by kind of change and preset, the pad's movement, hole and flux."""
    lines = []
    for kind in (*changes.KINDS, changes.NOTHING):
        several = [found[preset][kind] for preset in found]
        moves = [f"{mean(p.into for p in some):.1f}, {mean(p.onward for p in some):.1f}" for some in several]
        holes = [_with_worst([p.hole for p in some]) for some in several]
        fluxes = [_with_worst([p.flux for p in some]) for some in several]
        lines += [[kind, "hole, LU", *holes], ["", "flux", *fluxes]]
        if kind != changes.NOTHING:
            lines.append(["", "pad: into the pivot, out of it", *moves])
    return table(["change", "", *found], lines)


def _with_worst(values: Sequence[float]) -> str:
    return f"{mean(values):.1f}, at most {max(values):.1f}"
