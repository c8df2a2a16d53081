"""A patch as boxes in columns and wires between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from auralis.engine.compiler.plan import Placed, Plan, Source

_LINES = 5


@dataclass(frozen=True, slots=True)
class Box:
    """A node, a send, an input or an output.

    `lines` are the values that are not the module's defaults, `ports` the most it has on a side.
    """

    id: str
    part: str
    column: int
    title: str
    caption: str = ""
    lines: tuple[str, ...] = ()
    ports: int = 1


@dataclass(frozen=True, slots=True)
class Wire:
    """A cable between two boxes, with the names of ports where there is more than one, and its gain."""

    start: str
    end: str
    out: str = ""
    into: str = ""
    control: bool = False
    gain: float = 1.0


@dataclass(frozen=True, slots=True)
class Graph:
    """Boxes by id, sources to the left of what hears them, but for wires that close a loop."""

    boxes: Mapping[str, Box]
    wires: tuple[Wire, ...]


def graph_of(plan: Plan, values: Mapping[str, float]) -> Graph:
    """Return the graph of a plan; `values`, by `node.parameter`, stand above the plan's."""
    columns = _columns(plan)
    boxes = {n.id: _node(n, columns[n.id], values) for n in plan.nodes.values()}
    for name in plan.patch.inputs:
        boxes[f"in.{name}"] = Box(f"in.{name}", "port", columns[f"in.{name}"], name)
    for send in plan.patch.sends:
        key = f"voices.{send.name}"
        boxes[key] = Box(key, "send", columns[key], send.name, "all voices")
    for name in plan.patch.outputs:
        boxes[f"out.{name}"] = Box(f"out.{name}", "port", columns["out"], name)
    return Graph(boxes, tuple(_wires(plan)))


def _columns(plan: Plan) -> dict[str, int]:
    """Return columns: voices, then sends and inputs, then the bus, then the outputs."""
    columns: dict[str, int] = {}
    for node in plan.voice:
        columns[node.id] = _after(plan, node, columns, 0)
    _tighten(plan, columns)
    middle = max(columns.values(), default=-1) + 1
    columns |= {f"voices.{s.name}": middle for s in plan.patch.sends}
    columns |= {f"in.{name}": middle for name in plan.patch.inputs}
    for node in plan.bus:
        columns[node.id] = _after(plan, node, columns, middle + 1)
    columns["out"] = max(columns.values(), default=0) + 1
    return columns


def _after(plan: Plan, node: Placed, columns: Mapping[str, int], least: int) -> int:
    heard = map(_key, _sources(plan, node))
    return max([columns[k] + 1 for k in heard if k in columns], default=least)


def _tighten(plan: Plan, columns: dict[str, int]) -> None:
    """Move voice nodes that hear nothing next to what hears them."""
    for node in plan.voice:
        if not any(_sources(plan, node)):
            hearers = [n for n in plan.voice if any(s.node == node.id for s in _sources(plan, n))]
            columns[node.id] = min((columns[n.id] - 1 for n in hearers), default=columns[node.id])


def _sources(plan: Plan, node: Placed) -> Iterator[Source]:
    for port in node.source.module.inputs:
        yield from plan.sources.get((node.id, port.rstrip("~")), ())


def _key(source: Source) -> str:
    heads = {"send": "voices", "input": "in"}
    return source.node if source.kind == "node" else f"{heads[source.kind]}.{source.port}"


def _wires(plan: Plan) -> Iterator[Wire]:
    for (end, port), sources in plan.sources.items():
        several = end != "out" and len(plan.nodes[end].source.module.inputs) > 1
        for s in sources:
            out = _named(plan, s.node, s.port) if s.kind == "node" else ""
            target = f"out.{port}" if end == "out" else end
            yield Wire(_key(s), target, out, port if several else "", s.control, s.gain)
    for send in plan.patch.sends:
        for side, reference in (("left", send.left), ("right", send.right)):
            node, _, port = reference.partition(".")
            yield Wire(node, f"voices.{send.name}", _named(plan, node, port), side)


def _named(plan: Plan, node: str, port: str) -> str:
    """Return an output's name where its node has several."""
    return port if len(plan.nodes[node].source.module.outputs) > 1 else ""


def _node(placed: Placed, column: int, values: Mapping[str, float]) -> Box:
    lines = []
    for p in placed.source.module.parameters:
        value = values.get(f"{placed.id}.{p.name}", placed.values[p.name])
        if value != p.default:
            lines.append(f"{p.name} {value:.3g} {p.unit}".rstrip())
    if len(lines) > _LINES:
        lines[_LINES - 1 :] = [f"and {len(lines) - _LINES + 1} more"]
    module, title = placed.source.module, placed.id.replace("_", " ")
    ports = max(len(module.inputs), len(module.outputs))
    return Box(placed.id, placed.part, column, title, module.caption, tuple(lines), ports)
