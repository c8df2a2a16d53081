"""A patch of many modules abreast, so that a whole catalogue is compiled in a few kernels.

A module NAME stands on the bus as `m_NAME`, fed from the patch's inputs, and in the voices as `v_NAME`, fed
with noise and a saw (unless it can only stand on the bus). Control inputs hear an LFO. Every audio output
has an output of the patch of its own, `m_NAME__PORT` or `v_NAME__PORT`; control outputs move the cutoff of a
filter that is heard in their place, `m_NAME__ear` or `v_NAME__ear`.
"""

from collections.abc import Iterator, Mapping, Sequence

from auralis.engine.compiler.kernel_source import KernelSource, load
from auralis.engine.patch import Node, Patch, Send, Voice, node

BORN: Mapping[str, Mapping[str, float]] = {
    "adsr": {"a": 0.01},
    "echo": {"bpm": 300, "beats": 0.0625},
    "fdn16": {"size": 0.3},
    "feedback": {"time": 0.011},
    "knock": {"level": 0.5},
    "pingpong": {"time": 0.02},
    "rattle": {"level": 0.5},
    "swell": {"attack": 0.01},
    "tape": {"time": 0.02},
    "thud": {"level": 0.5},
}
"""Values other than the defaults, with which a module is heard within a tenth of a second."""

BUS = (node("m_slow", "lfo", rate=3),)
AIR = (node("v_air", "noise", level=0.5), node("v_wave", "saw", freq=441), node("v_slow", "lfo", rate=3))


def abreast(label: str, names: Sequence[str]) -> Patch:
    """Return a patch of modules: on the bus, and in as many lanes a voice as the most demanding one needs."""
    sources = [load(name, label) for name in names]
    voiced = [s for s in sources if not s.bus_only]
    bused = [s for s in sources if not s.module.sides]
    bus = [p for s in bused for p in _placed(s, "m", ("in.a", "in.b"))]
    inside = [p for s in voiced for p in _placed(s, "v", ("v_air.y", "v_wave.y"))]
    ends = {"m": [e for s in bused for e in _ends(s, "m")], "v": [e for s in voiced for e in _ends(s, "v")]}
    sends = tuple(Send(name, end, end) for name, end in ends["v"])
    cables = [cable for _, found in (*bus, *inside) for cable in found]
    cables += [f"{end} -> out.{name}" for name, end in ends["m"]]
    cables += [f"voices.{s.name} -> out.{s.name}" for s in sends]
    lanes = max(s.voice_lanes for s in sources)
    voice = Voice({1: 16, 2: 8, 16: 5}[lanes], lanes, (*AIR, *(n for n, _ in inside))) if voiced else None
    outputs = tuple(name for name, _ in (*ends["m"], *ends["v"]))
    return Patch(label, voice, (*BUS, *(n for n, _ in bus)), tuple(cables), sends, ("a", "b"), outputs)


def _placed(source: KernelSource, part: str, heard: tuple[str, str]) -> Iterator[tuple[Node, list[str]]]:
    """Yield the nodes of a module in a part, each with its cables: itself, and an ear for control outputs."""
    name = f"{part}_{source.name}"
    cables, fast = [], 0
    for port in source.module.inputs:
        origin = f"{part}_slow.y" if port.endswith("~") else heard[fast % 2]
        fast += not port.endswith("~")
        cables.append(f"{origin} -> {name}.{port.rstrip('~')}")
    yield node(name, source.name, **BORN.get(source.name, {})), cables
    slow = [p.rstrip("~") for p in source.module.outputs if p.endswith("~")]
    if slow:
        ear = f"{name}_ear"
        yield (
            node(ear, "svf", env_amt=2),
            [f"{heard[0]} -> {ear}.x", *(f"{name}.{port} -> {ear}.env" for port in slow)],
        )


def _ends(source: KernelSource, part: str) -> Iterator[tuple[str, str]]:
    """Yield what is heard of a module in a part: the name of the patch's output, and the node's output."""
    name, ports = f"{part}_{source.name}", source.module.outputs
    yield from ((f"{name}__{port}", f"{name}.{port}") for port in ports if not port.endswith("~"))
    if any(port.endswith("~") for port in ports):
        yield f"{name}__ear", f"{name}_ear.y"
