"""Which Python a kernel may not be."""

import ast
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from auralis.core.parameters import Parameter
from auralis.engine.compiler.kernel_source import KernelSource, available, load
from auralis.engine.compiler.lint import check_module
from auralis.engine.errors import InvalidKernel, InvalidRing
from auralis.engine.module import Module, State, Table

NOTHING = np.zeros(1, np.float32)
MODULE = Module(
    "Test",
    inputs=("x",),
    parameters=(Parameter("gain", 1, 0, 2),),
    state=(State("z"),),
    rings=MappingProxyType({"line": (64, 2)}),
)


def source(text: str, module: Module = MODULE) -> KernelSource:
    written = {f.name: f for f in ast.parse(text).body if isinstance(f, ast.FunctionDef)}
    kernels = {n: f for n, f in written.items() if not n.startswith("_")}
    functions = {n: f for n, f in written.items() if n.startswith("_")}
    return KernelSource("test", module, kernels, functions, {"K": ast.Constant(2.0)})


GOOD = """
def tick(x, z, gain, line, pos):
    write(line, pos, x)
    z = z + (x - z) * gain * K
    return z, z
"""
PRIVATE = """
def tick(x, z, gain):
    z = _eased(z, x, gain)
    return _halved(z), z
def _eased(z, x, share):
    y = x - z
    return z + _halved(y) * share
def _halved(y):
    return y * 0.5 * K
def _unused(y):
    if y: return y
"""
BAD = {
    "private if": PRIVATE.replace("    y = x - z\n", "    y = x - z\n    if y: y = z\n"),
    "private loop": PRIVATE.replace("    y = x - z\n", "    for y in x: z = y\n"),
    "private libm": PRIVATE.replace("y * 0.5 * K", "sin(y)"),
    "private and unknown": PRIVATE.replace("_halved(z), z", "_doubled(z), z"),
    "private without return at its end": PRIVATE.replace(
        "    y = x - z\n    return z + _halved(y) * share", "    return z\n    y = x"
    ),
    "if": "def tick(x):\n    if x: y = x\n    return x",
    "conditional": "def tick(x, z):\n    return x if z else z",
    "loop": "def tick(x):\n    for i in 3: x = x\n    return x",
    "power": "def tick(x):\n    return x ** 2",
    "modulo": "def tick(x):\n    return x % 2",
    "and": "def tick(x, z):\n    return x and z",
    "attribute": "def tick(x):\n    return x.y",
    "subscript": "def tick(x):\n    return x[0]",
    "lambda": "def tick(x):\n    return (lambda: x)()",
    "libm": "def tick(x):\n    return sin(x)",
    "unknown name": "def tick(x):\n    return x * nobody",
    "used before": "def tick(x):\n    y = y + x\n    return y",
    "unknown argument": "def tick(x, other):\n    return x",
    "new outside start": "def tick(x, new):\n    return x",
    "two returns": "def tick(x):\n    return x\n    return x",
    "no output": "def tick(x):\n    return",
    "not a state": "def tick(x):\n    y = x\n    return y, y",
    "expression as state": "def tick(x, z):\n    return x, z + x",
    "two names": "def tick(x):\n    a, b = x, x\n    return a",
    "other function": "def other(x):\n    return x",
    "no tick": "def control(z):\n    return z",
    "augmented": "def tick(x):\n    x += x\n    return x",
}


def test_good_kernels_pass() -> None:
    assert check_module(source(GOOD)) is None
    assert check_module(source(PRIVATE)) is None


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_kernel_that_is_not_straight_arithmetic_is_refused(text: str) -> None:
    with pytest.raises(InvalidKernel, match="test"):
        check_module(source(text))


def test_a_ring_is_a_power_of_two() -> None:
    odd = Module("Test", inputs=("x",), rings=MappingProxyType({"line": (1000, 2)}))
    with pytest.raises(InvalidRing, match=r"test\.line: 1000 .* power of two"):
        check_module(source("def tick(x):\n    return x", odd))


def test_a_table_is_a_power_of_two() -> None:
    odd = Module("Test", inputs=("x",), tables={"waves": Table(1000, lambda _sound, _rate: NOTHING)})
    with pytest.raises(InvalidRing, match=r"test\.waves: 1000 .* power of two"):
        check_module(source("def tick(x):\n    return x", odd))


BLOCK = """
def block(line, gain, pos):
    for i in range(len(line)):
        line[i] = _weighed(line[i], gain)
def _weighed(x, gain):
    return x * gain * float32(0.5)
def _unused(x):
    return sin(x)
"""
BAD_BLOCKS = {
    "double": BLOCK.replace("float32(0.5)", "0.5"),
    "libm": BLOCK.replace("float32(0.5)", "sin(gain)"),
    "method": BLOCK.replace("range(len(line))", "line.tolist()"),
    "unknown argument": BLOCK.replace("line, gain, pos", "line, gain, lane"),
    "state without lanes": BLOCK.replace("line, gain, pos", "line, gain, z"),
}


@pytest.mark.parametrize("text", BAD_BLOCKS.values(), ids=BAD_BLOCKS)
def test_a_block_calls_few_words_and_no_doubles(text: str) -> None:
    module = replace(MODULE, outputs=(), grid=64)
    assert check_module(source(BLOCK, module)) is None
    with pytest.raises(InvalidKernel, match=r"test\.block"):
        check_module(source(text, module))


@pytest.mark.parametrize("grid", [0, 16, 100])
def test_a_grid_is_a_power_of_two_of_a_tick_or_more(grid: int) -> None:
    with pytest.raises(InvalidKernel, match=f"grid {grid}"):
        check_module(source(BLOCK, replace(MODULE, outputs=(), grid=grid)))


def test_a_glide_is_a_parameter() -> None:
    with pytest.raises(InvalidKernel, match="glide"):
        check_module(source("def tick(x):\n    return x", Module("Test", inputs=("x",), glide=("level",))))


@pytest.mark.parametrize("name", available())
def test_every_module_of_the_catalogue_passes(name: str) -> None:
    assert check_module(load(name, "module")) is None
