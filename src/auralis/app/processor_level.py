"""Which of the levels of x86-64 this processor has, as the psABI defines them."""

import platform
from pathlib import Path
from typing import Final

_V2: Final = frozenset(("cx16", "lahf_lm", "popcnt", "pni", "ssse3", "sse4_1", "sse4_2"))
_V3: Final = _V2 | {"avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"}
_V4: Final = _V3 | {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}
_LEVELS: Final = (("x86-64-v4", _V4), ("x86-64-v3", _V3), ("x86-64", frozenset[str]()))
_CPUINFO: Final = Path("/proc/cpuinfo")


def processor_levels(cpuinfo: Path = _CPUINFO, machine: str | None = None) -> tuple[str, ...]:
    """Return the levels that this processor has, the widest first; none where it is no x86-64.

    `cpuinfo` is Linux's list of flags. Where it can't be read it is the oldest level, which all have.
    """
    if (machine or platform.machine()).lower() not in ("x86_64", "amd64"):
        return ()
    flags = _flags(cpuinfo)
    return tuple(name for name, wanted in _LEVELS if wanted <= flags)


def _flags(cpuinfo: Path) -> frozenset[str]:
    try:
        lines = cpuinfo.read_text().splitlines()
    except OSError:
        return frozenset()
    found = next((line for line in lines if line.startswith("flags")), "")
    return frozenset(found.partition(":")[2].split())
