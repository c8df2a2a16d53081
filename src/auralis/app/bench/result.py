"""What a run of `auralis bench` found, and the file that keeps it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Final

import msgspec

from auralis.core.errors import InvalidValue
from auralis.export.files import replacing

FORMAT: Final = 1

_Share = Annotated[float, msgspec.Meta(gt=0)]


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one subject showed.

    `exact` is the same on every machine: counters, and the SHA-256 of a second of sound. `ratio` is CPU
    time as a share of PAD32's for as many frames, by load. `absolute` is of this machine in this hour:
    times faster than real time, by load.
    """

    exact: Mapping[str, int | str | None]
    ratio: Mapping[str, _Share]
    absolute: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Result:
    """Measurements by subject, and where they were taken.

    `compiling`: seconds of compiling from nothing, by patch, where they were measured.
    """

    engine: str
    processor: str
    sample_rate: int
    subjects: Mapping[str, Measurement]
    compiling: Mapping[str, float] = field(default_factory=dict)
    format: int = FORMAT

    def only(self, wanted: Callable[[str], bool]) -> "Result":
        """Return the result with the subjects that are wanted."""
        return replace(self, subjects={name: m for name, m in self.subjects.items() if wanted(name)})

    def to_json(self) -> str:
        """Return the result as JSON, its keys in order, a line each."""
        return msgspec.json.format(msgspec.json.encode(self, order="sorted"), indent=1).decode() + "\n"


def write_result(path: Path, result: Result) -> None:
    """Keep a result in a file, which appears whole or not at all."""
    with replacing(path) as partial:
        partial.write_text(result.to_json(), encoding="utf-8")


def read_result(path: Path, field: str) -> Result:
    """Return the result in a file; raises `InvalidValue` naming the field, the file and what is wrong."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Result)
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InvalidValue(field, str(path), f"a file that --save has written ({reason})") from None
    if found.format != FORMAT:
        raise InvalidValue(f"{field}.format", found.format, f"{FORMAT}, the format this program reads")
    return found
