"""Kernels that came along: the widest level is chosen, and what is copied is loaded, not compiled."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from auralis.app.processor_level import processor_levels
from auralis.app.ready_kernels import VARIABLE, adopt, choose_level

V3 = "fpu sse sse2 cx16 lahf_lm popcnt pni ssse3 sse4_1 sse4_2 avx avx2 bmi1 bmi2 f16c fma abm movbe xsave"
V4 = f"{V3} avx512f avx512bw avx512cd avx512dq avx512vl"


@pytest.mark.parametrize(
    ("flags", "machine", "levels"),
    [
        (V4, "x86_64", ("x86-64-v4", "x86-64-v3", "x86-64")),
        (V3, "x86_64", ("x86-64-v3", "x86-64")),
        (V4.replace(" avx512vl", ""), "AMD64", ("x86-64-v3", "x86-64")),
        (V4.replace(" fma", ""), "x86_64", ("x86-64",)),
        ("fpu sse sse2", "x86_64", ("x86-64",)),
        (V4, "aarch64", ()),
    ],
)
def test_a_level_is_had_with_all_of_its_flags(
    tmp_path: Path, flags: str, machine: str, levels: tuple[str, ...]
) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(f"processor\t: 0\nflags\t\t: {flags}\nbugs\t\t: fma\n")
    assert processor_levels(cpuinfo, machine) == levels


def test_without_a_list_of_flags_it_is_the_oldest_level(tmp_path: Path) -> None:
    assert processor_levels(tmp_path / "none", "x86_64") == ("x86-64",)


def test_the_widest_level_is_chosen_that_is_ready_unless_one_is_named(tmp_path: Path) -> None:
    given = {VARIABLE: str(tmp_path)}
    choose_level(given)
    assert given == {VARIABLE: str(tmp_path)}
    for level in reversed(processor_levels()):
        (tmp_path / level / "auralis" / "kernels").mkdir(parents=True)
        given = {VARIABLE: str(tmp_path)}
        choose_level(given)
        assert given == {VARIABLE: str(tmp_path), "NUMBA_CPU_NAME": level, "NUMBA_CPU_FEATURES": ""}
    named = {VARIABLE: str(tmp_path), "NUMBA_CPU_NAME": "generic"}
    choose_level(named)
    assert named["NUMBA_CPU_NAME"] == "generic"


PROGRAM = """
import sys
from pathlib import Path
from auralis.app.kernels import kernel_folder
from auralis.engine import Kernels, load_kit
heard = []
Kernels(kernel_folder(), heard.append).program(load_kit("dry").effects, 44_100)
print(heard[0].cached)
"""


def compiled(cache: Path, **variables: str) -> str:
    """Load one small patch in a process of its own; return whether it came from the cache."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), **variables}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_kernels_of_a_read_only_folder_are_copied_and_need_no_compiling(
    tmp_path: Path, cache_home: Path
) -> None:
    oldest = {"NUMBA_CPU_NAME": "x86-64", "NUMBA_CPU_FEATURES": ""}
    compiled(cache_home, **oldest)
    kernels = tmp_path / "ready" / "x86-64" / "auralis" / "kernels"
    (kernels / "__pycache__").mkdir(parents=True)
    made = cache_home / "auralis" / "kernels"
    for file in (*made.glob("dry_effects_*"), *made.glob("__pycache__/dry_effects_*")):
        copied = kernels / file.relative_to(made)
        shutil.copyfile(file, copied)  # as an image's layers may, it dates the files anew
        copied.chmod(0o444)
    home = tmp_path / "home"
    assert compiled(home, **oldest, **{VARIABLE: str(tmp_path / "ready")}) == "True"
    assert {f.name for f in home.rglob("dry_effects_*")} == {f.name for f in kernels.rglob("dry_effects_*")}


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kernels = tmp_path / "x86-64" / "auralis" / "kernels"
    kernels.mkdir(parents=True)
    (kernels / "one.py").write_text("")
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setenv("NUMBA_CPU_NAME", "x86-64")
    with pytest.raises(OSError, match="file"):
        adopt(tmp_path / "file" / "kernels")
