"""Whether a station that should play stands still, although its worker is at work."""

from typing import Final

from auralis.station.hosted import Hosted
from auralis.station.render_process import RenderProcess

_LOOKS: Final = 50
_TURNS: Final = 10


class Standstill:
    """Watches the stations of one worker, looked at every tenth of a second.

    A station stands still if its ring's head has not moved in fifty looks, while the worker's loop has
    turned: one that does not turn is the `Vigil`'s business. Stations that are paused, given up or still
    being opened need not move.
    """

    def __init__(self) -> None:
        self._seen: dict[int, tuple[int, int, int]] = {}

    def find(self, stations: list[Hosted], process: RenderProcess) -> Hosted | None:
        """Look; return a station that stands still, if one does."""
        moving = [s for s in stations if s.playing and not s.failed and s.figures["alive"]]
        before, self._seen = self._seen, {}
        for station in moving:
            head, turns, looks = before.get(station.number, (-1, process.turns, 0))
            if head != station.ring.head:
                self._seen[station.number] = station.ring.head, process.turns, 0
                continue
            self._seen[station.number] = head, turns, looks + 1
            if looks + 1 >= _LOOKS and process.turns - turns >= _TURNS:
                return station
        return None
