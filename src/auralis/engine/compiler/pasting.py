"""A kernel's body as lines of the fused function: every name made the node's own, constants put in place.

`node__name` is an argument or state, `node__kernel__name` a local, `node__out__port` an output.
"""

import ast
import copy
import zlib
from collections.abc import Mapping
from typing import TypeVar

from auralis.engine.compiler.kernel_source import KernelSource
from auralis.engine.compiler.plan import Placed

Tree = TypeVar("Tree", bound=ast.AST)


class _Renaming(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str], constants: Mapping[str, ast.expr]) -> None:
        self.names = names
        self.constants = constants

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self.names:
            return ast.Name(self.names[node.id], node.ctx)
        if node.id in self.constants:
            found: ast.expr = self.visit(copy.deepcopy(self.constants[node.id]))
            return found
        return node


def rename(tree: Tree, names: Mapping[str, str], constants: Mapping[str, ast.expr]) -> Tree:
    """Return a tree with names exchanged and constants put in place; the tree given may be changed."""
    done: Tree = _Renaming(names, constants).visit(tree)
    return done


def function_name(source: KernelSource, name: str) -> str:
    """Return what a private function of a module, or its `block`, is called in the generated source."""
    return f"{source.name}__{name.lstrip('_')}"


def seed_of(patch: str, node: str) -> int:
    """Return the seed of a node's randomness: 31 bits that its name decides."""
    return zlib.crc32(f"{patch}.{node}".encode()) & 0x7FFF_FFFF


def paste(placed: Placed, kernel: str, position: str, patch: str) -> list[str]:
    """Return a kernel's statements, then its outputs, as lines that expect its arguments to be defined."""
    source = placed.source
    body = source.kernels[kernel].body
    states = set(source.updated(kernel))
    names = {a: f"{placed.id}__{a}" for a in source.arguments(kernel)} | {
        s: f"{placed.id}__{s}" for s in states
    }
    names |= {"pos": position, "seed": str(seed_of(patch, placed.id))}
    names |= {name: function_name(source, name) for name in source.called(kernel)}
    lines = []
    for name in sorted(_assigned(body) - states):
        local = f"{placed.id}__{kernel}__{name}"
        if name in source.arguments(kernel):
            lines.append(f"{local} = {names[name]}")
        names[name] = local
    kept = [x for x in body if not isinstance(x, ast.Return) and not _is_text(x)]
    lines += [ast.unparse(rename(copy.deepcopy(x), names, source.constants)) for x in kept]
    outputs = zip(source.outputs(kernel), source.returned(kernel), strict=False)
    results = [
        (port, ast.unparse(rename(copy.deepcopy(value), names, source.constants))) for port, value in outputs
    ]
    return lines + [f"{placed.id}__out__{port} = {text}" for port, text in results]


def _assigned(body: list[ast.stmt]) -> set[str]:
    found = (n for statement in body for n in ast.walk(statement) if isinstance(n, ast.Name))
    return {n.id for n in found if isinstance(n.ctx, ast.Store)}


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
