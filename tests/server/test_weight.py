"""What the server's process may hold: it serves sound, it makes none."""

import subprocess
import sys


def test_the_server_imports_nothing_that_renders() -> None:
    program = (
        "import sys, auralis.server.application, auralis.server.wire;"
        "heavy = [m for m in sys.modules"
        " if m.split('.')[0] in ('av', 'llvmlite', 'numba', 'scipy', 'soxr')"
        " or m.startswith(('auralis.engine', 'auralis.station', 'auralis.sequencing'))];"
        "print(heavy)"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
