"""Wires: soft curves between boxes, under the picture where they close a loop."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from auralis.app.patch_picture.graph import Graph, Wire
from auralis.app.patch_picture.placing import GAP, WIDTH, Place, Placing
from auralis.pictures.score.lettering import SANS, Face, write
from auralis.pictures.score.palette import GROUND, INKS, SOFT, WARM

_PORT: Final = Face(SANS, 5.5)
_BELOW: Final = 26.0
Point = tuple[float, float]


def draw_wires(axes: Axes, graph: Graph, placing: Placing) -> None:
    """Draw every wire with its gain, and the names of ports."""
    outs, intos = _ends(graph, placing, leaving=True), _ends(graph, placing, leaving=False)
    floor = min(p.y - p.height / 2 for p in placing.boxes.values()) - _BELOW
    names: dict[Point, tuple[str, str]] = {}
    for wire, start, end in zip(graph.wires, outs, intos, strict=True):
        stops = [start, *_through(placing, wire), end]
        back = start[0] > end[0]
        _draw(axes, _around(start, end, floor) if back else _along(stops), wire, _colour(graph, wire, back))
        if wire.gain != 1.0:
            (x0, y0), (x1, y1) = stops[:2]
            place = (x0 + GAP / 2, y0) if back else ((x0 + x1) / 2, (y0 + y1) / 2)
            names[place] = (f"\N{MULTIPLICATION SIGN} {wire.gain:g}", "center")
        names[start[0] + 3, start[1]] = (wire.out, "left")
        names[end[0] - 4, end[1]] = (wire.into, "right")
    for (x, y), (name, side) in names.items():
        write(axes, x, y + 4, name, _PORT, color=SOFT, ha=side)


def _draw(axes: Axes, path: Path, wire: Wire, colour: Any) -> None:
    """Draw a wire over a wider one of the ground's colour, so that it seems to pass above those before it."""
    line = (0, (3, 2)) if wire.control else "-"
    gid = f"wire {wire.start} {wire.end}"
    for edge, width, style in ((GROUND, 3.4, "-"), (colour, 1.3, line)):
        looks: dict[str, Any] = {"edgecolor": edge, "linewidth": width, "linestyle": style}
        axes.add_patch(PathPatch(path, facecolor="none", capstyle="round", gid=gid, **looks))


def _colour(graph: Graph, wire: Wire, back: bool) -> object:
    if back:
        return INKS["percussion"].rgb
    if wire.control:
        return WARM
    return INKS["pad" if graph.boxes[wire.start].part == "voice" else "bass"].rgb


def _ends(graph: Graph, placing: Placing, leaving: bool) -> list[Point]:
    """Return where each wire meets its box: one place a port, in the order of the wires' other ends."""
    ports = [(w.start, w.out) if leaving else (w.end, w.into) for w in graph.wires]
    at: dict[tuple[str, str], Point] = {}
    for name in dict.fromkeys(box for box, _ in ports):
        box = placing.boxes[name]
        mine = list(dict.fromkeys(p for p in ports if p[0] == name))
        mine.sort(key=lambda p: -round(_aim(graph, placing, ports, p, leaving), 3))
        x = box.x + WIDTH / 2 if leaving else box.x - WIDTH / 2
        for n, port in enumerate(mine):
            at[port] = (x, box.y + (0.5 - (n + 0.5) / len(mine)) * box.height)
    return [at[p] for p in ports]


def _aim(
    graph: Graph, placing: Placing, ports: Sequence[tuple[str, str]], port: tuple[str, str], leaving: bool
) -> float:
    """Return the height at which the wires of a port go on, on average."""
    wires = [w for w, p in zip(graph.wires, ports, strict=True) if p == port]
    return sum(_towards(placing, w, leaving) for w in wires) / len(wires)


def _towards(placing: Placing, wire: Wire, leaving: bool) -> float:
    """Return the height at which a wire goes on."""
    way = placing.ways[wire]
    ends: Mapping[bool, Place] = {True: placing.boxes[wire.end], False: placing.boxes[wire.start]}
    return way[0 if leaving else -1][1] if way else ends[leaving].y


def _through(placing: Placing, wire: Wire) -> list[Point]:
    """Return a level stretch for each column that a wire crosses."""
    return [(x + side, y) for x, y in placing.ways[wire] for side in (-WIDTH / 2, WIDTH / 2)]


def _along(points: Sequence[Point]) -> Path:
    vertices, codes = [points[0]], [Path.MOVETO]
    for (x0, y0), (x1, y1) in pairwise(points):
        bend = (x1 - x0) / 2
        vertices += [(x0 + bend, y0), (x1 - bend, y1), (x1, y1)]
        codes += [Path.CURVE4] * 3
    return Path(vertices, codes)


def _around(start: Point, end: Point, floor: float) -> Path:
    """Return the way back: down behind the source, under everything, and up in front of the target."""
    (x0, y0), (x1, y1), side = start, end, GAP / 2.2
    vertices = [start, (x0 + side, y0), (x0 + side, floor), (x0, floor)]
    vertices += [(x0 - side, floor), (x1 + side, floor), (x1, floor)]
    vertices += [(x1 - side, floor), (x1 - side, y1), end]
    return Path(vertices, [Path.MOVETO, *[Path.CURVE4] * 9])
