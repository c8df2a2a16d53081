"""Looks at what a machine is made of: Python, processor, memory, open files, clock."""

import os
import platform
import resource
import sys
import time
from pathlib import Path
from typing import Final

from auralis.app.compute_device import RENDERER, find_device
from auralis.app.doctor.finding import Finding
from auralis.app.processor import processor
from auralis.app.processor_level import processor_levels
from auralis.app.settings import Settings
from auralis.observability.machine import available_mb, processors

_OLDEST: Final = (3, 11)
_NEEDED_MB: Final = 500
"""Server, a worker and the one in reserve."""

_SHARED_BYTES: Final = 1 << 20
_NEEDED_FILES: Final = 1024
_BUILT_AFTER: Final = 1_767_225_600
"""1 January 2026, before this version was made: no clock that is right shows less."""

_SYNCHRONISED: Final = Path("/run/systemd/timesync/synchronized")


def python(_settings: Settings) -> Finding:
    """Look at the version of Python."""
    version = platform.python_version()
    mend = "install Python 3.11 or later"
    facts = {"python_version": version, "implementation": platform.python_implementation()}
    return Finding("Python", version, sys.version_info >= _OLDEST, mend=mend, facts=facts)


def cpu(_settings: Settings) -> Finding:
    """Look at the processor, its vectors and the cores that may be used."""
    name, _, vectors = processor().partition(", ")
    cores = processors()
    level = next(iter(processor_levels()), None)
    facts = {"name": name, "vectors": vectors, "level": level, "cores": cores}
    return Finding("processor", f"{name}, {vectors}, {cores} cores", well=True, facts=facts)


def device(settings: Settings, look: bool = False) -> Finding:
    """Look at what computes, and whether it is what was asked for; `look` has torch asked in any case."""
    found = find_device(settings.device, settings.torch_threads, look)
    beside = "" if found.device == "cpu" else f"; {found.facts['backend']} is there, and not used"
    mend = f"AURALIS_DEVICE=auto ({found.warning})"
    facts = {**found.facts, "renders_on": RENDERER, "asked": settings.device}
    return Finding("renders on", RENDERER + beside, not found.warning, needed=False, mend=mend, facts=facts)


def memory(_settings: Settings) -> Finding:
    """Look at the memory that is free."""
    free = available_mb()
    if free is None:
        return Finding("memory", "unknown", well=True)
    mend = f"free {_NEEDED_MB} MB, or set AURALIS_RENDER_PROCESSES=1"
    return Finding("memory", f"{free} MB free", free >= _NEEDED_MB, mend=mend, facts={"free_mb": free})


def shared_memory(_settings: Settings) -> Finding:
    """Look whether processes may share memory; it has no name, and so no need of /dev/shm."""
    try:
        handle = os.memfd_create("auralis-doctor")
        os.ftruncate(handle, _SHARED_BYTES)
        os.close(handle)
    except OSError as error:
        mend = "let the system call memfd_create pass (a container's seccomp profile)"
        return Finding("shared memory", f"none ({error.strerror})", well=False, mend=mend)
    return Finding("shared memory", "memfd_create works", well=True)


def open_files(_settings: Settings) -> Finding:
    """Look at how many files, and so listeners, a process may have open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = "unlimited" if hard == resource.RLIM_INFINITY else str(hard)
    mend = "ulimit -n 4096 (under systemd: LimitNOFILE=65536)"
    facts = {"soft": soft, "hard": hard}
    found = f"{soft}, at most {most}"
    return Finding("open files", found, soft >= _NEEDED_FILES, needed=False, mend=mend, facts=facts)


def clock(_settings: Settings) -> Finding:
    """Look at the clock, by which alarms ring and links run out."""
    now = time.time()
    synchronised = _SYNCHRONISED.exists() or None
    shown = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(now))
    found = f"{shown}, synchronised" if synchronised else shown
    mend = "timedatectl set-ntp true"
    facts = {"unix": now, "synchronised": synchronised}
    return Finding("clock", found, now > _BUILT_AFTER, needed=False, mend=mend, facts=facts)
