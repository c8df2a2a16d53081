"""A patch: an immutable graph of nodes, as data. It says what sounds; `kernels` makes it run."""

from dataclasses import dataclass, field

from auralis.engine.sound import Sound


@dataclass(frozen=True, slots=True)
class Node:
    """A module in a patch: the parameter values that differ from its defaults, and sounds for its tables."""

    id: str
    module: str
    parameters: tuple[tuple[str, float], ...] = ()
    sounds: tuple[tuple[str, Sound], ...] = ()


def node(name: str, module: str, /, **given: float | Sound) -> Node:
    """Return a node; parameters and sounds by name."""
    values = sorted(given.items(), key=lambda item: item[0])
    parameters = tuple((k, v) for k, v in values if not isinstance(v, Sound))
    return Node(name, module, parameters, tuple((k, v) for k, v in values if isinstance(v, Sound)))


@dataclass(frozen=True, slots=True)
class Voice:
    """The part that exists once a sounding note: `count` voices of `lanes` lanes each.

    With `lanes` 1, sixteen voices share a SIMD group and `count` is a multiple of 16. With `lanes` 2 a
    voice has a lane for each side, eight share a group and `count` is a multiple of 8. Otherwise `lanes` is
    a multiple of 16 and a voice is `lanes / 16` groups (a bank of partials).
    """

    count: int
    lanes: int
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Send:
    """A named way from the voices to the bus: all voices' `left` and `right`, summed to a stereo pair.

    Of voices with two lanes both name one port: its lanes are the sides.
    """

    name: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Patch:
    """A voice part, a stereo bus part, and the cables between their nodes.

    Cables: `"osc.y -> vcf.x"`, `"voices.main -> chorus.x"` (a send), `"in.NAME -> node.x"` (an input
    of the patch), `"node.y -> out"` or `"node.y -> out.NAME"`. `"osc.y * 0.5 -> vcf.x"` is a cable with a
    gain. Several cables into one port add up in the order in which they are written.
    """

    name: str
    voice: Voice | None = None
    bus: tuple[Node, ...] = ()
    cables: tuple[str, ...] = ()
    sends: tuple[Send, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = field(default=("out",))
