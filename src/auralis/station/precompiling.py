"""Kernels compiled before they are wanted, by several processes at once."""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Final

from auralis.engine import CompileReport, Kernels
from auralis.engine.patch import Patch
from auralis.observability.machine import available_mb, processors
from auralis.station.compiling import Compiler

_EACH_MB: Final = 400
"""Memory that a process must find free to compile in."""

_Running = dict[Future[None], tuple[Compiler, str, float]]


def precompile(patches: Iterable[Patch], sample_rate: int, kernels: Kernels) -> None:
    """Compile what a folder of kernels lacks, as much at once as there are processors and memory for.

    This process compiles nothing, so nothing of a compiler stays in its memory. Raises `InvalidPatch`
    for what can't be compiled, OSError for a failure.
    """
    missing = [p for p in dict.fromkeys(patches) if not kernels.cached(p, sample_rate)]
    if not missing:
        return
    room = (available_mb() or _EACH_MB) // _EACH_MB
    at_once = max(1, min(len(missing), processors(), room))
    compilers: list[Compiler] = []
    idle: list[Compiler] = []
    running: _Running = {}
    with ThreadPoolExecutor(at_once) as waiting, _ending(compilers):
        for patch in missing:
            if len(running) == at_once:
                idle += _ended(running, kernels)
            kernels.begins(patch.name)
            if not idle:
                compilers.append(Compiler())
                idle.append(compilers[-1])
            compiler = idle.pop()
            compiling = waiting.submit(compiler.compile, patch, sample_rate, kernels.folder)
            running[compiling] = compiler, patch.name, time.monotonic()
        while running:
            _ended(running, kernels)


@contextmanager
def _ending(compilers: list[Compiler]) -> Iterator[None]:
    """End compilers with what is done in here; at once if it is interrupted."""
    try:
        yield
    except BaseException:
        for compiler in compilers:
            compiler.kill()
        raise
    finally:
        for compiler in compilers:
            compiler.close()


def _ended(running: _Running, kernels: Kernels) -> list[Compiler]:
    """Wait until at least one kernel is there; return who is idle now."""
    idle = []
    for compiling in wait(running, return_when=FIRST_COMPLETED).done:
        compiler, name, begun = running.pop(compiling)
        compiling.result()
        kernels.ended(CompileReport(name, time.monotonic() - begun, cached=False))
        idle.append(compiler)
    return idle
