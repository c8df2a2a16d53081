"""A time of day somewhere in the world, and when it comes."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from auralis.core.errors import InvalidValue

_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\Z")
_LONGEST: Final = 64


@dataclass(frozen=True, slots=True)
class WakeTime:
    """HH:MM in an IANA time zone, once a day.

    After RFC 5545 (3.3.5): where a day has the time twice, the first is meant; where it has not, the
    time is reckoned as if the clock had not been put forward yet, so that 02:30 comes at 03:30.
    """

    at: time
    zone: ZoneInfo

    @classmethod
    def of(cls, at: object, zone: object) -> "WakeTime":
        """Return the time of `07:00` and `Europe/Berlin`; raises `InvalidValue`."""
        found = _TIME.match(at) if isinstance(at, str) else None
        if found is None:
            raise InvalidValue("at", at, "a time of day from 00:00 to 23:59")
        return cls(time(int(found[1]), int(found[2])), _zone(zone))

    def next_after(self, unix: float, but: date | None = None) -> float:
        """Return the first Unix second after another at which it is this time, on any day but one."""
        day = datetime.fromtimestamp(unix, self.zone).date() - timedelta(days=1)
        while True:
            comes = datetime.combine(day, self.at, self.zone).astimezone(UTC).timestamp()
            if comes > unix and day != but:
                return comes
            day += timedelta(days=1)

    def day_of(self, unix: float) -> date:
        """Return the day whose time came last by a Unix second, or comes at it."""
        day = datetime.fromtimestamp(unix, self.zone).date() + timedelta(days=1)
        while datetime.combine(day, self.at, self.zone).astimezone(UTC).timestamp() > unix:
            day -= timedelta(days=1)
        return day


def _zone(name: object) -> ZoneInfo:
    try:
        if isinstance(name, str) and 0 < len(name) <= _LONGEST:
            return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        pass
    raise InvalidValue("zone", name, "the name of an IANA time zone, such as Europe/Berlin or UTC")
