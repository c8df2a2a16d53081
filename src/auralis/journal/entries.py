"""The records of a journal: what can happen to a station, as MessagePack."""

from typing import Any, Final

import msgspec

from auralis.core.units import Frame
from auralis.journal.kept_station import KeptStation
from auralis.journal.plans import SleepPlan, WakePlan


class Changed(msgspec.Struct, frozen=True, tag="changed"):
    """The log of a station holds `changes` from entry `first` on; `frame` is due at the second `unix`."""

    station: str
    first: int
    changes: list[dict[str, Any]]
    frame: Frame
    unix: float


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """A frame of a station that was due at a Unix second."""

    station: str
    frame: Frame
    unix: float


class Timed(msgspec.Struct, frozen=True, tag="timed"):
    """Stations play, each at its frame."""

    marks: list[Mark]


class Paused(msgspec.Struct, frozen=True, tag="paused"):
    """A station rests, to go on at a frame."""

    station: str
    frame: Frame
    unix: float


class Owned(msgspec.Struct, frozen=True, tag="owned"):
    """A station is personal: the SHA-256 of its owner's token, in hexadecimal digits."""

    station: str
    owner: str


class Planned(msgspec.Struct, frozen=True, tag="planned"):
    """What a station's night is to bring, and whether it is asleep."""

    station: str
    asleep: bool
    sleep: SleepPlan | None
    wake: WakePlan | None


class Faded(msgspec.Struct, frozen=True, tag="faded"):
    """A station was faded out for a farewell, and is to be faded back to this; None: it has been."""

    station: str
    fade: float | None


class Closed(msgspec.Struct, frozen=True, tag="closed"):
    """A station is no more."""

    station: str


Entry = KeptStation | Changed | Timed | Paused | Owned | Planned | Faded | Closed

_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final[msgspec.msgpack.Decoder[Entry]] = msgspec.msgpack.Decoder(Entry)


def pack(entry: Entry) -> bytes:
    """Return an entry as bytes."""
    return _encoder.encode(entry)


def unpack(record: bytes) -> Entry:
    """Return the entry of some bytes; raises ValueError for what is none."""
    return _decoder.decode(record)
