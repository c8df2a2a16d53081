"""Becomes another program: `python -m auralis.library.lowered PARENT WORDS…`.

It gives way to all else that runs, so that no listener suffers, and it ends when whoever started it ends,
however that comes: two of a kind must not write one file.
"""

import ctypes
import os
import signal
import sys
from typing import Final

LOWEST: Final = 19
_PR_SET_PDEATHSIG: Final = 1


def main(parent: int, *words: str) -> None:
    """Lower this process, tie it to its parent, and be the program that is named by words."""
    os.setpriority(os.PRIO_PROCESS, 0, LOWEST)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() == parent:
        os.execv(words[0], words)  # noqa: S606 -- a program of this library's own


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
