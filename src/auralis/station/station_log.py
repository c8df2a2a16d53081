"""What goes wrong with a station's rendering, in the server's log."""

import structlog

from auralis.station.messages import Troubled


class StationLog:
    """Writes one line each, under the station's name."""

    def __init__(self, name: str) -> None:
        self._log = structlog.get_logger("auralis.station").bind(station=name)

    def failed(self, why: str) -> None:
        """Tell that the station can't be rendered."""
        self._log.critical("station_failed", why=why, code="SYNTHESIS_FAILED")

    def troubled(self, trouble: Troubled) -> None:
        """Tell that a kit could not play, and what is played in its place."""
        log = self._log.bind(kit=trouble.kit, why=trouble.why)
        if trouble.last:
            log.critical("synthesis_failed", code="SYNTHESIS_FAILED", instead="silence")
        else:
            log.error("kit_failed", instead="the built-in kit")

    def postponed(self, seconds: float) -> None:
        """Tell that the station goes on later than it should have."""
        self._log.warning("station_postponed", seconds=round(seconds, 1), why="the machine stood still")
