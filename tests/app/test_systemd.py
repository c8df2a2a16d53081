"""What systemd is told, on a real socket, and what a hang-up means."""

import asyncio
import os
import pty
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from auralis.app.systemd import Systemd
from auralis.app.watched import watched


class Server:
    started = True
    should_exit = False


@pytest.fixture(params=["file", "abstract"])
def listening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[socket.socket, str]]:
    name = str(tmp_path / "notify") if request.param == "file" else f"@auralis-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(name.replace("@", "\0", 1) if name.startswith("@") else name)
        yield told, name


def followed(environment: dict[str, str], until: Callable[[], bool]) -> None:
    """Follow a server until something is so, then have it stop."""

    async def follow() -> None:
        server = Server()
        following = asyncio.create_task(Systemd(environment).follow(server))
        while not until():
            await asyncio.sleep(0.01)
        server.should_exit = True
        await following

    asyncio.run(follow())


def heard(told: socket.socket, wanted: int) -> tuple[list[str], Callable[[], bool]]:
    """Return what is told, and whether so much of it has come."""
    said: list[str] = []
    told.setblocking(False)

    def until() -> bool:
        with suppress(BlockingIOError):
            said.append(told.recv(4096).decode())
        return len(said) >= wanted

    return said, until


def test_it_is_told_that_the_server_is_ready_lives_and_stops(listening: tuple[socket.socket, str]) -> None:
    told, name = listening
    said, until = heard(told, 4)
    followed({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "200000", "WATCHDOG_PID": str(os.getpid())}, until)
    assert said == ["READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"]
    while not said[-1].startswith("STOPPING"):
        until()
    assert set(said[4:-1]) <= {"WATCHDOG=1"}


def test_a_watchdog_of_another_process_is_not_fed(listening: tuple[socket.socket, str]) -> None:
    told, name = listening
    said, until = heard(told, 1)
    followed({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"}, until)
    until()
    assert said == ["READY=1", "STOPPING=1"]


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": "/nowhere/at/all"}])
def test_without_a_listener_nothing_happens(environment: dict[str, str]) -> None:
    done: list[int] = []
    systemd = Systemd(environment)
    systemd.reload(lambda: done.append(1))
    assert done == [1]
    followed(environment, lambda: True)


@pytest.mark.parametrize("gone", [False, True])
def test_a_hang_up_stops_a_server_whose_terminal_is_gone_and_reloads_any_other(
    monkeypatch: pytest.MonkeyPatch, gone: bool
) -> None:
    master, slave = pty.openpty()
    terminal = os.fdopen(slave)
    monkeypatch.setattr("sys.stdin", terminal)
    server, reloads = Server(), []

    async def hang_up() -> None:
        async with watched(server, lambda: reloads.append(1)):
            if gone:
                os.close(master)
            os.kill(os.getpid(), signal.SIGHUP)
            while not reloads and not server.should_exit:
                await asyncio.sleep(0.01)

    asyncio.run(hang_up())
    assert (server.should_exit, len(reloads)) == (gone, 0 if gone else 1)
    terminal.close()
    if not gone:
        os.close(master)
