"""A module in its smallest patch: on the bus and, where it may stand there, in voices.

On the bus, as `m`, it hears the patch's inputs; in sixteen voices (or five of sixteen partials, where it
tells parts apart), as `v`, it hears noise. Control inputs hear an LFO; control outputs move the corner of a
filter, the ear, that hears noise. Everything that is audible has an output of its own.
"""

from auralis.engine.compiler import kernel_source
from auralis.engine.compiler.validation import check
from auralis.engine.errors import WrongPart
from auralis.engine.module import Module
from auralis.engine.patch import Node, Patch, Send, Voice, node


def module_patch(name: str) -> Patch:
    """Return the patch of a module of the catalogue."""
    module = kernel_source.load(name, "module").module
    if module.sides:
        return _voices_alone(name, module)
    both = _both(name, module)
    try:
        check(both)
    except WrongPart:
        return _bus_alone(name, module)
    return both


def _audio(ports: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(p for p in ports if not p.endswith("~"))


def _control(ports: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(p.rstrip("~") for p in ports if p.endswith("~"))


def _heard(module: Module, node_id: str) -> dict[str, str]:
    """Return what is audible of a placement, `node.port` by the name of its way out."""
    heard = {f"{node_id}_{p}": f"{node_id}.{p}" for p in _audio(module.outputs)}
    return heard | ({f"{node_id}_ear": f"{node_id}_ear.y"} if _control(module.outputs) else {})


def _bus_alone(name: str, module: Module) -> Patch:
    nodes, cables = _placement(name, module, "m", "in")
    heard = _heard(module, "m")
    cables += [f"{port} -> out.{way}" for way, port in heard.items()]
    return Patch(f"one_{name}", None, nodes, tuple(cables), (), _audio(module.inputs), tuple(heard))


def _voices_alone(name: str, module: Module) -> Patch:
    both = _both(name, module)
    cables = tuple(c for c in both.cables if not c.startswith(("m.", "m_", "in.")))
    ways = tuple(way for way in both.outputs if way.startswith("v"))
    return Patch(both.name, both.voice, (), cables, both.sends, (), ways)


def _both(name: str, module: Module) -> Patch:
    bus, (nodes, cables) = _bus_alone(name, module), _placement(name, module, "v", "v_src")
    heard = _heard(module, "v")
    cables += [f"voices.{way} -> out.{way}" for way in heard]
    return Patch(
        bus.name,
        _voice(name, nodes),
        bus.bus,
        (*bus.cables, *cables),
        tuple(Send(way, port, port) for way, port in heard.items()),
        bus.inputs,
        (*bus.outputs, *heard),
    )


def _placement(name: str, module: Module, at: str, source: str) -> tuple[tuple[Node, ...], list[str]]:
    """Return a module's node and those around it, and their cables: what it hears and what hears it."""
    heard = [f"in.{p}" if source == "in" else f"{source}.y" for p in _audio(module.inputs)]
    cables = [f"{one} -> {at}.{p}" for one, p in zip(heard, _audio(module.inputs), strict=True)]
    cables += [f"{at}_lfo.y -> {at}.{p}" for p in _control(module.inputs)]
    cables += [f"{at}.{p} -> {at}_ear.lfo" for p in _control(module.outputs)]
    nodes = [node(at, name)]
    if _control(module.inputs):
        nodes.append(node(f"{at}_lfo", "lfo", rate=3))
    if _control(module.outputs):
        nodes.append(node(f"{at}_ear", "svf"))
        cables.append(f"{at}_src.y -> {at}_ear.x")
    if any(cable.startswith(f"{at}_src.") for cable in cables):
        nodes.append(node(f"{at}_src", "noise", level=0.5))
    return tuple(nodes), cables


def _voice(name: str, nodes: tuple[Node, ...]) -> Voice:
    lanes = kernel_source.load(name, "module").voice_lanes
    return Voice({1: 16, 2: 8, 16: 5}[lanes], lanes, nodes)
