r"""Many listeners in one process: sockets that ask once, then read and count what comes.

    python -m benchmarks.broadcast.load PORT LISTENERS SECONDS REQUEST

REQUEST is what each sends, with \r\n written out. The same program loads every server, so that only
the servers differ. Says `listening` when all have been answered, and at the end, as JSON, how many bytes
each got in SECONDS.
"""

import json
import select
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor

_READ = 1 << 16
_CONNECT_S = 30
_AT_ONCE = 4


def connected(port: int, request: bytes, listeners: int) -> dict[int, socket.socket]:
    """Return sockets by descriptor; few at a time, because a backlog may be as short as five."""

    def one(_: int) -> socket.socket:
        found = socket.create_connection(("127.0.0.1", port), _CONNECT_S)
        found.sendall(request)
        answer = found.recv(_READ)
        if b" 101 " not in answer and b" 200 " not in answer:
            raise ConnectionError(answer[:200].decode("latin-1"))
        found.setblocking(False)
        return found

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return {found.fileno(): found for found in pool.map(one, range(listeners))}


def counted(sockets: dict[int, socket.socket], seconds: float) -> dict[int, int]:
    """Read for some seconds; return the bytes that came, by descriptor."""
    watched = select.epoll()
    for descriptor in sockets:
        watched.register(descriptor, select.EPOLLIN)
    room = bytearray(_READ)
    got = dict.fromkeys(sockets, 0)
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        for descriptor, _ in watched.poll(left):
            size = sockets[descriptor].recv_into(room)
            if size == 0:
                raise ConnectionError("a listener was closed")
            got[descriptor] += size
    return got


def main() -> None:
    """Listen, then print the figures."""
    port, listeners, seconds, request = sys.argv[1:]
    sockets = connected(int(port), request.replace("\\r\\n", "\r\n").encode(), int(listeners))
    print("listening", flush=True)
    got = sorted(counted(sockets, float(seconds)).values())
    print(json.dumps({"least": got[0], "median": got[len(got) // 2], "most": got[-1]}), flush=True)


if __name__ == "__main__":
    main()
