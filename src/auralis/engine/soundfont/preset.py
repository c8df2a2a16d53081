"""The presets that a SoundFont offers, as its `phdr` chunk lists them.

Source: E-mu, "SoundFont Technical Specification 2.04" (2006), §7.2.
"""

import struct
from collections.abc import Sequence
from typing import NamedTuple

_RECORD = struct.Struct("<20sHHHIII")


class Preset(NamedTuple):
    """A sound by its bank and its number in it, counted from 0 as in MIDI."""

    bank: int
    number: int
    name: str


def presets_in(header: bytes) -> tuple[Preset, ...]:
    """Return the presets of a `phdr` chunk, sorted; raises ValueError for a broken one.

    The last record only ends the list.
    """
    if len(header) % _RECORD.size or len(header) < 2 * _RECORD.size:
        raise ValueError(f"its list of presets has {len(header)} bytes, no whole number of records")
    records = list(_RECORD.iter_unpack(header))[:-1]
    return tuple(sorted(Preset(bank, number, _text(name)) for name, number, bank, *_ in records))


def offers(presets: Sequence[Preset], bank: int, number: int) -> bool:
    """Return whether a preset is among those of a font."""
    return any((p.bank, p.number) == (bank, number) for p in presets)


def _text(name: bytes) -> str:
    return name.partition(b"\0")[0].decode("latin-1").strip()
