"""Progress on stderr: a bar on a terminal, else now and then a line."""

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import Final, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

Block = TypeVar("Block", bound=Sized)

_STEPS: Final = 10
_QUIET_S: Final = 1.0


class _Speed(ProgressColumn):
    """How many times faster than real time."""

    def __init__(self, sample_rate: int) -> None:
        super().__init__()
        self._rate = sample_rate

    def render(self, task: Task) -> Text:
        """Return the speed, such as `212×`."""
        return Text(f"{task.speed / self._rate:.0f}×" if task.speed else "")


def watched(
    blocks: Iterable[Block], frames: int, sample_rate: int, what: str, done: int = 0
) -> Iterator[Block]:
    """Yield blocks, as long as their frames, while stderr tells speed and time left.

    On a terminal that is a bar, else a line at each tenth, none of them within a second of another.
    `done` of the frames were there before.
    """
    if sys.stderr.isatty():
        yield from _bar(blocks, frames, sample_rate, what, done)
    else:
        yield from _lines(blocks, frames, sample_rate, what, done)


def _bar(blocks: Iterable[Block], frames: int, sample_rate: int, what: str, done: int) -> Iterator[Block]:
    columns = (TextColumn("{task.description}"), BarColumn(), _Speed(sample_rate), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(what, total=frames, completed=done)
        for block in blocks:
            yield block
            progress.advance(task, len(block))


def _lines(blocks: Iterable[Block], frames: int, sample_rate: int, what: str, done: int) -> Iterator[Block]:
    begun = told = time.monotonic()
    position, tenth = done, _STEPS * done // max(1, frames)
    for block in blocks:
        yield block
        position += len(block)
        now, reached = time.monotonic(), _STEPS * position // max(1, frames)
        if reached > tenth and now - told >= _QUIET_S:
            speed = (position - done) / (now - begun)
            pace = f"{speed / sample_rate:.0f}×, {_clock((frames - position) / speed)} left"
            typer.echo(f"{what} {100 * position // frames} %, {pace}", err=True)
            told, tenth = now, reached


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
