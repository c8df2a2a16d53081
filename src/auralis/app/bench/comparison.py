"""A result beside the baseline: what differs, and whether that is a failure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from auralis.app.bench.result import Measurement, Result

Verdict = Literal["drift", "slower", "a little slower", "faster", "new", "missing"]

SLOWER: Final = 2.0
"""A share of PAD32's time may grow by this factor; noise on a busy machine stays well below it."""
WARNING: Final = 1.4
"""A growth that is told, and passes; a fall by as much is told as well."""
ELSEWHERE: Final = 1.5
"""Both bounds are this much wider on another processor than the baseline's."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of a subject that is not what the baseline says, and what would be allowed."""

    subject: str
    figure: str
    baseline: str
    now: str
    allowed: str
    verdict: Verdict

    @property
    def fails(self) -> bool:
        """Whether it makes the comparison fail."""
        return self.verdict not in ("a little slower", "faster")


def compare(baseline: Result, now: Result) -> list[Difference]:
    """Return every difference that is worth a line, subject by subject.

    Exact figures must be equal; ratios may grow, and absolute figures are not compared.
    """
    wider = 1.0 if baseline.processor == now.processor else ELSEWHERE
    found: list[Difference] = []
    for name in sorted(baseline.subjects.keys() | now.subjects.keys()):
        before, after = baseline.subjects.get(name), now.subjects.get(name)
        if before is None or after is None:
            found.append(_unpaired(name, "", "measured", before is None))
        else:
            found += _exact(name, before, after)
            found += _ratios(name, before, after, wider)
    return found


def _exact(name: str, before: Measurement, after: Measurement) -> Iterator[Difference]:
    yield from _unmatched(name, before.exact, after.exact)
    for figure in sorted(before.exact.keys() & after.exact.keys()):
        old, new = before.exact[figure], after.exact[figure]
        if old != new:
            yield Difference(name, figure, str(old), str(new), "equal", "drift")


def _ratios(name: str, before: Measurement, after: Measurement, wider: float) -> Iterator[Difference]:
    yield from _unmatched(name, before.ratio, after.ratio)
    for figure in sorted(before.ratio.keys() & after.ratio.keys()):
        old, new = before.ratio[figure], after.ratio[figure]
        verdict = _verdict(new / old, wider)
        if verdict is not None:
            allowed = f"at most {old * SLOWER * wider:.3g}"
            yield Difference(name, figure, f"{old:.3g}", f"{new:.3g}", allowed, verdict)


def _verdict(growth: float, wider: float) -> Verdict | None:
    if growth > SLOWER * wider:
        return "slower"
    if growth > WARNING * wider:
        return "a little slower"
    return "faster" if growth < 1.0 / (WARNING * wider) else None


def _unmatched(name: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Difference]:
    for figure in sorted(before.keys() ^ after.keys()):
        value = str(before[figure] if figure in before else after[figure])
        yield _unpaired(name, figure, value, figure in after)


def _unpaired(name: str, figure: str, value: str, new: bool) -> Difference:
    if new:
        return Difference(name, figure, "–", value, "in the baseline", "new")
    return Difference(name, figure, value, "–", "measured", "missing")
