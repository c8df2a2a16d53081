"""Progress on stderr."""

import sys
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

Block = TypeVar("Block", bound=Sized)


class _Speed(ProgressColumn):
    """How many times faster than real time."""

    def __init__(self, sample_rate: int) -> None:
        super().__init__()
        self._rate = sample_rate

    def render(self, task: Task) -> Text:
        """Return the speed, such as `212×`."""
        return Text(f"{task.speed / self._rate:.0f}×" if task.speed else "")


def watched(blocks: Iterable[Block], frames: int, sample_rate: int, what: str) -> Iterator[Block]:
    """Yield blocks, as long as their frames, while a bar on stderr shows speed and time left."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), _Speed(sample_rate), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(what, total=frames)
        for block in blocks:
            yield block
            progress.advance(task, len(block))
