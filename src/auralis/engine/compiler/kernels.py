"""Patches in, running programs out: a folder of compiled kernels, each named by its content.

A kernel's file name is the hash of its source, of everything the source is built on (numba, llvmlite,
this package's simd and primitives) and of the processor it is compiled for: a stale kernel has another
name. Files appear whole or not at all, so processes may share the folder.
"""

import hashlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from pickle import UnpicklingError
from types import ModuleType

import llvmlite
import numba
import numpy as np
from numba.core.errors import NumbaError
from numba.core.event import install_timer
from numba.core.registry import cpu_target

from auralis.core.errors import InvalidValue
from auralis.core.units import SAMPLE_RATES
from auralis.engine.compiler.generator import generate
from auralis.engine.compiler.layout import Layout
from auralis.engine.compiler.plan import Plan
from auralis.engine.compiler.program import Program
from auralis.engine.compiler.render import Render
from auralis.engine.compiler.validation import check
from auralis.engine.errors import InvalidKernel
from auralis.engine.patch import Patch


@dataclass(frozen=True, slots=True)
class CompileReport:
    """A patch has been loaded, and how long numba spent on compiling it: 0 where it was `cached`."""

    patch: str
    seconds: float
    cached: bool


class Kernels:
    """Programs by patch and rate.

    `ended` hears of each load, `begins` of each patch that is about to be compiled.
    """

    def __init__(
        self,
        folder: Path,
        ended: Callable[[CompileReport], None] = lambda _: None,
        begins: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.folder = folder
        self.ended = ended
        self.begins = begins
        self._programs: dict[tuple[Patch, int], Program] = {}

    def program(self, patch: Patch, sample_rate: int) -> Program:
        """Return a patch ready to run; raises `InvalidPatch`, or `InvalidValue` for the rate."""
        key = (patch, sample_rate)
        if key not in self._programs:
            plan, layout, source = _generated(patch, sample_rate)
            render = self._load(patch.name, source)
            self._programs[key] = Program(plan, layout, sample_rate, source, render)
        return self._programs[key]

    def cached(self, patch: Patch, sample_rate: int) -> bool:
        """Return whether a patch would be loaded, not compiled."""
        _, _, source = _generated(patch, sample_rate)
        return bool(_compiled(self._path(patch.name, source)))

    def _path(self, name: str, source: str) -> Path:
        content = f"{_foundation()}\n{source}".encode()
        return self.folder / f"{name}_{hashlib.sha256(content).hexdigest()[:20]}.py"

    def _load(self, name: str, source: str) -> Render:
        path = self._path(name, source)
        spent: list[float] = []
        if path.stem not in sys.modules and not _compiled(path):
            self.begins(name)
        with install_timer("numba:compile", spent.append):
            module = sys.modules.get(path.stem) or _import(path, source)
        cached = sum(module.render.stats.cache_hits.values()) > 0
        self.ended(CompileReport(name, sum(spent), cached))
        render: Render = module.render
        return render


def _generated(patch: Patch, sample_rate: int) -> tuple[Plan, Layout, str]:
    if sample_rate not in SAMPLE_RATES:
        raise InvalidValue("sample_rate", sample_rate, " or ".join(map(str, SAMPLE_RATES)))
    plan = check(patch)
    layout = Layout(plan)
    return plan, layout, generate(plan, layout, sample_rate)


def _import(path: Path, text: str) -> ModuleType:
    if not path.exists():
        _write(path, text)
    try:
        return _execute(path)
    except (EOFError, UnpicklingError):  # a file that a crash of the machine has cut short
        for broken in _compiled(path):
            broken.unlink(missing_ok=True)
        return _execute(path)
    except NumbaError as error:
        detail = str(error).strip().splitlines()[-1]
        raise InvalidKernel(path.stem, detail, "operations on lanes of one width") from error


def _execute(path: Path) -> ModuleType:
    spec = spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded")
    module = sys.modules[path.stem] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[path.stem]
        raise
    return module


def _compiled(path: Path) -> list[Path]:
    """Return numba's files for a kernel: none before it has been compiled."""
    return list((path.parent / "__pycache__").glob(f"{path.stem}.render-*.nb*"))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.tmp")
    partial.write_text(text)
    os.utime(partial, (0, 0))
    partial.replace(path)


@lru_cache(maxsize=1)
def _foundation() -> str:
    """Return what a kernel depends on besides its source."""
    here = Path(__file__).parents[1]
    parts = [here / "block_filter.py", here / "primitives.py", *sorted((here / "simd").glob("*.py"))]
    library = hashlib.sha256(b"\0".join(p.read_bytes() for p in parts)).hexdigest()
    versions = (sys.version, numba.__version__, llvmlite.__version__, np.__version__)
    processor = cpu_target.target_context.codegen().magic_tuple()
    return repr((library, versions, processor))
