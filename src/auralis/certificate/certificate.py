"""The certificate of a night: what it is of, what was found, and what is said of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from statistics import fmean

from auralis.certificate.bearings import Bearings
from auralis.certificate.commission import Commission
from auralis.certificate.judgement import Judgement, Verdict
from auralis.certificate.judging import Judge, verdict_of
from auralis.certificate.melody import SectionFigures
from auralis.certificate.reading import Reading
from auralis.certificate.stretch import Stretch
from auralis.certificate.survey import survey
from auralis.certificate.written import Written
from auralis.core.address import encode
from auralis.core.moment import time_of
from auralis.export.score.score import title

_HOUR_S = 3600
_LEAD_IN_S = 5
"""A link to a spot begins so much before it."""

Watch = Callable[[Iterator[Stretch]], Iterable[Stretch]]


@dataclass(frozen=True, eq=False)
class Certificate:
    """A night that was measured and judged."""

    commission: Commission
    reading: Reading
    written: Written
    bearings: Bearings
    judgements: tuple[Judgement, ...]
    sections: tuple[SectionFigures, ...]
    presets: tuple[str, ...]
    """The preset that each window is held against."""
    outside: tuple[tuple[str, ...], ...]
    """The rows that each window lies outside the bands of."""

    @property
    def verdict(self) -> Verdict:
        """The gravest verdict on any row."""
        return verdict_of(self.judgements)

    @property
    def title(self) -> str:
        """The music's name: `sleep, E phrygian, 40 bpm, seed 7`."""
        return title(self.written.timeline, self.commission.start)

    @property
    def address(self) -> str:
        """The recipe's address."""
        return encode(self.commission.recipe)

    def heard_by_hour(self) -> list[float]:
        """Return the onsets a minute that are heard in each hour, of the windows that begin in it."""
        hours: dict[int, list[float]] = defaultdict(list)
        for reading in self.reading.windows:
            onsets = reading.figures["onsets"]
            hours[int(self.reading.seconds_of(reading.window)[0] // _HOUR_S)].append(onsets or 0.0)
        return [fmean(hours[hour]) for hour in sorted(hours)]

    def moment(self, second: float) -> str:
        """Return the address of a spot, a few seconds before it: played from there it is heard."""
        return f"{self.address}@{self.time(max(0.0, second - _LEAD_IN_S))}"

    def time(self, second: float) -> str:
        """Write a second of the night as the time of the recipe, h:mm:ss."""
        rate = self.commission.rate
        return time_of(self.commission.start + int(second * rate), rate)


def certify(
    commission: Commission,
    jobs: int = 1,
    watch: Watch = iter,
    tell: Callable[[str], None] | None = None,
) -> Certificate:
    """Render, measure and judge a night; the same commission makes the same certificate, by any `jobs`.

    `watch` passes on the stretches as they are done and may show how many; `tell` hears of compiling. Raises
    `InvalidValue` for a span that is too short, `Unavailable` for a kit or a font that is missing.
    """
    written = Written.of(commission)
    reading = Reading.of(commission, watch(survey(commission, jobs, tell or _unheard)))
    judge = Judge(reading, written)
    indices = range(len(reading.windows))
    return Certificate(
        commission,
        reading,
        written,
        judge.bearings,
        tuple(judge.judgements()),
        tuple(judge.sections),
        tuple(map(judge.preset_of, indices)),
        tuple(tuple(judge.outside(index)) for index in indices),
    )


def _unheard(line: str) -> None:
    """Tell nobody."""
    del line
