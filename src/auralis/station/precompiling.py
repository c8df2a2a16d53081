"""Kernels compiled before they are wanted, by several processes at once."""

import time
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import SimpleQueue
from typing import Final

from auralis.engine import CompileReport, Kernels
from auralis.engine.patch import Patch
from auralis.observability.machine import available_mb, processors
from auralis.station.compiling import Compiler

_EACH_MB: Final = 400
"""Memory that a process must find free to compile in."""

_Running = dict[Future[None], tuple[str, float]]


def precompile(patches: Iterable[Patch], sample_rate: int, kernels: Kernels) -> None:
    """Compile what a folder of kernels lacks, as much at once as there are processors and memory for.

    This process compiles nothing, so nothing of a compiler stays in its memory. Raises `InvalidPatch`
    for what can't be compiled, OSError for a failure.
    """
    missing = [p for p in dict.fromkeys(patches) if not kernels.cached(p, sample_rate)]
    if not missing:
        return
    free = available_mb() or _EACH_MB
    compilers = [Compiler() for _ in range(max(1, min(len(missing), processors(), free // _EACH_MB)))]
    idle = SimpleQueue[Compiler]()
    for compiler in compilers:
        idle.put(compiler)

    def work(patch: Patch) -> None:
        compiler = idle.get()
        compiler.compile(patch, sample_rate, kernels.folder)
        idle.put(compiler)

    running: _Running = {}
    with ThreadPoolExecutor(len(compilers)) as pool:
        try:
            for patch in missing:
                if len(running) == len(compilers):
                    _end_one(running, kernels)
                kernels.begins(patch.name)
                running[pool.submit(work, patch)] = patch.name, time.monotonic()
            while running:
                _end_one(running, kernels)
        except BaseException:
            for compiler in compilers:
                compiler.kill()
            raise
        finally:
            for compiler in compilers:
                compiler.close()


def _end_one(running: _Running, kernels: Kernels) -> None:
    """Wait until at least one has ended."""
    for ended in wait(running, return_when=FIRST_COMPLETED).done:
        name, begun = running.pop(ended)
        ended.result()
        kernels.ended(CompileReport(name, time.monotonic() - begun, cached=False))
