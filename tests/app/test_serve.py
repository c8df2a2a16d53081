"""`auralis serve` as a service: its log, its signals, and what systemd is told. One server for all of it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

SECRET = "-".join(("s3cr3t", "Value_9"))
PATIENCE_S = 60


class Service:
    """A server that was started as systemd would, in a folder with an `.env`."""

    def __init__(self, folder: Path, cache_home: Path) -> None:
        self.folder = folder
        self.env_file("LOG_LEVEL=INFO")
        self.told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.told.bind(str(folder / "notify"))
        self.told.settimeout(PATIENCE_S)
        environment = os.environ | {
            "XDG_CACHE_HOME": str(cache_home),
            "NOTIFY_SOCKET": str(folder / "notify"),
            "WATCHDOG_USEC": "500000",
            "AURALIS_ENV": "production",
            "AURALIS_CONTROL_TOKEN": SECRET,
            "AURALIS_DATA_DIR": str(folder / "data"),
            "AURALIS_LOG_FILE": str(folder / "auralis.log"),
            "AURALIS_RENDER_PROCESSES": "1",
        }
        command = [sys.executable, "-m", "auralis", "serve", "--port", "0"]
        with (folder / "stderr").open("w") as stderr:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                start_new_session=True,
            )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert said.startswith("Auralis plays at "), (folder / "stderr").read_text()
        self.url = said.split()[-1]

    def env_file(self, *lines: str) -> None:
        (self.folder / ".env").write_text("".join(f"AURALIS_{line}\n" for line in lines))

    def notice(self, *besides: str) -> str:
        """Return what systemd is told next, heartbeats left out unless they are asked for."""
        while True:
            said = self.told.recv(4096).decode()
            if said != "WATCHDOG=1" or said in besides:
                return said

    def lines(self, file: str = "auralis.log") -> list[dict[str, Any]]:
        return [json.loads(text) for text in (self.folder / file).read_text().splitlines()]

    def line(self, event: str, file: str = "auralis.log", **fields: object) -> dict[str, Any]:
        """Return the first line of an event, as soon as there is one."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            for found in self.lines(file):
                if found["event"] == event and fields.items() <= found.items():
                    return found
            time.sleep(0.02)
        raise AssertionError(f"no {event} with {fields} in {(self.folder / file).read_text()}")

    def reload(self) -> None:
        os.killpg(self.process.pid, signal.SIGHUP)
        begun, ended = self.notice().splitlines(), self.notice()
        assert begun[0] == "RELOADING=1"
        assert begun[1].startswith("MONOTONIC_USEC=")
        assert ended == "READY=1"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, cache_home: Path) -> Iterator[Service]:
    running = Service(tmp_path_factory.mktemp("service"), cache_home)
    yield running
    running.process.terminate()
    assert running.notice() == "STOPPING=1"
    running.process.communicate(timeout=PATIENCE_S)
    running.told.close()
    assert running.process.returncode == 0


def test_systemd_is_told_that_it_is_ready_and_alive(service: Service) -> None:
    assert service.notice() == "READY=1"
    assert httpx.get(f"{service.url}api/v1/ready").status_code == 200
    assert service.notice("WATCHDOG=1") == "WATCHDOG=1"


def test_in_production_all_lines_are_json(service: Service) -> None:
    assert service.line("Application startup complete.")["logger"] == "uvicorn.error"
    text = [line for line in (service.folder / "stderr").read_text().splitlines() if line]
    assert [json.loads(line)["event"] for line in text]


def test_a_reload_opens_the_log_anew_and_follows_the_level(service: Service) -> None:
    service.env_file("LOG_LEVEL=DEBUG", "PAUSE_AFTER_S=9")
    (service.folder / "auralis.log").rename(service.folder / "auralis.log.old")
    service.reload()
    assert service.line("settings_reloaded")["changed"] == ["AURALIS_LOG_LEVEL"]
    assert service.line("restart_needed")["settings"] == ["AURALIS_PAUSE_AFTER_S"]
    httpx.get(f"{service.url}api/status")
    assert service.line("request", path="/api/status")["level"] == "debug"


def test_a_wrong_value_changes_nothing(service: Service) -> None:
    service.env_file("LOG_LEVEL=LOUD")
    service.reload()
    why = "AURALIS_LOG_LEVEL: 'LOUD' is not allowed; allowed: DEBUG, INFO, WARNING, ERROR"
    assert service.line("reload_refused")["why"] == why
    httpx.get(f"{service.url}api/v1/status")
    assert service.line("request", path="/api/v1/status")["level"] == "debug"


def test_what_a_worker_says_when_it_ends_is_in_the_log(service: Service) -> None:
    httpx.get(f"{service.url}api/v1/ready").raise_for_status()
    children = Path(f"/proc/{service.process.pid}/task/{service.process.pid}/children").read_text()
    pid = int(children.split()[0])
    os.kill(pid, signal.SIGSEGV)
    assert service.line("worker_lost", pid=pid)["level"] == "error"
    assert "Segmentation fault" in service.line("worker_said", pid=pid)["said"]
    assert service.line("worker_replaced")["pid"] != pid


def test_no_line_has_a_token(service: Service) -> None:
    bearer = {"Authorization": f"Bearer {SECRET}"}
    for path in ("", "api/status", "nowhere", "stream/main.m3u", "api/v1/listeners"):
        httpx.get(f"{service.url}{path}?token={SECRET}", headers=bearer)
    httpx.post(f"{service.url}api/v1/control?token={SECRET}", json={"bpm": SECRET}, headers=bearer)
    with httpx.stream("GET", f"{service.url}stream/main.mp3?token={SECRET}", headers=bearer):
        pass
    service.line("stream_closed")
    for file in ("auralis.log", "auralis.log.old", "stderr"):
        assert SECRET not in (service.folder / file).read_text()


def test_a_log_that_cannot_be_written_stops_the_start(tmp_path: Path) -> None:
    environment = os.environ | {"AURALIS_LOG_FILE": str(tmp_path)}
    command = [sys.executable, "-m", "auralis", "serve", "--port", "0"]
    done = subprocess.run(command, check=False, env=environment, cwd=tmp_path, capture_output=True, text=True)
    allowed = "a file that can be written (Is a directory)"
    assert done.stderr == f"auralis: AURALIS_LOG_FILE: '{tmp_path}' is not allowed; allowed: {allowed}\n"
    assert done.returncode == 2
