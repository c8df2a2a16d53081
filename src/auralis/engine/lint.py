"""Which Python a kernel may be: straight-line arithmetic on lanes, so that it can be pasted and fused."""

import ast
from typing import Final

from auralis.engine import primitives
from auralis.engine.errors import InvalidKernel, InvalidRing
from auralis.engine.kernel_source import KERNELS, KernelSource

_WORDS: Final = frozenset(primitives.__all__)
_EVERYWHERE: Final = ("pos", "lane", "part", "seed")
_STATEMENTS: Final = (ast.Assign, ast.Expr, ast.Return)
_EXPRESSIONS: Final = (
    ast.Name,
    ast.Constant,
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.Call,
    ast.Tuple,
    ast.expr_context,
    ast.operator,
    ast.unaryop,
    ast.cmpop,
    *_STATEMENTS,
)
_FORBIDDEN: Final = (ast.Pow, ast.FloorDiv, ast.Mod, ast.MatMult, ast.Not, ast.Is, ast.IsNot, ast.In)


def check_module(source: KernelSource) -> None:
    """Raise `InvalidKernel` or `InvalidRing`, naming module and kernel, unless a module can be compiled."""
    declared = source.module
    for name, (frames, _lanes) in declared.rings.items():
        if frames < 1 or frames & (frames - 1):
            raise InvalidRing(f"{source.name}.{name}", frames, "a power of two frames")
    parameters = {p.name for p in declared.parameters}
    for name in (*declared.glide, *(s.start for s in declared.state if s.start)):
        if name not in parameters:
            raise InvalidKernel(
                f"{source.name}.glide", name, f"its parameters {', '.join(sorted(parameters))}"
            )
    for name in source.kernels:
        if name not in KERNELS:
            raise InvalidKernel(source.name, name, f"the kernels {', '.join(KERNELS)}")
        _check_kernel(source, name)
    missing = [k for k in _needed(source) if k not in source.kernels]
    if missing:
        raise InvalidKernel(source.name, "no " + missing[0], f"the kernel {missing[0]}, for its outputs")


def _needed(source: KernelSource) -> list[str]:
    if source.module.feedback:
        return ["pull", "push"]
    return [k for k in ("control", "tick") if source.outputs(k)]


def _check_kernel(source: KernelSource, kernel: str) -> None:
    function, where = source.kernels[kernel], f"{source.name}.{kernel}"
    known = _arguments(source, kernel)
    for argument in source.arguments(kernel):
        if argument not in known:
            raise InvalidKernel(where, argument, f"the arguments {', '.join(sorted(known))}")
    returns = [n for n in ast.walk(function) if isinstance(n, ast.Return)]
    if len(returns) > 1 or (returns and returns[0] is not function.body[-1]):
        raise InvalidKernel(where, f"{len(returns)} returns", "one return, as the last statement")
    defined = {*source.arguments(kernel), *source.constants, *_WORDS}
    for statement in function.body:
        _check_statement(statement, where, defined)
    _check_returned(source, kernel, where)


def _arguments(source: KernelSource, kernel: str) -> set[str]:
    module = source.module
    known = {p.rstrip("~") for p in module.inputs} | {p.name for p in module.parameters}
    known |= {s.name for s in module.state} | set(module.rings) | set(_EVERYWHERE)
    return known | ({"new"} if kernel == "start" else set())


def _check_statement(statement: ast.stmt, where: str, defined: set[str]) -> None:
    for node in ast.walk(statement):
        if not isinstance(node, _EXPRESSIONS) or isinstance(node, _FORBIDDEN):
            raise InvalidKernel(
                where,
                f"line {getattr(node, 'lineno', '?')}: {type(node).__name__}",
                "straight-line arithmetic",
            )
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id in _WORDS):
            raise InvalidKernel(where, ast.unparse(node.func), "calls of engine.primitives")
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in defined:
            raise InvalidKernel(where, node.id, "its arguments, constants and engine.primitives")
    if isinstance(statement, ast.Assign):
        if len(statement.targets) != 1 or not isinstance(statement.targets[0], ast.Name):
            raise InvalidKernel(where, ast.unparse(statement), "one name on the left")
        defined.add(statement.targets[0].id)


def _check_returned(source: KernelSource, kernel: str, where: str) -> None:
    outputs = source.outputs(kernel)
    values = source.returned(kernel)
    states = {s.name for s in source.module.state}
    wrong = [e for e in values[len(outputs) :] if not (isinstance(e, ast.Name) and e.id in states)]
    if len(values) < len(outputs) or wrong:
        allowed = ", ".join([*outputs, "then names of states"])
        raise InvalidKernel(where, "return " + ", ".join(map(ast.unparse, values)), allowed)
