"""What a station's night is to bring, as it is written down."""

import msgspec


class SleepPlan(msgspec.Struct, frozen=True):
    """To be silent at a Unix second, at the end of a fade of so many seconds."""

    silent_at: float
    fade_s: float


class WakePlan(msgspec.Struct, frozen=True):
    """To be faded in at a time of day in an IANA zone; `due` is the Unix second at which it comes next."""

    at: str
    zone: str
    fade_s: float
    daily: bool
    due: float
