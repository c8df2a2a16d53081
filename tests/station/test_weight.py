"""What a fleet's own side may hold: the compiler and the engine are the workers'."""

import subprocess
import sys


def test_the_server_s_side_of_a_fleet_imports_nothing_that_renders() -> None:
    program = (
        "import sys, auralis.station.fleet;"
        "print([m for m in sys.modules"
        " if m.split('.')[0] in ('numba', 'llvmlite', 'scipy') or m.startswith('auralis.engine')])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
