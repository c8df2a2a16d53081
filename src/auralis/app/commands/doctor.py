"""`auralis doctor`: what this machine has, what is missing, and how to get it."""

import ctypes.util
import os
import platform
import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from auralis.app import options
from auralis.app.kernels import kernel_folder
from auralis.app.settings import read_settings
from auralis.engine import Kernels, load_kit

_OLDEST = (3, 11)
_NEEDED_MB = 200
_NEEDED_FILES = 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `mend` is the command or the step that helps where it is not well."""

    what: str
    found: str
    well: bool
    needed: bool = True
    mend: str = ""


def command() -> None:
    """Look at this machine and say what is missing."""
    findings = [look() for look in _LOOKS]
    table = Table("", "what", "found", "what helps")
    for finding in findings:
        mark = "ok" if finding.well else "MISSING" if finding.needed else "absent"
        table.add_row(mark, finding.what, finding.found, "" if finding.well else finding.mend)
    Console().print(table)
    if any(f.needed and not f.well for f in findings):
        raise typer.Exit(1)


def _python() -> Finding:
    version = platform.python_version()
    return Finding("Python", version, sys.version_info >= _OLDEST, mend="install Python 3.11 or later")


def _processor() -> Finding:
    from llvmlite import binding

    features = binding.get_host_cpu_features()
    widths = (("avx512f", "AVX-512"), ("avx2", "AVX2"), ("sse2", "SSE2"), ("neon", "NEON"))
    widest = next((name for flag, name in widths if features.get(flag)), "scalar")
    found = f"{binding.get_host_cpu_name()}, {widest}, {len(os.sched_getaffinity(0))} cores"
    return Finding("processor", found, well=True)


def _device() -> Finding:
    return Finding("renders on", "CPU", well=True)


def _kernels() -> Finding:
    kernels = Kernels(kernel_folder())
    patches = load_kit(options.DEFAULT_KIT).patches
    cached = sum(kernels.cached(patch, options.rate_from(None)) for patch in patches)
    found = f"{cached} of {len(patches)} cached in {kernel_folder()}"
    return Finding("kernels", found, cached == len(patches), needed=False, mend="auralis warm")


def _cache() -> Finding:
    folder = next(p for p in (kernel_folder(), *kernel_folder().parents) if p.exists())
    mend = f"make {folder} writable, or set XDG_CACHE_HOME"
    return Finding("cache folder", str(kernel_folder()), os.access(folder, os.W_OK), mend=mend)


def _disk() -> Finding:
    folder = next(p for p in (kernel_folder(), *kernel_folder().parents) if p.exists())
    free = shutil.disk_usage(folder).free >> 20
    return Finding("disk", f"{free} MB free", free > _NEEDED_MB, mend=f"free {_NEEDED_MB} MB")


def _port() -> Finding:
    settings = read_settings()
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free = trial.connect_ex((settings.host, settings.port)) != 0
    found = f"{settings.host}:{settings.port} is {'free' if free else 'taken'}"
    return Finding("port", found, free, needed=False, mend="auralis serve --port 0")


def _open_files() -> Finding:
    import resource

    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return Finding("open files", str(limit), limit >= _NEEDED_FILES, needed=False, mend="ulimit -n 4096")


def _fluidsynth() -> Finding:
    library = ctypes.util.find_library("fluidsynth")
    mend = "apt install libfluidsynth3 (only for SoundFont kits)"
    return Finding("FluidSynth", library or "none", library is not None, needed=False, mend=mend)


def _fonts() -> Finding:
    folders = [Path("/usr/share/sounds/sf2"), Path("/usr/share/sounds/sf3")]
    fonts = sorted({p.name for folder in folders for p in folder.glob("*.sf[23]")})
    mend = "apt install musescore-general-soundfont-small (only for SoundFont kits)"
    return Finding("SoundFonts", ", ".join(fonts) or "none", bool(fonts), needed=False, mend=mend)


_LOOKS: tuple[Callable[[], Finding], ...] = (
    _python,
    _processor,
    _device,
    _kernels,
    _cache,
    _disk,
    _port,
    _open_files,
    _fluidsynth,
    _fonts,
)
