"""Prints what every module makes, as JSON: run in processes of their own, for other processors.

`python -m tests.engine.processor_digests FOLDER` compiles into, or loads from, a folder of kernels.
`processor` is the one numba has compiled for, `cached` says of each patch whether it was loaded, `unheard`
lists silent ports, and `digests` are by module and block size.
"""

import json
import sys
from pathlib import Path

from numba.core.registry import cpu_target

from auralis.engine.compiler.kernel_source import available, load
from auralis.engine.compiler.kernels import CompileReport, Kernels
from tests.engine.side_by_side import SideBySide

BLOCKS = (1, 64, 333, 4_410)
PATCHES = 3
"""In how many patches modules of one lane are played: with 1 or 7 they compile no sooner."""


def groups() -> list[list[str]]:
    """Return the names of all modules, by patch."""
    lanes = {name: load(name, "module").voice_lanes for name in available()}
    alike = {n: [name for name, found in lanes.items() if found == n] for n in (1, 2, 16)}
    return [*(alike[1][k::PATCHES] for k in range(PATCHES)), alike[2], alike[16]]


def digests(player: SideBySide) -> dict[str, dict[str, str]]:
    """Return the hashes of a patch's modules: name -> block size -> SHA-256."""
    by_block = {str(block): player.digests(block) for block in BLOCKS}
    return {name: {block: found[name] for block, found in by_block.items()} for name in player.names}


if __name__ == "__main__":
    reports: list[CompileReport] = []
    kernels = Kernels(Path(sys.argv[1]), reports.append)
    players = [SideBySide(kernels, f"abreast_{k}", names) for k, names in enumerate(groups())]
    report = {
        "processor": cpu_target.target_context.codegen().magic_tuple()[1],
        "cached": [r.cached for r in reports],
        "unheard": {name: ports for p in players for name, ports in p.unheard().items() if ports},
        "digests": {name: found for p in players for name, found in digests(p).items()},
    }
    sys.stdout.write(json.dumps(report))
