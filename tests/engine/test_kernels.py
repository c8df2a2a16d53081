"""The folder of kernels: content decides the name, files appear whole, errors name the field."""

import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

from auralis.core.errors import InvalidValue
from auralis.engine.compiler import kernels as kernels_module
from auralis.engine.compiler.events import NONE, sort_events
from auralis.engine.compiler.kernels import CompileReport, Kernels
from auralis.engine.compiler.program import Program
from auralis.engine.errors import InvalidKernel, UnknownParameter
from auralis.engine.patch import Patch, node

ROOT = Path(__file__).parents[2]
TINY = Patch(
    "tiny", bus=(node("amp", "gain", gain=0.5),), cables=("in.x -> amp.x", "amp.y -> out"), inputs=("x",)
)


@pytest.fixture
def tiny(kernels: Kernels) -> Program:
    return kernels.program(TINY, 44_100)


def load(folder: Path) -> tuple[CompileReport, list[str]]:
    """Load TINY as a process that has not loaded it before would."""
    reports: list[CompileReport] = []
    announced: list[str] = []
    for name in [n for n in sys.modules if n.startswith("tiny_")]:
        del sys.modules[name]
    Kernels(folder, reports.append, announced.append).program(TINY, 48_000)
    return reports[0], announced


def test_first_compiles_then_loads(tmp_path: Path) -> None:
    first, announced = load(tmp_path)
    assert (first.patch, first.cached, announced) == ("tiny", False, ["tiny"])
    assert Kernels(tmp_path).cached(TINY, 48_000)
    assert not Kernels(tmp_path).cached(TINY, 44_100)
    second, announced = load(tmp_path)
    assert (second.patch, second.cached, announced) == ("tiny", True, [])
    assert not list(tmp_path.glob("*.tmp"))


def test_files_cut_short_are_compiled_again(tmp_path: Path) -> None:
    load(tmp_path)
    for file in (tmp_path / "__pycache__").glob("tiny_*.nb*"):
        file.write_bytes(file.read_bytes()[:100])
    again, _ = load(tmp_path)
    assert not again.cached
    assert load(tmp_path)[0].cached


def test_two_processes_may_compile_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from tests.engine import test_kernels as t; print(t.load(t.Path(sys.argv[1]))[0].patch)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [p.communicate()[0].strip() for p in both] == ["tiny", "tiny"]
    assert load(tmp_path)[0].cached


def test_a_program_is_made_once(kernels: Kernels, tiny: Program) -> None:
    assert kernels.program(TINY, 44_100) is tiny
    assert kernels.program(TINY, 48_000) is not tiny


def test_the_name_follows_all_that_the_code_depends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    before = kernels_module._foundation()
    for version in ("0.0.1", numba.__version__):
        kernels_module._foundation.cache_clear()
        monkeypatch.setattr(numba, "__version__", version)
        assert (kernels_module._foundation() == before) == (version != "0.0.1")
    kernels_module._foundation.cache_clear()


def test_values_at_birth_are_checked(tiny: Program) -> None:
    with pytest.raises(UnknownParameter, match=r"amp\.volume"):
        tiny.instance(0, {"amp.volume": 1.0})
    with pytest.raises(InvalidValue, match=r"tiny: amp\.gain: 99"):
        tiny.instance(0, {"amp.gain": 99.0})
    with pytest.raises(InvalidValue, match="row"):
        tiny.instance(0).row("amp.nothing")


def test_an_instance_is_born_at_its_parameters_and_glides_later(tiny: Program) -> None:
    one, y = np.ones((2, 8_820), np.float32), np.zeros((2, 8_820), np.float32)
    instance = tiny.instance(7, {"amp.gain": 0.25})
    instance.process(NONE, one, y)
    assert (y == np.float32(0.25)).all()
    instance.process(sort_events(tiny.set_parameter("amp.gain", 1.0, instance.position)), one, y)
    assert np.abs(np.diff(y)).max() < 0.001
    reached = np.argmax(y[0] > 0.25 + 0.95 * 0.75) / 44_100
    assert 0.05 <= reached <= 0.2
    assert y[0, -1] == pytest.approx(1.0, abs=0.005)


def test_late_events_count_at_once(tiny: Program) -> None:
    instance, y = tiny.instance(1_000), np.zeros((2, 64), np.float32)
    instance.process(sort_events(tiny.set_parameter("amp.gain", 0.0, 3)), np.ones((2, 64), np.float32), y)
    assert y[0, 63] < 0.5


def test_a_block_may_be_rendered_in_place(tiny: Program) -> None:
    block = np.full((2, 100), 0.5, np.float32)
    tiny.instance(0).process(NONE, block, block)
    assert (block == np.float32(0.25)).all()


def test_blocks_of_another_shape_are_refused(tiny: Program) -> None:
    instance, block = tiny.instance(0), np.zeros((2, 64), np.float32)
    for x, y in ((block, block[:1]), (block[:1], block), (block[:, :9], block)):
        with pytest.raises(InvalidValue, match=r"[xy]\.shape"):
            instance.process(NONE, x, y)


def test_a_voice_out_of_range_is_refused(tiny: Program) -> None:
    with pytest.raises(InvalidValue, match="voice"):
        tiny.trigger(0, 0)


def test_what_numba_refuses_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = "from numba.core.errors import TypingError\nraise TypingError('F2 does not meet F16')"
    monkeypatch.setattr(kernels_module, "generate", lambda *_: refused)
    with pytest.raises(InvalidKernel, match=r"^tiny_\w+: 'F2 does not meet F16' is not allowed"):
        Kernels(tmp_path).program(TINY, 44_100)
