"""From a patch to a plan: every cable resolved, every node in order, or an error that names the culprit."""

import re

from auralis.core.errors import InvalidValue
from auralis.engine.compiler import kernel_source
from auralis.engine.compiler.cables import resolve
from auralis.engine.compiler.lint import check_module
from auralis.engine.compiler.ordering import order
from auralis.engine.compiler.plan import GROUP, SIDES, Placed, Plan
from auralis.engine.errors import DuplicateNode, InvalidPatch, InvalidSend, UnknownParameter, WrongPart
from auralis.engine.patch import Node, Patch

_NODE = re.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*")
_RESERVED = ("in", "out", "send", "voices")


def check(patch: Patch) -> Plan:
    """Return the plan of a patch, or raise an `InvalidPatch`."""
    _check_voice(patch)
    nodes: dict[str, Placed] = {}
    for part, members in (("voice", patch.voice.nodes if patch.voice else ()), ("bus", patch.bus)):
        for member in members:
            if member.id in nodes:
                raise DuplicateNode(f"{patch.name}: node", member.id, "an id used once in the patch")
            nodes[member.id] = _placed(patch, member, part)
    _check_names(patch)
    sources = resolve(patch, nodes)
    ordered = order(patch, nodes, sources)
    return Plan(patch, {i: nodes[i] for i in ordered}, sources)


def _check_voice(patch: Patch) -> None:
    if not patch.name.isidentifier():
        raise InvalidPatch("patch", patch.name, "letters, digits and _")
    voice = patch.voice
    if voice is None:
        if patch.sends:
            raise InvalidSend(f"{patch.name}: send", patch.sends[0].name, "no send, for there are no voices")
        return
    if not patch.sends:
        raise InvalidSend(
            f"{patch.name}: sends", patch.sends, "a send, for voices are heard through sends alone"
        )
    if voice.lanes not in (1, SIDES) and (voice.lanes < GROUP or voice.lanes % GROUP):
        raise InvalidPatch(f"{patch.name}: voice.lanes", voice.lanes, f"1, {SIDES} or a multiple of {GROUP}")
    step = max(1, GROUP // voice.lanes)
    if voice.count < 1 or voice.count % step:
        allowed = f"a multiple of {step}" if step > 1 else "1 or more"
        raise InvalidPatch(f"{patch.name}: voice.count", voice.count, allowed)
    for send in patch.sends:
        if voice.lanes == SIDES and send.left != send.right:
            allowed = f"{send.left} for both sides: the lanes of a voice are its sides"
            raise InvalidSend(f"{patch.name}: send {send.name!r}", send.right, allowed)


def _check_names(patch: Patch) -> None:
    names = [s.name for s in patch.sends]
    for name in names:
        if names.count(name) > 1 or not name.isidentifier():
            raise InvalidSend(f"{patch.name}: send", name, "a name of its own: letters, digits and _")
    for field, ports in (("inputs", patch.inputs), ("outputs", patch.outputs)):
        for name in ports:
            if ports.count(name) > 1 or not name.isidentifier():
                raise InvalidPatch(
                    f"{patch.name}: {field}", name, "names of their own: letters, digits and _"
                )


def _placed(patch: Patch, node: Node, part: str) -> Placed:
    where = f"{patch.name}: node {node.id!r}"
    if not _NODE.fullmatch(node.id) or node.id in _RESERVED:
        raise InvalidPatch(
            f"{patch.name}: node", node.id, f"a-z, 0-9 and single _ inside; not {', '.join(_RESERVED)}"
        )
    source = kernel_source.load(node.module, where)
    check_module(source)
    declared = {p.name: p for p in source.module.parameters}
    values = {p.name: p.default for p in source.module.parameters}
    for name, value in node.parameters:
        if name not in declared:
            raise UnknownParameter(f"{where} ({node.module})", name, ", ".join(declared) or "no parameters")
        try:
            values[name] = declared[name].check(value)
        except InvalidValue as error:
            raise InvalidPatch(f"{where}.{name}", error.value, error.allowed) from None
    for name, _sound in node.sounds:
        if name not in source.module.sounds:
            known = ", ".join(source.module.sounds) or "no sounds"
            raise InvalidPatch(f"{where} ({node.module})", name, known)
    if part == "voice" and source.bus_only:
        raise WrongPart(f"{where} ({source.name})", "voice", f"the bus, for {source.bus_only}")
    lanes = patch.voice.lanes if patch.voice and part == "voice" else 0
    if source.module.sides and lanes != SIDES:
        raise WrongPart(f"{where} ({source.name})", part, f"voices of {SIDES} lanes, left and right")
    return Placed(node.id, source, part, values, dict(node.sounds))
