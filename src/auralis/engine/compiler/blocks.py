"""What is not pasted but called: kernels that run on a grid, and the private functions of modules.

A `block` kernel is plain Python that numba compiles, for loops over whole rings, such as an FFT: its
states, rings and tables are flat float32 arrays, its parameters float32 numbers. Functions are written
once a module.
"""

import ast
import copy

from auralis.engine.compiler.addressing import Addressing
from auralis.engine.compiler.kernel_source import KernelSource
from auralis.engine.compiler.pasting import function_name, rename, seed_of
from auralis.engine.compiler.plan import Placed, Plan


def functions(plan: Plan, jit: str) -> list[str]:
    """Return the lines that define block kernels, and what any kernel of the plan calls."""
    found = {n.source.name: n.source for n in plan.nodes.values()}
    return [line for source in found.values() for line in _defined(source, jit)]


def calls(plan: Plan, address: Addressing) -> list[str]:
    """Return the lines that run the nodes' block kernels at their frames."""
    lines = []
    for n in plan.bus:
        if n.has("block"):
            given = ", ".join(_argument(plan, address, n, a) for a in n.source.arguments("block"))
            lines += [f"if pos & {n.source.module.grid - 1} == 0:", f"    {n.source.name}__block({given})"]
    return lines


def _defined(source: KernelSource, jit: str) -> list[str]:
    written_out = list(source.called(*source.kernels).values())
    written_out += [source.kernels["block"]] if "block" in source.kernels else []
    names = {f.name: function_name(source, f.name) for f in written_out}
    lines = []
    for function in written_out:
        written = copy.deepcopy(function)
        written.name, written.returns = names[function.name], None
        for argument in written.args.args:
            argument.annotation = None
        written.body = [x for x in written.body if not _is_text(x)]
        lines += ["", jit, *ast.unparse(rename(written, names, source.constants)).splitlines()]
    return lines


def _argument(plan: Plan, address: Addressing, n: Placed, name: str) -> str:
    if name == "pos":
        return "pos"
    if name == "seed":
        return str(seed_of(plan.patch.name, n.id))
    return address.number(n, name) if name in n.values else address.whole(n, name)


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
