"""A night measured stretch by stretch, in this process or in several at once: the figures are the same."""

import contextlib
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from math import ceil
from multiprocessing import get_context, parent_process
from multiprocessing.synchronize import Event
from typing import Final

from auralis.certificate.commission import Commission
from auralis.certificate.stretch import Stretch, Surveyor
from auralis.certificate.windows import Window, stretches
from auralis.engine import Kernels
from auralis.station.kits import Kits, with_font
from auralis.station.loading import telling_kernels
from auralis.station.recipes import timeline_of

_COLUMNS: Final = 1200
"""Of the night's spectrogram, at least, where it is long enough."""
_AHEAD: Final = 2


def survey(commission: Commission, jobs: int, tell: Callable[[str], None]) -> Iterator[Stretch]:
    """Yield the night's stretches in their order, each as soon as it and those before it are measured.

    `tell` hears of kernels that are compiled first. Raises OSError where a process dies, and says which
    windows were lost; whatever happens, no process outlives this.
    """
    groups = stretches(commission.windows)
    columns = ceil(_COLUMNS / len(commission.windows))
    kernels = telling_kernels(commission.kernels, tell)
    surveyor = _surveyor(commission, kernels, columns, lambda: None)
    if min(jobs, len(groups)) == 1:
        yield from map(surveyor.measure, groups)
        return
    yield from _side_by_side(commission, groups, columns, min(jobs, len(groups)))


def _surveyor(
    commission: Commission, kernels: Kernels, columns: int, going_on: Callable[[], None]
) -> Surveyor:
    """Return what measures; every kernel is loaded, or compiled, before it is."""
    recipe, font = with_font(commission.recipe, commission.fonts)
    kits = Kits(recipe, font)
    kits.ready(kernels, recipe.sample_rate)
    return Surveyor(timeline_of(recipe), kits, kernels, columns, going_on)


def _side_by_side(
    commission: Commission, groups: list[tuple[Window, ...]], columns: int, jobs: int
) -> Iterator[Stretch]:
    """Yield stretches that processes measure, each having at most two that wait to be taken."""
    context = get_context("spawn")
    leave = context.Event()
    with ProcessPoolExecutor(jobs, context, _begin, (commission, columns, leave)) as pool:
        waiting: list[tuple[tuple[Window, ...], Future[Stretch]]] = []
        coming = iter(groups)
        try:
            while True:
                while len(waiting) < _AHEAD * jobs and (group := next(coming, None)) is not None:
                    with _uninterrupted():
                        waiting.append((group, pool.submit(_measure, group)))
                if not waiting:
                    return
                group, first = waiting.pop(0)
                wait([first], return_when=FIRST_EXCEPTION)
                yield _result(first, group, commission)
        finally:
            leave.set()
            pool.shutdown(cancel_futures=True)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Begin processes that hear of no Ctrl-C, not even while they are loading; ours waits meanwhile."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _result(future: "Future[Stretch]", group: tuple[Window, ...], commission: Commission) -> Stretch:
    try:
        return future.result()
    except BrokenProcessPool:
        since, until = (frame / commission.rate for frame in (group[0].start, group[-1].end))
        told = f"a process ended that measured seconds {since:.0f} to {until:.0f}, or others beside it"
        raise OSError(told) from None


class _Left(Exception):
    """Nobody waits for the figures any more."""


_own: list[Surveyor] = []
"""The surveyor of this process, if it is one of several."""


def _begin(commission: Commission, columns: int, leave: Event) -> None:
    """Make a process ready, which leaves when it is told to or its parent is gone; Ctrl-C is the parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def going_on() -> None:
        if leave.is_set() or (parent is not None and not parent.is_alive()):
            raise _Left

    if not leave.is_set():
        _own[:] = [_surveyor(commission, Kernels(commission.kernels), columns, going_on)]


def _measure(group: tuple[Window, ...]) -> Stretch:
    if not _own:
        raise _Left
    return _own[0].measure(group)
