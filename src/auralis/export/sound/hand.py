"""A process that renders pieces, as the one that writes sees it."""

import contextlib
import signal
import subprocess
import sys
from multiprocessing import connection
from multiprocessing.reduction import recv_handle
from pathlib import Path
from typing import Final

from auralis.export.sound import share
from auralis.export.sound.begun import Begun
from auralis.export.sound.handover import Ended, Failed, Handed, Opened
from auralis.export.sound.pieces import Piece
from auralis.export.sound.plan import Plan

_ENDING_S: Final = 5


class Hand:
    """A process, the line to it, and the piece it is at."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.piece: Piece | None = None
        self._begun = Begun()
        self.line, other = connection.Pipe()
        with other:
            self._process = _started(other.fileno())
        self.line.send((plan, folder))

    def begin(self, piece: Piece) -> Begun:
        """Tell the process to render a piece."""
        self.piece, self._begun = piece, Begun()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # found out by listening
            self.line.send(piece)
        return self._begun

    def hear(self) -> None:
        """Take in what the process tells; raises EOFError if it is gone, or what went wrong in it."""
        match self.line.recv():
            case Opened():
                self._begun.descriptor = recv_handle(self.line)
            case Handed(size):
                self._begun.hand(size)
            case Ended():
                self._begun.ended = True
                self.piece = None
            case Failed(error):
                raise error

    def how_it_ended(self) -> str:
        """Say how the process ended."""
        try:
            code = self._process.wait(_ENDING_S)
        except subprocess.TimeoutExpired:
            return "it answers no more"
        return f"signal {-code}" if code < 0 else f"status {code}"

    def close(self) -> None:
        """End the process."""
        self.line.close()
        self._process.terminate()
        try:
            self._process.wait(_ENDING_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _started(descriptor: int) -> "subprocess.Popen[bytes]":
    """Start a process that an interrupt from the keyboard does not reach: its parent ends it."""
    command = [sys.executable, "-m", share.__name__, str(descriptor)]
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return subprocess.Popen(command, pass_fds=(descriptor,), stdin=subprocess.DEVNULL)  # noqa: S603 -- ourselves
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
