"""The same bits: in any blocks, from any snapshot, fresh or cached, for any processor, compiled or not."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from auralis.engine.compiler.events import NONE
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.compiler.plain import plain_render
from auralis.engine.compiler.program import Program
from auralis.engine.patch import Patch, node
from tests.engine.pads import FRAMES, PAD, RATE, START, digest, play

ROOT = Path(__file__).parents[2]
LIBM = re.compile(r"\b(?:sin|cos|tan|tanh|exp|exp2|log|log2|pow|fmod)f?(?=@|\s|$)", re.MULTILINE)


@pytest.fixture(scope="module")
def program(kernels: Kernels) -> Program:
    return kernels.program(PAD, RATE)


@pytest.fixture(scope="module")
def whole(program: Program) -> np.ndarray:
    return play(program, program.instance(START), FRAMES)


def test_it_sounds(whole: np.ndarray) -> None:
    assert 0.05 < np.abs(whole[:2]).max() <= 0.9
    assert np.abs(whole[2:]).max() > 0.5


@pytest.mark.parametrize("block", [1, 64, 333, 4_410])
def test_block_size_never_changes_the_sound(program: Program, whole: np.ndarray, block: int) -> None:
    assert digest(play(program, program.instance(START), block)) == digest(whole)


def test_a_snapshot_continues_on_another_instance(program: Program, whole: np.ndarray) -> None:
    first, second = program.instance(START), program.instance(0)
    play(program, first, 777, 7_777)
    second.restore(first.snapshot())
    rest = play(program, second, 4_410, FRAMES - 7_777)
    assert digest(rest) == digest(whole[:, 7_777:])


def test_plain_python_gives_the_same_bits(program: Program, whole: np.ndarray) -> None:
    instance = program.instance(START)
    instance._render = plain_render(program)
    assert np.array_equal(play(program, instance, 500, 500), whole[:, :500])


def test_position_may_be_far_away(kernels: Kernels) -> None:
    """Positions that differ by a whole number of rings sound alike but for noise and LFO."""
    patch = Patch(
        "echoes", bus=(node("rev", "fdn"),), cables=("in.x -> rev.x", "rev.y -> out"), inputs=("x",)
    )
    quiet, x = kernels.program(patch, RATE), np.ones((2, 3_000), np.float32)
    renders = []
    for start in (-(1 << 40), -4_096, 0, 1 << 61):
        y = np.zeros((2, 3_000), np.float32)
        quiet.instance(start).process(NONE, x, y)
        renders.append(digest(y))
    assert len(set(renders)) == 1


@pytest.mark.parametrize("processor", ["x86-64", "x86-64-v3", "host", "host again"])
def test_every_processor_gives_the_same_bits(processor: str, whole: np.ndarray, kernel_folder: Path) -> None:
    environment = dict(os.environ)
    if not processor.startswith("host"):
        environment |= {"NUMBA_CPU_NAME": processor, "NUMBA_CPU_FEATURES": ""}
    command = [sys.executable, "-m", "tests.engine.render_digest", kernel_folder]
    ran = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    found, cached = ran.stdout.split()
    assert found == digest(whole)
    assert cached == "True" or not processor.startswith("host")


def test_the_compiled_code_is_packed_and_calls_no_libm(program: Program) -> None:
    library = next(iter(program.render.overloads.values())).library
    text = library._codegen._tm.emit_assembly(library._get_module_for_linking())
    assert not LIBM.search(text)
    loop = text[text.index("voice_block") :]
    assert len(re.findall(r"\bv?(?:add|sub|mul|div)ps\b", loop)) > 40
    assert not re.findall(r"\bv?(?:add|sub|mul|div)sd\b", text)
