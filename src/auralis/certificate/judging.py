"""The rows of a night, judged: the typical window stands for it, and a fault is a fault."""

from collections.abc import Callable, Iterable
from statistics import median
from typing import Final, NamedTuple

from auralis.analysis.grid import TENTHS
from auralis.certificate.bands import Row
from auralis.certificate.bearings import Bearings, bearings_of, bearings_of_all
from auralis.certificate.judgement import Judgement, Verdict, Worst, heaviest
from auralis.certificate.melody import SectionFigures, section_figures
from auralis.certificate.reading import Reading
from auralis.certificate.rows import NIGHT_ROWS, NightRow
from auralis.certificate.written import Written
from auralis.composition.presets import preset_named

ENOUGH: Final = 0.95
"""The share of windows or sections that must lie in their bands for a row to pass without a remark."""
_SINKING: Final = ("lufs", "onsets")
_EMPTIES: Final = (
    "by design a night of this preset grows emptier, section by section, than the band's own minutes"
)
_DOZEN: Final = 12
"""Sections of which a mean recurrence says something."""


class _Value(NamedTuple):
    """A figure of a window or a section, the preset whose band it is held against, and its second."""

    value: float
    preset: str
    second: float


class Judge:
    """Judges a night by what was measured and what is written."""

    def __init__(self, reading: Reading, written: Written) -> None:
        self._reading, self._written = reading, written
        self._sections = section_figures(written)
        self._bearings = [bearings_of(written.timeline, w.window) for w in reading.windows]
        self.bearings: Bearings = bearings_of_all(self._bearings)

    @property
    def sections(self) -> list[SectionFigures]:
        """The figures of the sections that lie in the night as a whole."""
        return self._sections

    def judgements(self) -> list[Judgement]:
        """Return every row, judged."""
        ways: dict[str, Callable[[NightRow], Judgement]] = {
            "window": self._by_windows,
            "section": self._by_sections,
            "moment": self._by_moment,
            "score": self._by_score,
        }
        return [ways[row.way](row) for row in NIGHT_ROWS]

    def outside(self, index: int) -> list[str]:
        """Return the names of the rows that a window lies outside the bands of."""
        figures, preset = self._reading.windows[index].figures, self._bearings[index].preset
        rows = [row.row for row in NIGHT_ROWS if row.way == "window"]
        found = ((row, figures.get(row.name)) for row in rows)
        return [row.name for row, value in found if value is not None and not row.holds(preset, value)]

    def preset_of(self, index: int) -> str:
        """Return the preset that a window is held against."""
        return self._bearings[index].preset

    def _by_windows(self, row: NightRow) -> Judgement:
        values = []
        for reading, own in zip(self._reading.windows, self._bearings, strict=True):
            value = reading.figures.get(row.row.name)
            since, until = self._reading.seconds_of(reading.window)
            if value is not None and not (row.fades and self._faded(since, until)):
                second = reading.places.get(row.row.name, since)
                values.append(_Value(value, own.preset, second))
        whole = self._reading.loudness.integrated_lufs if row.row.name == "lufs" else None
        return self._typically(row, values, whole if len(values) == len(self._reading.windows) else None)

    def _by_sections(self, row: NightRow) -> Judgement:
        values = []
        for section in self._sections:
            value = section.figures[row.row.name]
            if value is not None:
                preset = self._written.timeline.context_at(section.start).preset
                values.append(_Value(value, preset, self._second(section.start)))
        return self._typically(row, values, None)

    def _typically(self, row: NightRow, values: list[_Value], whole: float | None) -> Judgement:
        """Judge values that are to lie in their bands: the middle one, or the whole's, and most of them."""
        if not values:
            return Judgement(row, self.bearings.preset, None, "none", note="the span is too short, or faded")
        value = median(v.value for v in values) if whole is None else whole
        within = sum(row.row.holds(v.preset, v.value) for v in values)
        verdict: Verdict = "fail"
        if row.row.holds(self.bearings.preset, value) and 2 * within >= len(values):
            verdict = "pass" if within >= ENOUGH * len(values) else "remark"
        sinks = verdict == "remark" and row.row.name in _SINKING and preset_named(self.bearings.preset).sinks
        far = max(values, key=lambda v: excess(row.row, v.preset, v.value))
        worst, note = Worst(far.value, far.second), _EMPTIES if sinks else ""
        own = (row, self.bearings.preset, value, verdict, worst, within, len(values), note)
        return self._excused(Judgement(*own))

    def _by_moment(self, row: NightRow) -> Judgement:
        name, reading = row.row.name, self._reading
        if name == "jump":
            return self._limited(row, reading.jump.value, reading.jump.second)
        if name == "dead":
            seconds, longest = reading.dead
            note = f"the longest lasts {longest.value:.1f} s" if seconds else ""
            return self._limited(row, seconds, longest.second if seconds else None, note)
        if name == "own_clicks":
            found = sorted([*reading.clicks_s, *(hole.start_s for hole in reading.dropouts)])
            return self._limited(row, len(found), found[0] if found else None)
        if name == "unsound":
            return self._limited(row, reading.unsound, None)
        values = [(w.figures[name], reading.seconds_of(w.window)[0]) for w in reading.windows]
        known = [(value, second) for value, second in values if value is not None]
        if not known:
            return Judgement(row, self.bearings.preset, None, "none", note="the kit's master has no such")
        return self._limited(row, *max(known))

    def _by_score(self, row: NightRow) -> Judgement:
        name, written = row.row.name, self._written
        if name == "repeats":
            found = written.repeats()
            return self._limited(row, len(found), self._second(found[0][0]) if found else None)
        if name == "root_run":
            longest = max(written.runs(), key=lambda run: run.end - run.start)
            seconds = (longest.end - longest.start) / written.timeline.sample_rate
            return self._excused(self._limited(row, seconds, self._second(longest.start)))
        if name == "in_scale":
            share = written.scale_share()
            if share is None:
                return Judgement(row, self.bearings.preset, None, "none", note="nothing is played")
            return self._excused(self._limited(row, share, None))
        known = [v for s in self._sections if (v := s.figures[name]) is not None]
        if len(known) < _DOZEN:
            return Judgement(row, self.bearings.preset, None, "none", note="needs a dozen whole sections")
        return self._excused(self._limited(row, sum(known) / len(known), None))

    def _limited(self, row: NightRow, value: float, second: float | None, note: str = "") -> Judgement:
        """Judge a figure that no moment may exceed."""
        preset = self.bearings.preset
        holds = row.row.holds(preset, value)
        verdict: Verdict = "pass" if holds else "fail"
        if holds and row.expected and not row.expected.holds(preset, value):
            verdict, note = "remark", f"expected is {row.expected.shown(preset)}"
        worst = None if second is None else Worst(value, second)
        return Judgement(row, preset, value, verdict, worst, note=note)

    def _excused(self, found: Judgement) -> Judgement:
        """Make a remark of a failure where a listener turned the music away from its preset."""
        if found.verdict != "fail" or not self.bearings.turned:
            return found
        note = "the band is the preset's, and the listener has turned away from it"
        return Judgement(**{**vars(found), "verdict": "remark", "note": note})

    def _faded(self, since: float, until: float) -> bool:
        """Whether a listener's fade is heard between two seconds."""
        return bool(self._reading.faded[round(since * TENTHS) : round(until * TENTHS)].any())

    def _second(self, frame: int) -> float:
        return (frame - self._written.start) / self._written.timeline.sample_rate


def excess(row: Row, preset: str, value: float) -> float:
    """Return how far a value is beyond its band, negative inside it."""
    low, high = row.bands[preset]
    return max(low - value, value - high)


def verdict_of(judgements: Iterable[Judgement]) -> Verdict:
    """Return the verdict on all rows together: the gravest."""
    return heaviest(judgement.verdict for judgement in judgements)
