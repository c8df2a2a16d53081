"""Patches and modules as tables."""

from collections.abc import Iterable, Mapping

from rich.table import Table

from auralis.app.patches.choice import Choice
from auralis.core.parameters import Parameter
from auralis.engine.compiler.kernel_source import available
from auralis.engine.compiler.plan import Placed, Plan
from auralis.engine.compiler.validation import check
from auralis.engine.module import Module


def patch_list(choices: Iterable[Choice]) -> Table:
    """Return a row for each patch: what it is made of."""
    table = _table("patch", "voices", "nodes", "inputs", "outputs")
    for choice in choices:
        patch, plan = choice.file.patch, check(choice.file.patch)
        voices = str(plan.count) if plan.count else "-"
        ports = (" ".join(names) or "-" for names in (patch.inputs, patch.outputs))
        table.add_row(choice.name, voices, str(len(plan.nodes)), *ports)
    return table


def module_list() -> Table:
    """Return a row for each module."""
    table = _table("module", "what it is", "inputs", "outputs", "parameters")
    for name, module in available().items():
        ports = (" ".join(names) or "-" for names in (module.inputs, module.outputs))
        table.add_row(name, module.caption, *ports, " ".join(p.name for p in module.parameters) or "-")
    return table


def module_parameters(module: Module) -> Table:
    """Return a row for each parameter of a module."""
    table = _table("parameter", "default", "range", "curve", "what it does")
    for p in module.parameters:
        table.add_row(p.name, f"{p.default:g}", _range(p), p.curve, p.caption)
    return table


def nodes(plan: Plan, values: Mapping[str, float]) -> Table:
    """Return a row for each parameter of a patch's nodes, with the values it is played with."""
    table = _table("part", "node", "module", "parameter", "value", "range", "what it does")
    for placed in plan.nodes.values():
        for row in _node_rows(placed, values):
            table.add_row(*row)
    return table


def cables(plan: Plan) -> Table:
    """Return a row for each cable and each send."""
    table = _table("from", "to")
    for send in plan.patch.sends:
        table.add_row(f"{send.left}, {send.right}", f"voices.{send.name}")
    for cable in plan.patch.cables:
        table.add_row(*cable.split(" -> "))
    return table


def _node_rows(placed: Placed, values: Mapping[str, float]) -> list[tuple[str, ...]]:
    head = (placed.part, placed.id, placed.source.name)
    rows: list[tuple[str, ...]] = []
    for p in placed.source.module.parameters:
        value = values.get(f"{placed.id}.{p.name}", placed.values[p.name])
        rows.append((*head, p.name, f"{value:g}", _range(p), p.caption))
        head = ("", "", "")
    return rows or [(*head, "", "", "", "")]


def _range(p: Parameter) -> str:
    return f"{p.low:g} to {p.high:g} {p.unit}".rstrip()


def _table(*columns: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column)
    return table
