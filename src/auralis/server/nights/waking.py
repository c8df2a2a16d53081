"""A fade in at a time of day."""

from datetime import date
from typing import Final, Self

from auralis.journal.plans import WakePlan
from auralis.server.nights.wake_time import WakeTime
from auralis.server.talk import messages

_HASTE_S: Final = 10.0
_LATE_S: Final = 60.0


class Waking:
    """When a station is to be faded in, by the wall clock, once or daily.

    `set_back` reckons again after the clock was set back; a day that has been woken is not woken twice.
    """

    _woken: date | None = None
    _missable: float | None = None

    def __init__(self, time: WakeTime, fade_s: float, *, daily: bool, unix: float) -> None:
        self.time = time
        self.fade_s = fade_s
        self.daily = daily
        self.due = time.next_after(unix)

    @classmethod
    def of(cls, plan: WakePlan) -> Self:
        """Return what was written down; raises `InvalidValue` for a zone that this machine does not know."""
        found = cls(WakeTime.of(plan.at, plan.zone), plan.fade_s, daily=plan.daily, unix=plan.due)
        found.due = found._missable = plan.due
        return found

    def plan(self) -> WakePlan:
        """Return it as it is written down."""
        return WakePlan(self.time.at.strftime("%H:%M"), self.time.zone.key, self.fade_s, self.daily, self.due)

    def after(self, unix: float) -> WakePlan | None:
        """Return what is left of it after a time that was missed: the next one, if it is daily."""
        self.woken(unix)
        return self.plan() if self.daily else None

    def left(self, unix: float) -> float:
        """Return the seconds of the fade that begins now.

        Of one that should have begun while the server was down it is what is left, but not hasty.
        """
        late = unix - self.due
        if self.due != self._missable or late < _LATE_S:
            return self.fade_s
        return max(min(self.fade_s, _HASTE_S), self.fade_s - late)

    def set_back(self, unix: float) -> None:
        """Take note that the clock was set back to a Unix second."""
        self.due = self.time.next_after(unix, but=self._woken)

    def woken(self, unix: float) -> None:
        """Take note that this day is done, by a clock that may have been set far ahead."""
        self._woken = self.time.day_of(unix)
        self.due = self.time.next_after(unix, but=self._woken)

    def document(self) -> dict[str, object]:
        """Return it as JSON data."""
        return {
            "at": self.time.at.strftime("%H:%M"),
            "zone": self.time.zone.key,
            "fade_s": self.fade_s,
            "repeat": "daily" if self.daily else "once",
            "next": messages.iso(self.due),
        }
