"""The rows of a score: figures of one section that may or may not tell music from dice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Final

from tests.composition.score import (
    BAR,
    Score,
    bytes_per_interval,
    dice,
    kinds,
    leap_share,
    mean_interval,
    naive,
    pad_movement,
    recurrence,
    returns,
    section_score,
    step_share,
    walk,
)

from auralis.composition import MusicalContext
from auralis.composition.presets import PRESETS

SECTIONS: Final = 3
TOYS: Final[Mapping[str, Callable[[Score, int], Score]]] = {"naive": naive, "dice": dice, "walk": walk}
KINDS: Final = ("music", *TOYS)

Band = tuple[float, float]
Scores = Mapping[str, Sequence[Score]]
"""By kind: the sections of seed 1, then those of seed 2, and so on."""


@dataclass(frozen=True)
class Row:
    """A figure: its name, how it is taken from a score, and the band it is to lie in, by preset."""

    name: str
    measure: Callable[[Score], float | None]
    bands: Mapping[str, Band]
    rule: float | None = None
    """What the rule of 70, 25 and 5 % asks for."""
    over_seeds: bool = False
    """The band is for the mean of as many sections as there are seeds."""

    def values(self, scores: Sequence[Score]) -> list[float]:
        """Return the figure of each section that has one."""
        return [value for score in scores if (value := self.measure(score)) is not None]

    def judged(self, scores: Sequence[Score]) -> list[float]:
        """Return the figures that are held against the band."""
        if not self.over_seeds:
            return self.values(scores)
        return [mean(self.values(scores[section::SECTIONS])) for section in range(SECTIONS)]


def scores_of(context: MusicalContext, seeds: int) -> Scores:
    """Return the first three sections of seeds 1 to `seeds`, and the toys' versions of them."""
    played = [
        section_score(context, section, seed) for seed in range(1, seeds + 1) for section in range(SECTIONS)
    ]
    return {
        "music": played,
        **{name: [toy(score, i) for i, score in enumerate(played)] for name, toy in TOYS.items()},
    }


def chord_share(score: Score) -> float:
    """Return the share of lead notes among the first three tones of the chord under them."""
    return kinds(score)[0]


def scale_share(score: Score) -> float:
    """Return the share of lead notes that are in the key, and not among the chord's first three."""
    return kinds(score)[1]


def outside_share(score: Score) -> float:
    """Return the share of lead notes that the key lacks."""
    return kinds(score)[2]


def bars_without_lead(score: Score) -> float:
    """Return the share of bars in which no note of the lead begins."""
    return 1.0 - len({tick // BAR for tick, *_ in score.lead}) / score.bars


def _everywhere(low: float, high: float) -> dict[str, Band]:
    return dict.fromkeys(PRESETS, (low, high))


_RECURRENCE: Final = {
    "focus": (0.20, 0.65),
    "meditation": (0.12, 0.60),
    "sleep": (0.10, 0.60),
    "bright": (0.20, 0.75),
}
_PACKED: Final = {
    "focus": (0.0, 0.70),
    "meditation": (0.0, 0.80),
    "sleep": (0.0, 0.95),
    "bright": (0.0, 0.65),
}
MELODY: Final = (
    Row("mean lead interval, semitones", mean_interval, _everywhere(1.5, 4.0)),
    Row("share of steps (2 semitones or less)", step_share, _everywhere(0.28, 1.0)),
    Row("share of leaps over 7 semitones", leap_share, _everywhere(0.0, 0.08)),
    Row("three-interval figures that recur", recurrence, _RECURRENCE, over_seeds=True),
    Row("contours that return with their idea", returns, _everywhere(0.4, 1.0), over_seeds=True),
    Row("bytes an interval, zlib", bytes_per_interval, _PACKED, over_seeds=True),
    Row("pad movement a change, semitones", pad_movement, _everywhere(0.0, 8.0)),
)
RULE: Final = (
    Row("first three tones of the chord (rule: 0.70)", chord_share, {}, rule=0.70),
    Row("other tones of the key (rule: 0.25)", scale_share, {}, rule=0.25),
    Row("tones outside the key (rule: 0.05)", outside_share, {}, rule=0.05),
)
SILENCE: Final = Row("bars without lead", bars_without_lead, _everywhere(0.3, 0.8))
