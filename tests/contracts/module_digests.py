"""Prints what every module makes, as JSON: run in a process of its own, for another processor.

`python -m tests.contracts.module_digests FOLDER` compiles into, or loads from, a folder of kernels.
`processor` is the one numba has compiled for; `digests` are by module: in one block, and in blocks of 333.
"""

import json
import sys
from pathlib import Path

from numba.core.registry import cpu_target

from auralis.engine.compiler.kernel_source import available
from auralis.engine.compiler.kernels import Kernels
from tests.contracts.module_bench import FRAMES, Bench, bench_of

BLOCKS = (FRAMES, 333)


def digests(bench: Bench) -> list[str]:
    """Return the hash of what a module makes, for each size of blocks."""
    found = []
    for block in BLOCKS:
        instance = bench.born()
        y = bench.render(instance, block)
        found.append(bench.digest(y, bench.kept(instance.snapshot().state)))
    return found


if __name__ == "__main__":
    kernels = Kernels(Path(sys.argv[1]))
    report = {
        "processor": cpu_target.target_context.codegen().magic_tuple()[1],
        "digests": {name: digests(bench_of(name, kernels)) for name in available()},
    }
    sys.stdout.write(json.dumps(report))
