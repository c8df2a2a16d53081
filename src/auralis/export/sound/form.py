"""The form of a sound file: its format, and how closely it holds the sound."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from auralis.core.errors import InvalidValue
from auralis.core.units import SAMPLE_RATES
from auralis.export.files import check_writable

BITS: Final = {"wav": ("16", "24", "float"), "flac": ("16", "24"), "opus": (), "mp3": ()}
"""Formats, and the widths of a sample that each may have; those without one are lossy."""

_BITRATES: Final = {"opus": (16, 510), "mp3": (32, 320)}


@dataclass(frozen=True, slots=True)
class Form:
    """A format of `BITS`; the bits of a sample, empty for a lossy one; its rate in Hz.

    `bitrate` is what a lossy format is to take on average, in kbit/s, or None for its usual quality.
    """

    kind: str
    bits: str
    sample_rate: int
    bitrate: int | None = None


def form_of(path: Path, kind: str | None, bits: str | None, bitrate: str | None, sample_rate: int) -> Form:
    """Return the form of a file that is to be, by its name unless `kind` says it; raises `InvalidValue`."""
    named = kind or path.suffix.removeprefix(".").lower()
    if named not in BITS:
        raise InvalidValue("format", named, ", ".join(BITS))
    if sample_rate not in SAMPLE_RATES:
        raise InvalidValue("rate", sample_rate, " or ".join(map(str, SAMPLE_RATES)))
    check_writable(path, "out")
    return Form(named, _bits(named, bits), sample_rate, _bitrate(named, bitrate))


def _bits(kind: str, given: str | None) -> str:
    widths = BITS[kind]
    if given is None:
        return next(iter(widths), "")
    if given not in widths:
        raise InvalidValue("bits", given, f"{', '.join(widths) or 'nothing'} in {kind}")
    return given


def _bitrate(kind: str, given: str | None) -> int | None:
    if given is None:
        return None
    if kind not in _BITRATES:
        raise InvalidValue("bitrate", given, f"nothing in {kind}, which is lossless")
    least, most = _BITRATES[kind]
    if not (given.isascii() and given.isdigit() and least <= int(given) <= most):
        raise InvalidValue("bitrate", given, f"{least} to {most} (kbit/s) in {kind}")
    return int(given)
