"""A fade in at a time of day."""

from datetime import date

from auralis.server import messages
from auralis.server.wake_time import WakeTime


class Waking:
    """When a station is to be faded in, by the wall clock, once or daily.

    `set_back` reckons again after the clock was set back; a day that has been woken is not woken twice.
    """

    _woken: date | None = None

    def __init__(self, time: WakeTime, fade_s: float, *, daily: bool, unix: float) -> None:
        self.time = time
        self.fade_s = fade_s
        self.daily = daily
        self.due = time.next_after(unix)

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
