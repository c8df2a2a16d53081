"""A patch is compiled in another process, beside the one that plays."""

from pathlib import Path

import pytest

from auralis.engine import Kernels
from auralis.engine.errors import InvalidKernel, InvalidPatch
from auralis.engine.patch import Patch, node
from auralis.station.compiling import Compilation

RATE = 44_100


def test_a_compilation_ends_in_a_cached_kernel(tmp_path: Path) -> None:
    patch = Patch("beside", bus=(node("g", "gain"),), cables=("in.x -> g.x", "g.y -> out"), inputs=("x",))
    compilation = Compilation(patch, RATE, tmp_path)
    compilation.result()
    assert compilation.done
    assert Kernels(tmp_path).cached(patch, RATE)


def test_what_cannot_be_compiled_is_named(tmp_path: Path) -> None:
    wrong = Patch("wrong", bus=(node("g", "gain"),), cables=("in.x -> g.x",))
    with pytest.raises(InvalidPatch, match=r"cable 'in\.x -> g\.x'") as caught:
        Compilation(wrong, RATE, tmp_path).result()
    assert not isinstance(caught.value, InvalidKernel)


def test_a_compilation_may_be_given_up(tmp_path: Path) -> None:
    patch = Patch("stopped", bus=(node("g", "gain"),), cables=("in.x -> g.x", "g.y -> out"), inputs=("x",))
    compilation = Compilation(patch, RATE, tmp_path)
    compilation.stop()
    assert compilation.done
    with pytest.raises(OSError, match="compiling stopped ended with status -9"):
        compilation.result()
