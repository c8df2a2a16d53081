"""What clients that stop reading cost in memory."""

import socket
import time

from benchmarks.broadcast.running import upgrade
from benchmarks.startup import resident_mb


def added_mb(pid: int, port: int, clients: int, seconds: float) -> float:
    """Return the MiB that a server has grown by, after so long with so many that read nothing.

    Each takes the largest form, JSON, and has a receive buffer of 4 kB. As many have come and gone before,
    so that what any connection needs once is not counted.
    """
    for one in _opened(port, clients):
        one.close()
    time.sleep(2)
    before = resident_mb(pid)
    stalled = _opened(port, clients)
    time.sleep(seconds)
    grown = resident_mb(pid) - before
    for one in stalled:
        one.close()
    return grown


def _opened(port: int, clients: int) -> list[socket.socket]:
    found = []
    for _ in range(clients):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.connect(("127.0.0.1", port))
        one.sendall(upgrade("auralis.json").encode())
        found.append(one)
    return found
