"""The process of a job, `python -m auralis.export.sound.share DESCRIPTOR`: renders pieces for another."""

import os
import pickle
import sys
import tempfile
from multiprocessing.connection import Connection
from multiprocessing.reduction import send_handle
from pathlib import Path
from typing import IO

from auralis.engine import Kernels
from auralis.export.sound.handover import Ended, Failed, Handed, Opened
from auralis.export.sound.pieces import Piece
from auralis.export.sound.plan import Plan
from auralis.export.sound.walk import walk
from auralis.station.kits import Kits, with_font


def share(line: Connection) -> None:
    """Render pieces: a plan and a folder come down the line, then pieces, until its other end is closed.

    For each piece it sends `Opened` and an open, nameless file in the folder, a `Handed` for each stint,
    pickled into that file, then `Ended`; or, whenever it must give up, `Failed`.
    """
    folder = Path()
    try:
        plan, folder = line.recv()
        take = plan.take
        kernels = Kernels(take.kernels)
        kits = Kits(*with_font(take.recipe, take.fonts))
        while True:
            _render(plan, kernels, kits, line.recv(), folder, line)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except OSError as error:
        line.send(Failed(OSError(f"{folder}: {error.strerror}")))
    except Exception as error:
        line.send(Failed(_portable(error)))


def _render(plan: Plan, kernels: Kernels, kits: Kits, piece: Piece, folder: Path, line: Connection) -> None:
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        line.send(Opened())
        send_handle(line, file.fileno(), os.getppid())
        for stint in walk(plan, kernels, kits, piece.first, piece.last):
            line.send(Handed(_written(file, pickle.dumps(stint, pickle.HIGHEST_PROTOCOL))))
        line.send(Ended())


def _written(file: IO[bytes], data: bytes) -> int:
    """Write data in full behind what is there, wherever the file's other owner reads; returns its size."""
    view, at = memoryview(data), os.fstat(file.fileno()).st_size
    while view:
        done = os.pwrite(file.fileno(), view, at)
        view, at = view[done:], at + done
    return len(data)


def _portable(error: Exception) -> Exception:
    """Return an error that survives the way to another process."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


if __name__ == "__main__":
    share(Connection(int(sys.argv[1])))
