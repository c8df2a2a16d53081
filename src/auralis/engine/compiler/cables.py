"""Reading cables: each becomes a source of an input, or an error that quotes it."""

from collections.abc import Mapping
from dataclasses import replace

from auralis.engine.compiler.plan import Placed, Source
from auralis.engine.errors import InvalidPatch, InvalidSend, UnknownNode, UnknownPort, WrongPart, WrongRate
from auralis.engine.patch import Patch

LOUDEST = 64.0
"""The greatest gain of a cable, either way up."""

Nodes = Mapping[str, Placed]
Sources = dict[tuple[str, str], tuple[Source, ...]]


def resolve(patch: Patch, nodes: Nodes) -> Sources:
    """Return the sources of every cabled input, in the order of the cables."""
    sources: Sources = {}
    for send in patch.sends:
        for reference in (send.left, send.right):
            _send_end(patch, nodes, send.name, reference)
    for cable in patch.cables:
        where = f"{patch.name}: cable {cable!r}"
        start, arrow, end = cable.partition(" -> ")
        if not arrow:
            raise InvalidPatch(where, cable, "'node.port -> node.port'")
        start, gain = _gain(where, start)
        source = replace(_source(patch, nodes, where, start), gain=gain)
        target = (
            _output(patch, where, end) if end.split(".")[0] == "out" else _input(nodes, where, end, source)
        )
        if target[0] == "out":
            _check_out(nodes, where, source)
        sources[target] = (*sources.get(target, ()), source)
    return sources


def _gain(where: str, start: str) -> tuple[str, float]:
    """Return where a cable starts and its gain: `"a.y * 0.5"`."""
    reference, times, factor = start.partition(" * ")
    if not times:
        return start, 1.0
    try:
        gain = float(factor)
    except ValueError:
        raise InvalidPatch(where, factor, f"a number of -{LOUDEST:g} to {LOUDEST:g}") from None
    if not -LOUDEST <= gain <= LOUDEST:
        raise InvalidPatch(where, factor, f"a number of -{LOUDEST:g} to {LOUDEST:g}")
    return reference, gain


def _source(patch: Patch, nodes: Nodes, where: str, reference: str) -> Source:
    head, _, port = reference.partition(".")
    if head == "in":
        if port not in patch.inputs:
            raise UnknownPort(where, reference, _listed("in", patch.inputs) or "no inputs in this patch")
        return Source("input", head, port)
    if head == "voices":
        names = tuple(s.name for s in patch.sends)
        if port not in names:
            raise InvalidSend(where, reference, _listed("voices", names) or "no sends in this patch")
        return Source("send", head, port)
    placed = _node(nodes, where, head)
    return Source("node", head, port, _is_control(placed, where, port, placed.source.module.outputs))


def _input(nodes: Nodes, where: str, reference: str, source: Source) -> tuple[str, str]:
    head, _, port = reference.partition(".")
    target = _node(nodes, where, head)
    control = _is_control(target, where, port, target.source.module.inputs)
    part = nodes[source.node].part if source.kind == "node" else "bus"
    if part != target.part:
        allowed = (
            "a send, from voice to bus" if part == "voice" else "nodes of one part; the bus can't feed voices"
        )
        raise WrongPart(where, f"{part} to {target.part}", allowed)
    if source.control and not control:
        raise WrongRate(
            where, f"{source.node}.{source.port}~ into {reference}", "an audio output, or a control input"
        )
    if control and source.kind != "node":
        raise WrongRate(where, f"{source.node}.{source.port} into {reference}~", "a node's output")
    return head, port


def _output(patch: Patch, where: str, reference: str) -> tuple[str, str]:
    name = reference.partition(".")[2] or patch.outputs[0]
    if name not in patch.outputs:
        raise UnknownPort(where, reference, _listed("out", patch.outputs))
    return "out", name


def _check_out(nodes: Nodes, where: str, source: Source) -> None:
    if source.kind == "node" and nodes[source.node].part == "voice":
        raise WrongPart(where, "voice to out", "a send, then 'voices.NAME -> out'")
    if source.control:
        raise WrongRate(where, f"{source.node}.{source.port}~ into out", "an audio output")


def _send_end(patch: Patch, nodes: Nodes, name: str, reference: str) -> None:
    where = f"{patch.name}: send {name!r}"
    head, _, port = reference.partition(".")
    placed = _node(nodes, where, head)
    if placed.part != "voice":
        raise InvalidSend(where, reference, "outputs of voice nodes")
    if _is_control(placed, where, port, placed.source.module.outputs):
        raise WrongRate(where, reference + "~", "audio outputs")


def _node(nodes: Nodes, where: str, name: str) -> Placed:
    if name not in nodes:
        raise UnknownNode(where, name, f"the nodes {', '.join(nodes)}")
    return nodes[name]


def _is_control(placed: Placed, where: str, port: str, ports: tuple[str, ...]) -> bool:
    if port + "~" in ports:
        return True
    if port not in ports or port.endswith("~"):
        raise UnknownPort(
            where, f"{placed.id}.{port}", _listed(placed.id, ports) or f"no such ports on {placed.id}"
        )
    return False


def _listed(head: str, ports: tuple[str, ...]) -> str:
    return ", ".join(f"{head}.{p.rstrip('~')}" for p in ports)
