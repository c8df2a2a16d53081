"""What could compute here: Metal before CUDA before the processor, as torch sees it.

torch is imported only where it is installed and a device other than `auto` or `cpu` is asked for, or the
caller says so: it takes seconds and hundreds of megabytes. The kits render on the processor in any case.
"""

import platform
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from auralis.observability.machine import processors

RENDERER: Final = "CPU"
"""What the kits render on."""

_NO_TORCH: Final = "torch is not installed"
_LACKS: Final = "{} was asked for, and {}: the CPU renders"


@dataclass(frozen=True, slots=True)
class ComputeDevice:
    """A device and what is known of it; `warning` says why it is not the one that was asked for."""

    device: str
    facts: dict[str, object]
    warning: str = ""


def absent(asked: str) -> str:
    """Return why a station does not render on what was asked for, "" if it does; torch is not imported."""
    if asked in ("auto", "cpu"):
        return ""
    if find_spec("torch") is None:
        return _LACKS.format(asked, _NO_TORCH)
    return _LACKS.format(asked, "the kits render on nothing else (auralis doctor says what is there)")


def find_device(asked: str, threads: int | None = None, look: bool = False) -> ComputeDevice:
    """Return the device that was asked for: `auto` (the best there is), `cpu`, `cuda` or `mps`.

    With `auto`, torch is asked only if one is to `look`. `threads` are those that torch may use on the CPU.
    """
    if asked == "cpu" or (asked == "auto" and not look):
        return _cpu(processors())
    if find_spec("torch") is None:
        why = "" if asked == "auto" else _LACKS.format(asked, _NO_TORCH)
        return _cpu(processors(), why)
    torch: Any = import_module("torch")
    if threads is not None:
        torch.set_num_threads(threads)
    return _seen_by(torch, asked)


def _seen_by(torch: Any, asked: str) -> ComputeDevice:
    if asked in ("auto", "mps") and platform.system() == "Darwin" and torch.backends.mps.is_available():
        return _found("mps", asked, backend="Metal Performance Shaders", available=True)
    if asked in ("auto", "cuda") and torch.cuda.is_available():
        return _found(
            "cuda",
            asked,
            backend="NVIDIA CUDA",
            device_count=torch.cuda.device_count(),
            device_name=torch.cuda.get_device_name(0),
            cuda_version=torch.version.cuda,
        )
    why = "" if asked == "auto" else _LACKS.format(asked, "torch finds none")
    return _cpu(torch.get_num_threads(), why)


def _found(device: str, asked: str, **more: object) -> ComputeDevice:
    why = "" if asked == "auto" else _LACKS.format(asked, "there is one, but the kits do not render on it")
    return ComputeDevice(device, {**_common(device), **more}, why)


def _cpu(threads: int, warning: str = "") -> ComputeDevice:
    return ComputeDevice("cpu", {**_common("cpu"), "backend": "CPU", "cpu_count": threads}, warning)


def _common(device: str) -> dict[str, object]:
    return {
        "device": device,
        "platform": platform.system(),
        "python_version": platform.python_version(),
    }
