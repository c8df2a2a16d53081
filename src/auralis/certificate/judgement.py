"""A row judged: what was found, what is allowed, and where it is worst."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from auralis.certificate.rows import NightRow

Verdict = Literal["pass", "remark", "fail", "none"]
"""`none` is the verdict on what could not be measured; it weighs nothing."""

WORDS: Final[dict[Verdict, str]] = {
    "pass": "pass",
    "remark": "pass with remarks",
    "fail": "fail",
    "none": "not judged",
}
_ORDER: Final[tuple[Verdict, ...]] = ("none", "pass", "remark", "fail")


@dataclass(frozen=True)
class Worst:
    """The value that is farthest out, or nearest to the edge, and its second from the night's start."""

    value: float
    second: float | None


@dataclass(frozen=True)
class Judgement:
    """What is said of a row.

    `value` stands for the night; `band` are its edges, None where there is none. `within` of `judged`
    windows or sections lie in their bands.
    """

    row: NightRow
    preset: str
    value: float | None
    verdict: Verdict
    worst: Worst | None = None
    within: int | None = None
    judged: int | None = None
    note: str = ""

    @property
    def band(self) -> tuple[float | None, float | None]:
        """The least and the greatest value that are allowed."""
        low, high = self.row.row.bands[self.preset]
        return (None if low == float("-inf") else low), (None if high == float("inf") else high)

    @property
    def shown(self) -> str:
        """The value as it is written."""
        return self.write(self.value)

    def write(self, value: float | None) -> str:
        """Write a value of this row, `-` where there is none."""
        return "-" if value is None else f"{value:.{self.row.row.digits}f}"


def heaviest(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the gravest verdict."""
    return max(verdicts, key=_ORDER.index, default="none")
