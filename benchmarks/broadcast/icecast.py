"""icecast2, where it is installed, with one source of the same bitrate as ours."""

import base64
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from benchmarks.broadcast.ports import answers, free_port

PATH = "/st.mp3"
REQUEST = f"GET {PATH} HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n"
_PASSWORD = "bench"  # noqa: S105 -- of a server that lives for a minute
_CONFIG = """<icecast>
<hostname>localhost</hostname><location>here</location><admin>nobody@localhost</admin>
<limits><clients>5000</clients><sources>2</sources><queue-size>524288</queue-size><client-timeout>30</client-timeout>
<header-timeout>15</header-timeout><source-timeout>10</source-timeout><burst-size>65535</burst-size></limits>
<authentication><source-password>{password}</source-password><admin-user>admin</admin-user>
<admin-password>{password}</admin-password></authentication>
<listen-socket><port>{port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
<fileserve>0</fileserve>
<paths><basedir>{folder}</basedir><logdir>{folder}</logdir><webroot>/usr/share/icecast2/web</webroot>
<adminroot>/usr/share/icecast2/admin</adminroot></paths>
<logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>2</loglevel></logging>
<security><chroot>0</chroot><changeowner><user>nobody</user><group>nogroup</group></changeowner></security>
</icecast>"""


def program() -> str | None:
    """Return where icecast2 is, None if it is not installed."""
    return shutil.which("icecast2")


@contextmanager
def broadcasting(packet: bytes, period: float) -> Iterator[tuple[int, int]]:
    """Run icecast2 with a source that sends a packet every `period` seconds; yields process id and port."""
    name = program()
    if name is None:
        raise OSError("icecast2 is not installed")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        config = Path(folder) / "icecast.xml"
        config.write_text(_CONFIG.format(password=_PASSWORD, port=port, folder=folder))
        with subprocess.Popen(
            [name, "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as server:
            answers(port)
            ended = Event()
            source = Thread(target=_send, args=(_source(port), packet, period, ended))
            source.start()
            try:
                yield server.pid, port
            finally:
                ended.set()
                source.join()
                server.terminate()


def _source(port: int) -> socket.socket:
    """Return a socket that the server takes a stream from."""
    login = base64.b64encode(f"source:{_PASSWORD}".encode()).decode()
    source = socket.create_connection(("127.0.0.1", port))
    source.sendall(
        f"SOURCE {PATH} HTTP/1.0\r\nAuthorization: Basic {login}\r\nContent-Type: audio/mpeg\r\n"
        "Ice-Public: 0\r\n\r\n".encode()
    )
    answer = source.recv(1000)
    if b" 200 " not in answer:
        raise ConnectionError(f"icecast2 takes no source: {answer[:80]!r}")
    return source


def _send(source: socket.socket, packet: bytes, period: float, ended: Event) -> None:
    with source, suppress(ConnectionError):
        due = time.monotonic()
        while not ended.wait(max(0.0, due - time.monotonic())):
            source.sendall(packet)
            due += period
