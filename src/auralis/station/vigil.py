"""Whether a render process still works."""

from typing import Final

from auralis.station.render_process import RenderProcess

EVERY_S: Final = 0.1
_SILENT: Final = 10
_STARVED: Final = 50
_AT_WORK_S: Final = 0.5


class Vigil:
    """Watches one process, looked at every tenth of a second; a loop that works turns within that.

    After ten looks without a turn it hangs if it is stopped or waits for something, or has used half a
    second of CPU meanwhile. One that wants to run and is not let is starved and not hung: another one
    would fare no better; it is given five seconds. Looks are counted and not seconds, so that a pause
    of the whole machine is nobody's fault.
    """

    def __init__(self, process: RenderProcess) -> None:
        self._process = process
        self._turns = -1
        self._looks = 0
        self._spent = 0.0

    def hangs(self) -> bool:
        """Look; return whether it hangs."""
        turns = self._process.turns
        if turns != self._turns:
            self._turns, self._looks = turns, 0
            return False
        self._looks += 1
        if self._looks == 1:
            self._spent = self._process.strain()[1]
        if self._looks < _SILENT:
            return False
        state, spent = self._process.strain()
        return state != "R" or spent - self._spent > _AT_WORK_S or self._looks >= _STARVED
