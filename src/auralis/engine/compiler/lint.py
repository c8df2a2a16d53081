"""Which Python a kernel may be: straight-line arithmetic on lanes, so that it can be pasted and fused.

The kernel `block` may loop and branch, over flat arrays and float32 numbers.
"""

import ast
from collections.abc import Set
from typing import Final

from auralis.engine import primitives
from auralis.engine.compiler.kernel_source import KERNELS, KernelSource
from auralis.engine.errors import InvalidKernel, InvalidRing
from auralis.engine.primitives import CR

_WORDS: Final = frozenset(primitives.__all__)
_EVERYWHERE: Final = ("pos", "lane", "part", "seed")
_BLOCK_WORDS: Final = frozenset({"abs", "float32", "int", "len", "max", "min", "range"})
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
    for name, table in declared.tables.items():
        if table.size < 1 or table.size & (table.size - 1):
            raise InvalidRing(f"{source.name}.{name}", table.size, "a power of two numbers")
    parameters = {p.name for p in declared.parameters}
    for name in (*declared.glide, *(s.start for s in declared.state if s.start)):
        if name not in parameters:
            raise InvalidKernel(
                f"{source.name}.glide", name, f"its parameters {', '.join(sorted(parameters))}"
            )
    for name in source.kernels:
        if name not in KERNELS:
            raise InvalidKernel(source.name, name, f"the kernels {', '.join(KERNELS)}")
        (_check_block if name == "block" else _check_kernel)(source, name)
    missing = [k for k in _needed(source) if k not in source.kernels]
    if missing:
        raise InvalidKernel(source.name, "no " + missing[0], f"the kernel {missing[0]}, for its outputs")


def _needed(source: KernelSource) -> list[str]:
    if source.module.feedback:
        return ["pull", "push"]
    if "octet" in source.kernels:
        return ["control"] if source.outputs("control") else []
    return [k for k in ("control", "tick") if source.outputs(k)]


def _check_kernel(source: KernelSource, kernel: str) -> None:
    function, where = source.kernels[kernel], f"{source.name}.{kernel}"
    known = _arguments(source, kernel)
    for argument in source.arguments(kernel):
        if argument not in known:
            raise InvalidKernel(where, argument, f"the arguments {', '.join(sorted(known))}")
    private = source.called(kernel)
    for each in (function, *private.values()):
        _check_straight(each, where, source.constants.keys(), _WORDS | private.keys())
    _check_returned(source, kernel, where)


def _check_straight(function: ast.FunctionDef, where: str, constants: Set[str], words: Set[str]) -> None:
    returns = [n for n in ast.walk(function) if isinstance(n, ast.Return)]
    if len(returns) > 1 or (returns and returns[0] is not function.body[-1]):
        raise InvalidKernel(where, f"{len(returns)} returns", "one return, as the last statement")
    defined = {*(a.arg for a in function.args.args), *constants, *words}
    for statement in function.body:
        _check_statement(statement, where, defined, words)


def _check_block(source: KernelSource, kernel: str) -> None:
    where, module = f"{source.name}.{kernel}", source.module
    if module.grid < CR or module.grid & (module.grid - 1):
        raise InvalidKernel(where, f"grid {module.grid}", f"a grid of a power of two frames, {CR} or more")
    known = {p.name for p in module.parameters} | {*module.rings, *module.tables, "pos", "seed"}
    known |= {s.name for s in module.state if s.lanes and not s.integer}
    for argument in source.arguments(kernel):
        if argument not in known:
            raise InvalidKernel(where, argument, f"the arguments {', '.join(sorted(known))}")
    called = source.called(kernel)
    for function in (source.kernels[kernel], *called.values()):
        _check_loops(function, where, _BLOCK_WORDS | called.keys())


def _check_loops(function: ast.FunctionDef, where: str, words: Set[str]) -> None:
    """Refuse what has other bits in plain Python than compiled: calls of other words, and doubles."""
    single = {
        id(n)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "float32"
        for n in ast.walk(call)
    }
    for node in ast.walk(function):
        line = f"line {getattr(node, 'lineno', '?')}"
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id in words):
            raise InvalidKernel(where, f"{line}: {ast.unparse(node.func)}", ", ".join(sorted(words)))
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and id(node) not in single:
            raise InvalidKernel(
                where, f"{line}: {node.value}", f"float32({node.value}): a bare one is a double"
            )


def _arguments(source: KernelSource, kernel: str) -> set[str]:
    module = source.module
    known = {p.rstrip("~") for p in module.inputs} | {p.name for p in module.parameters}
    known |= {s.name for s in module.state} | {*module.rings, *module.tables, *_EVERYWHERE}
    return known | ({"new"} if kernel == "start" else set())


def _check_statement(statement: ast.stmt, where: str, defined: set[str], words: Set[str]) -> None:
    for node in ast.walk(statement):
        if not isinstance(node, _EXPRESSIONS) or isinstance(node, _FORBIDDEN):
            raise InvalidKernel(
                where,
                f"line {getattr(node, 'lineno', '?')}: {type(node).__name__}",
                "straight-line arithmetic",
            )
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id in words):
            raise InvalidKernel(where, ast.unparse(node.func), "calls of engine.primitives")
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in defined:
            raise InvalidKernel(where, node.id, "its arguments, constants and engine.primitives")
    if isinstance(statement, ast.Assign):
        defined |= _assigned(statement, where)


def _assigned(statement: ast.Assign, where: str) -> set[str]:
    """Return the names on the left: one, or several for what a call returns."""
    target = statement.targets[0]
    several = isinstance(target, ast.Tuple) and isinstance(statement.value, ast.Call)
    names = target.elts if several and isinstance(target, ast.Tuple) else [target]
    found = {n.id for n in names if isinstance(n, ast.Name)}
    if len(statement.targets) != 1 or len(found) != len(names):
        raise InvalidKernel(where, ast.unparse(statement), "one name on the left, or several for a call")
    return found


def _check_returned(source: KernelSource, kernel: str, where: str) -> None:
    outputs = source.outputs(kernel)
    values = source.returned(kernel)
    states = {s.name for s in source.module.state}
    wrong = [e for e in values[len(outputs) :] if not (isinstance(e, ast.Name) and e.id in states)]
    if len(values) < len(outputs) or wrong:
        allowed = ", ".join([*outputs, "then names of states"])
        raise InvalidKernel(where, "return " + ", ".join(map(ast.unparse, values)), allowed)
