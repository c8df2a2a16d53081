"""A file being made: the command line in a process of its own, and how far it is."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from os import getpid
from pathlib import Path
from threading import Lock
from typing import Final

from auralis.core.units import Frame
from auralis.library import durable
from auralis.library.forms import STEMS
from auralis.library.kept_file import KeptFile
from auralis.library.kept_moment import KeptMoment
from auralis.library.order import Order, form_of

AURALIS: Final = (sys.executable, "-m", "auralis")
_FINISHING: Final = (sys.executable, "-m", "auralis.library.finishing")
_LOWERED: Final = (sys.executable, "-m", "auralis.library.lowered")
_PERCENT: Final = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s?%")
_NANO: Final = 10**9
_FINISHED: Final = 0.99


class NotMade(RuntimeError):
    """The command line could not make the file; the message is its own. `lost` if something ended it."""

    def __init__(self, why: str, lost: bool = False) -> None:
        super().__init__(why)
        self.lost = lost


class Stopped(RuntimeError):
    """It was told to stop."""


class Making:
    """Makes the file of an order in a folder of its own. `command` is what stands for `auralis`."""

    def __init__(
        self, order: Order, moment: KeptMoment, home: Path, command: Sequence[str] = AURALIS
    ) -> None:
        self.order = order
        self.progress = 0.0
        """How much of it is made, 0 to 1."""
        self._moment = moment
        self._home = home
        self._command = command
        self._form = form_of(order.form)
        self._process: subprocess.Popen[str] | None = None
        self._stopped = False
        self._lock = Lock()
        self._since: tuple[float, float] | None = None

    @property
    def folder(self) -> Path:
        """Where it is made."""
        return self.order.folder(self._home)

    @property
    def speed(self) -> float | None:
        """How many times faster than it plays; None before that is known."""
        pace = self._pace
        return None if pace is None else pace * self._moment.seconds

    @property
    def seconds_left(self) -> float | None:
        """How long it will take on, by its pace so far; None before that is known."""
        pace = self._pace
        return None if pace is None else (1 - self.progress) / pace

    def make(self, lock: int) -> KeptFile:
        """Make it and put it in its place; `lock` is a descriptor that its process holds as long as it lives.

        Raises `NotMade`, `Stopped`, OSError.
        """
        durable.write(self.folder / "recipe.json", self._moment.recipe.to_json().encode())
        rate = self._moment.recipe.sample_rate
        span = (_seconds(frames, rate) for frames in (self._moment.start, self._moment.frames))
        words = self._form.command(self.folder, self.folder / "recipe.json", *span)
        self._run((*self._command, *words), lock)
        self.progress = _FINISHED
        made = self.folder / self._form.file
        stems = [str(self.folder / STEMS)] if self._form.name == STEMS else []
        size, digest = self._run((*_FINISHING, str(made), *stems), lock).split()
        durable.move(made, self._home / self._form.file)
        return KeptFile(self._form.name, int(size), digest)

    def stop(self) -> None:
        """Have it end as soon as it can; what is made so far stays."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def give_up(self, failed: Order, lost: bool) -> None:
        """Write down why it came to nothing; what is made so far stays only where it was `lost`."""
        with suppress(OSError):
            if not lost:
                self.clear()
            failed.write(self._home)

    def clear(self) -> None:
        """Remove what is made so far, and the order."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _pace(self) -> float | None:
        """The share that is made in a second."""
        if self._since is None:
            return None
        begun, progress = self._since
        passed = time.monotonic() - begun
        return (self.progress - progress) / passed if passed > 0 and self.progress > progress else None

    def _run(self, words: Sequence[str], lock: int) -> str:
        """Run a program at the lowest priority; return what it prints."""
        process = self._start((*_LOWERED, str(getpid()), *words), lock)
        self._since = self._since or (time.monotonic(), 0.0)
        with process:
            said = self._follow(process)
            printed = process.stdout.read() if process.stdout else ""
        self._process = None
        if self._stopped:
            raise Stopped(self.order.name)
        if process.returncode < 0:
            raise NotMade(f"it was ended by signal {-process.returncode}", lost=True)
        if process.returncode > 0:
            raise NotMade(self._why(said))
        return printed

    def _start(self, words: Sequence[str], lock: int) -> "subprocess.Popen[str]":
        with self._lock:
            if self._stopped:
                raise Stopped(self.order.name)
            self._process = subprocess.Popen(  # noqa: S603 -- ourselves
                words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                pass_fds=(lock,),
                start_new_session=True,
            )
            return self._process

    def _follow(self, process: "subprocess.Popen[str]") -> list[str]:
        """Read what it says until it ends, for how far it is; return the last lines."""
        said: list[str] = []
        for line in process.stderr or ():
            said = [*said[-9:], line.strip()]
            for percent in _PERCENT.findall(line):
                self._advance(float(percent) / 100)
        return said

    def _advance(self, progress: float) -> None:
        if self.progress == 0 and progress > 0 and self._since is not None:
            # What an earlier attempt has made is no measure of this one's pace.
            self._since = self._since if progress < 0.2 else (time.monotonic(), progress)
        self.progress = max(self.progress, min(progress, _FINISHED))

    def _why(self, said: Sequence[str]) -> str:
        """Return the one line that the command line ends with, without this machine's paths."""
        named = [line.removeprefix("auralis: ") for line in said if line.startswith("auralis: ")]
        why = named[-1] if named else (said[-1] if said else "it said nothing")
        return why.replace(f"{self.folder}/", "").replace(str(self.folder), "")


def _seconds(frames: Frame, rate: int) -> str:
    """Return a time that the command line rounds down to these very frames."""
    nanos = -(-frames * _NANO // rate)
    return f"{nanos // _NANO}.{nanos % _NANO:09}"
