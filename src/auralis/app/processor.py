"""What this machine computes with."""

from typing import Final

_WIDTHS: Final = (("avx512f", "AVX-512"), ("avx2", "AVX2"), ("sse2", "SSE2"), ("neon", "NEON"))


def processor() -> str:
    """Return the processor's family and its widest vectors, such as `znver4, AVX-512`."""
    from llvmlite import binding

    features = binding.get_host_cpu_features()
    widest = next((name for flag, name in _WIDTHS if features.get(flag)), "scalar")
    return f"{binding.get_host_cpu_name()}, {widest}"
