"""One SHA-256 a module: in any blocks, fresh or cached, whatever the processor's vectors."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from auralis.engine.compiler.kernel_source import available

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def here(kernel_folder: Path) -> dict[str, Any]:
    """Return the report of this processor; its kernels are compiled in the first run, and kept."""
    return sounds(kernel_folder)


def sounds(folder: Path, processor: str = "") -> dict[str, Any]:
    """Return the report of `processor_digests` for a kind of processor, or for this one."""
    kind = {"NUMBA_CPU_NAME": processor, "NUMBA_CPU_FEATURES": ""} if processor else {}
    command = [sys.executable, "-m", "tests.engine.processor_digests", folder]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **kind}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def differences(ours: dict[str, Any], others: dict[str, Any]) -> list[str]:
    """Return the modules, each with a size of blocks, whose hashes are not the same."""
    assert ours["digests"].keys() == others["digests"].keys()
    return [
        f"{name} in blocks of {block}"
        for name, found in ours["digests"].items()
        for block, digest in found.items()
        if others["digests"][name][block] != digest
    ]


def test_every_module_is_heard(here: dict[str, Any]) -> None:
    assert here["digests"].keys() == available().keys()
    assert here["unheard"] == {}


def test_block_size_changes_no_module(here: dict[str, Any]) -> None:
    assert [name for name, found in here["digests"].items() if len(set(found.values())) > 1] == []


def test_kernels_compiled_once_are_loaded_and_make_the_same_sounds(
    here: dict[str, Any], kernel_folder: Path
) -> None:
    again = sounds(kernel_folder)
    assert all(again["cached"])
    assert differences(again, here) == []


@pytest.mark.parametrize("processor", ["x86-64", pytest.param("x86-64-v3", marks=pytest.mark.bands)])
def test_every_processor_makes_the_same_sounds(
    here: dict[str, Any], kernel_folder: Path, processor: str
) -> None:
    there = sounds(kernel_folder, processor)
    assert there["processor"] == processor
    assert differences(there, here) == []
