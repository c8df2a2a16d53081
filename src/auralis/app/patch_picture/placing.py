"""Where boxes stand: in columns, few wires crossing, long wires between the boxes and not through them.

After K. Sugiyama, S. Tagawa and M. Toda, "Methods for visual understanding of hierarchical system
structures", 1981: points on long wires, orders by barycentres, then heights pulled to their neighbours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from auralis.app.patch_picture.graph import Box, Graph, Wire

WIDTH: Final = 112.0
GAP: Final = 52.0
"""Points: a box, and the way to the next column."""

_BETWEEN: Final = 16.0
_TITLE: Final = 30.0
_PORT: Final = 22.0
_LINE: Final = 9.5
_POINT: Final = 4.0
_APART: Final = 13.0
_ROUNDS: Final = 12


@dataclass(frozen=True, slots=True)
class Place:
    """The middle of a box and its height, in points; y grows upwards."""

    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Placing:
    """Places of boxes by id, and for each wire the points it goes through between its ends."""

    boxes: Mapping[str, Place]
    ways: Mapping[Wire, tuple[tuple[float, float], ...]]


def height_of(box: Box) -> float:
    """Return the height of a box in points: room for its words, and for the names of its ports beside it."""
    words = (_TITLE if box.caption else _PORT) + _LINE * len(box.lines)
    return max(words, _APART * box.ports)


def place(graph: Graph) -> Placing:
    """Return where everything stands."""
    heights = {i: height_of(box) for i, box in graph.boxes.items()}
    columns: list[list[str]] = [[] for _ in range(1 + max(b.column for b in graph.boxes.values()))]
    for i, box in graph.boxes.items():
        columns[box.column].append(i)
    near: dict[str, list[str]] = {i: [] for i in heights}
    ways = {wire: _points(graph, wire, columns, heights, near) for wire in graph.wires}
    for forward in (True, False) * _ROUNDS:
        _order(columns if forward else columns[::-1], near)
    ys = _heights(columns, near, heights)
    xs = {i: k * (WIDTH + GAP) for k, column in enumerate(columns) for i in column}
    places = {i: Place(xs[i], ys[i], heights[i]) for i in graph.boxes}
    return Placing(places, {wire: tuple((xs[i], ys[i]) for i in way) for wire, way in ways.items()})


def _points(
    graph: Graph, wire: Wire, columns: list[list[str]], heights: dict[str, float], near: dict[str, list[str]]
) -> list[str]:
    """Return points for the columns that a wire crosses; none for a wire that goes back."""
    first, last = graph.boxes[wire.start].column, graph.boxes[wire.end].column
    way = []
    for k in range(first + 1, last):
        point = f"{wire.start}.{wire.out}>{wire.end}.{wire.into}@{k}"
        columns[k].append(point)
        heights[point], near[point] = _POINT, []
        way.append(point)
    if first < last:
        chain = [wire.start, *way, wire.end]
        for a, b in pairwise(chain):
            near[a].append(b)
            near[b].append(a)
    return way


def _order(columns: Sequence[list[str]], near: Mapping[str, Sequence[str]]) -> None:
    """Sort each column by where the neighbours in the column before it stand."""
    for before, column in pairwise(columns):
        at = {i: k / max(1, len(before) - 1) for k, i in enumerate(before)}
        own = {i: k / max(1, len(column) - 1) for k, i in enumerate(column)}
        column.sort(key=lambda i: _mean([at[n] for n in near[i] if n in at], own[i]))


def _heights(
    columns: Sequence[Sequence[str]], near: Mapping[str, Sequence[str]], heights: Mapping[str, float]
) -> dict[str, float]:
    ys = dict.fromkeys(heights, 0.0)
    for column in columns:
        _stack(column, ys, heights, ys)
    for turn in range(2 * _ROUNDS):
        for column in columns if turn % 2 else columns[::-1]:
            wanted = {i: _mean([ys[n] for n in near[i]], ys[i]) for i in column}
            _stack(column, wanted, heights, ys)
    return ys


def _stack(
    column: Sequence[str], wanted: Mapping[str, float], heights: Mapping[str, float], ys: dict[str, float]
) -> None:
    """Put a column's boxes as near as they can be to where they are wanted, none on another, downwards."""
    found: list[float] = []
    floor = float("inf")
    for i in column:
        y = min(wanted[i], floor - heights[i] / 2)
        found.append(y)
        floor = y - heights[i] / 2 - _BETWEEN
    shift = _mean([wanted[i] - y for i, y in zip(column, found, strict=True)], 0.0)
    ys.update({i: y + shift for i, y in zip(column, found, strict=True)})


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
