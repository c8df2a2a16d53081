"""`auralis doctor`: what this machine has, what is missing, and how to get it."""

import os
import platform
import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass

import typer
from rich.console import Console
from rich.table import Table

from auralis.app import options
from auralis.app.fonts import find_fonts
from auralis.app.kernels import kernel_folder
from auralis.app.settings import read_settings
from auralis.app.sound_card.card import listed
from auralis.core.errors import Unavailable
from auralis.engine import Kernels, load_kit
from auralis.engine.soundfont.font import Font
from auralis.engine.soundfont.library import version

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
    try:
        return Finding("FluidSynth", version(), well=True)
    except Unavailable as error:
        found = "none" if error.value is None else f"{error.value}, too old"
        mend = "apt install libfluidsynth3 (only for SoundFont kits)"
        return Finding("FluidSynth", found, well=False, needed=False, mend=mend)


def _fonts() -> Finding:
    fonts, wrong = [], []
    for path in find_fonts(read_settings().soundfont):
        try:
            fonts.append(f"{path.name} ({Font.open(path).size / 1e6:.0f} MB)")
        except Unavailable as error:
            wrong.append(f"{path.name}: {error.allowed} is wanted")
    mend = "; ".join(wrong) or "apt install timgm6mb-soundfont (only for SoundFont kits)"
    return Finding("SoundFonts", ", ".join(fonts) or "none", bool(fonts), needed=False, mend=mend)


def _devices() -> Finding:
    try:
        found = ", ".join(card.name for card in listed())
    except Unavailable:
        mend = "pip install 'auralis[play]' (only for auralis play)"
        return Finding("sound cards", "unknown", well=False, needed=False, mend=mend)
    mend = "a sound card (only for auralis play)"
    return Finding("sound cards", found or "none", bool(found), needed=False, mend=mend)


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
    _devices,
)
