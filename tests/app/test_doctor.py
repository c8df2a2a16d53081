"""The doctor through the command line: what is there, what is lacking, and what mends it."""

import json
import os
import socket
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from auralis.app import compute_device
from auralis.app.doctor import machine, places, sound
from auralis.core.errors import Unavailable
from auralis.observability import machine as observed
from tests.command_line import Said


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch, cache_home: Path, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("AURALIS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    monkeypatch.setenv("AURALIS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("AURALIS_PORT", "0")
    monkeypatch.setenv("COLUMNS", "250")


def looks(said: Said, *words: str) -> tuple[int, dict[str, dict[str, Any]]]:
    """Return the exit status and the looks by what they look at."""
    status, out, err = said("doctor", "--json", *words)
    assert err == ""
    report = json.loads(out)
    assert report["well"] is (status == 0)
    return status, {look["what"]: look for look in report["looks"]}


def test_the_table_and_the_json_say_the_same(said: Said) -> None:
    status, found = looks(said)
    shown, table, _ = said("doctor")
    assert shown == status == 0
    for what, look in found.items():
        row = next(line for line in table.splitlines() if f"│ {what} " in line)
        assert (look["state"] if look["state"] != "missing" else "MISSING") in row
    assert found["Python"]["facts"]["python_version"] == sys.version.split()[0]
    assert found["processor"]["facts"]["cores"] == len(os.sched_getaffinity(0))
    assert found["clock"]["facts"]["unix"] > 1_767_225_600


def test_the_device_has_the_fields_of_a_processor(said: Said) -> None:
    facts = looks(said)[1]["renders on"]["facts"]
    assert facts.items() >= {"device": "cpu", "backend": "CPU", "renders_on": "CPU", "asked": "auto"}.items()
    assert facts["cpu_count"] == len(os.sched_getaffinity(0))
    assert {"platform", "python_version"} <= facts.keys()
    assert "torch" not in sys.modules


def torch(monkeypatch: pytest.MonkeyPatch, *, cuda: bool, mps: bool, system: str) -> dict[str, int]:
    """Put something like torch where it is looked for; return the threads that it is told to use."""
    told: dict[str, int] = {"threads": 7}
    fake: Any = ModuleType("torch")
    fake.__spec__ = SimpleNamespace(name="torch")
    fake.backends = SimpleNamespace(mps=SimpleNamespace(is_available=lambda: mps))
    fake.cuda = SimpleNamespace(
        is_available=lambda: cuda, device_count=lambda: 2, get_device_name=lambda number: f"card {number}"
    )
    fake.version = SimpleNamespace(cuda="13.1")
    fake.set_num_threads = lambda count: told.update(threads=count)
    fake.get_num_threads = lambda: told["threads"]
    monkeypatch.setitem(sys.modules, "torch", fake)
    monkeypatch.setattr(compute_device.platform, "system", lambda: system)
    return told


def test_metal_comes_before_cuda_and_cuda_before_the_processor(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch(monkeypatch, cuda=True, mps=True, system="Darwin")
    facts = looks(said, "--devices")[1]["renders on"]["facts"]
    assert (facts["device"], facts["backend"]) == ("mps", "Metal Performance Shaders")
    assert facts["available"] is True
    torch(monkeypatch, cuda=True, mps=False, system="Linux")
    facts = looks(said, "--devices")[1]["renders on"]["facts"]
    assert facts.items() >= {"device": "cuda", "backend": "NVIDIA CUDA", "device_count": 2}.items()
    assert (facts["device_name"], facts["cuda_version"]) == ("card 0", "13.1")
    torch(monkeypatch, cuda=False, mps=False, system="Linux")
    facts = looks(said, "--devices")[1]["renders on"]["facts"]
    assert (facts["device"], facts["cpu_count"], facts["renders_on"]) == ("cpu", 7, "CPU")


def test_torch_is_asked_only_where_a_device_is_asked_for(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    told = torch(monkeypatch, cuda=False, mps=False, system="Linux")
    monkeypatch.setenv("AURALIS_TORCH_THREADS", "1")
    assert looks(said)[1]["renders on"]["state"] == "ok"
    assert told["threads"] == 7
    monkeypatch.setenv("AURALIS_DEVICE", "cuda")
    status, found = looks(said)
    assert (status, found["renders on"]["state"], told["threads"]) == (0, "absent", 1)
    assert "cuda was asked for, and torch finds none" in found["renders on"]["mend"]


def test_a_device_without_torch_is_absent_and_named(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute_device, "find_spec", lambda _: None)
    monkeypatch.setenv("AURALIS_DEVICE", "mps")
    device = looks(said)[1]["renders on"]
    assert (device["state"], device["facts"]["device"]) == ("absent", "cpu")
    assert "torch is not installed" in device["mend"]


def test_a_lack_of_fluidsynth_and_fonts_is_no_failure_and_is_mended_by_a_package(
    said: Said, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def none() -> str:
        raise Unavailable("fluidsynth", None, "libfluidsynth 2.1 or later")

    monkeypatch.setattr(sound, "version", none)
    (tmp_path / "broken.sf2").write_bytes(b"no font")
    monkeypatch.setenv("AURALIS_SOUNDFONT", str(tmp_path / "broken.sf2"))
    status, found = looks(said)
    assert status == 0
    assert found["FluidSynth"]["state"] == found["SoundFonts"]["state"] == "absent"
    assert "apt install libfluidsynth3" in found["FluidSynth"]["mend"]
    assert "broken.sf2" in found["SoundFonts"]["mend"]


def test_kernels_that_are_not_compiled_are_named_with_the_command(
    said: Said, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cold"))
    monkeypatch.setenv("AURALIS_SAMPLE_RATE", "48000")
    status, found = looks(said)
    assert (status, found["kernels"]["state"]) == (0, "absent")
    assert found["kernels"]["facts"]["cached"] == 0
    assert found["kernels"]["mend"] == "auralis warm --rate 48000"
    monkeypatch.setenv("AURALIS_ENABLE_EFFECTS", "false")
    assert looks(said)[1]["kernels"]["mend"] == "auralis warm --kit dry --rate 48000"
    monkeypatch.setenv("AURALIS_KIT", "brass")
    monkeypatch.setenv("AURALIS_ENABLE_EFFECTS", "true")
    status, found = looks(said)
    assert (status, found["kernels"]["state"]) == (1, "missing")
    assert "AURALIS_KIT=auralis" in found["kernels"]["mend"]


def test_folders_that_cannot_be_written_are_missing_and_fail(
    said: Said, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "a-file"
    file.write_text("")
    monkeypatch.setenv("AURALIS_DATA_DIR", str(file / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(file / "cache"))
    status, found = looks(said)
    assert (status, found["data folder"]["state"], found["cache folder"]["state"]) == (
        1,
        "missing",
        "missing",
    )
    assert "AURALIS_DATA_DIR" in found["data folder"]["mend"]
    assert "XDG_CACHE_HOME" in found["cache folder"]["mend"]


def test_a_full_disk_is_missing(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places.shutil, "disk_usage", lambda _: SimpleNamespace(free=50 << 20))
    status, found = looks(said)
    assert (status, found["disk"]["state"]) == (1, "missing")
    assert "free 200 MB" in found["disk"]["mend"]
    assert found["disk"]["facts"] == {"cache_free_mb": 50, "data_free_mb": 50}


def test_a_taken_port_is_absent_and_another_is_offered(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("AURALIS_PORT", str(taken.getsockname()[1]))
        status, found = looks(said)
    assert (status, found["port"]["state"], found["port"]["facts"]["free"]) == (0, "absent", False)
    assert "--port 0" in found["port"]["mend"]


def test_an_open_server_without_a_token_is_warned_of(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    assert looks(said)[1]["reach"]["facts"]["loopback"] is True
    monkeypatch.setenv("AURALIS_HOST", "192.0.2.1")
    status, found = looks(said)
    assert (status, found["reach"]["state"]) == (0, "absent")
    assert "whoever reaches the port may turn the controls" in found["reach"]["mend"]


@pytest.mark.parametrize(
    ("what", "free_mb", "status"), [("memory", 100, 1), ("memory", 4000, 0)], ids=["little", "enough"]
)
def test_little_memory_is_missing(
    said: Said, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str, free_mb: int, status: int
) -> None:
    (tmp_path / "meminfo").write_text(f"MemTotal: 9 kB\nMemAvailable: {free_mb << 10} kB\n")
    monkeypatch.setattr(observed, "_MEMINFO", tmp_path / "meminfo")
    found = looks(said)
    assert (found[0], found[1][what]["facts"]) == (status, {"free_mb": free_mb})


def test_few_files_and_an_old_clock_and_no_shared_memory_are_told(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: str) -> int:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(machine.resource, "getrlimit", lambda _: (256, 4096))
    monkeypatch.setattr(machine.time, "time", lambda: 86_400.0)
    monkeypatch.setattr(machine.os, "memfd_create", refused)
    status, found = looks(said)
    assert status == 1
    assert found["open files"]["facts"] == {"soft": 256, "hard": 4096}
    assert found["clock"]["mend"] == "timedatectl set-ntp true"
    assert "seccomp" in found["shared memory"]["mend"]
