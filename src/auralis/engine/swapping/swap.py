"""From one running patch to another: what the new one takes over, and how the sound passes to it."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from auralis.core.units import Block, Frame
from auralis.engine.compiler.events import Events
from auralis.engine.compiler.instance import Snapshot
from auralis.engine.compiler.layout import Layout
from auralis.engine.compiler.plan import Placed
from auralis.engine.compiler.program import Program
from auralis.engine.errors import InvalidPatch
from auralis.engine.primitives import CR
from auralis.engine.strict import sin_turn
from auralis.engine.swapping.strand import RunningStrand

FADE: Final = 2048
"""Frames in which the sound passes from one patch to the other."""

_EVER: Final = -(1 << 62)


def check_exchange(old: Program, new: Program) -> None:
    """Raise `InvalidPatch` unless one program can take the other's place."""
    wanted = {"inputs": old.patch.inputs, "outputs": old.patch.outputs}
    found = {"inputs": new.patch.inputs, "outputs": new.patch.outputs}
    for name, ports in wanted.items():
        if found[name] != ports:
            raise InvalidPatch(f"{new.patch.name}: {name}", found[name], f"{ports}, as before")
    if new.sample_rate != old.sample_rate:
        raise InvalidPatch(f"{new.patch.name}: sample_rate", new.sample_rate, f"{old.sample_rate}, as before")


def next_tick(frame: Frame) -> Frame:
    """Return the first control tick at or after a frame: every kernel finds its footing there."""
    return -(-frame // CR) * CR


def succeed(old: RunningStrand, new: RunningStrand) -> None:
    """Let a new strand go on where an old one stands, which must be at a control tick.

    States and rings of nodes that have the same id and module in the same part are carried over.
    Parameters have the new patch's values, or what the events so far have set them to. Voices sound
    on where there are as many as before and the notes so far lie in the same ones; else they are
    silent until their next notes. A voice's node that is new has not heard the start of its note.
    """
    at, before, after = old.instance.position, old.strand.program, new.strand.program
    earlier, later = old.schedule.between(_EVER, at), new.schedule.between(_EVER, at)
    voices = _same_voices(before, earlier, after, later)
    source, state = old.instance.snapshot().state, new.instance.snapshot().state
    _apply(after.layout, later, state)
    carried = set(_carried(before.layout, after.layout, voices))
    _settle(after.layout, [n for n in after.plan.nodes.values() if n.id not in carried], state)
    for name, row in after.layout.rows.items():
        origin = before.layout.rows.get(name)
        if origin and origin.size == row.size and _is_kept(after.layout, name, carried, voices):
            state[row.offset : row.offset + row.size] = source[origin.offset : origin.offset + origin.size]
    state[after.layout.at("born")] = 1.0
    new.instance.restore(Snapshot(at, state))


def crossfade(old: Block, new: Block, since: Frame) -> None:
    """Replace `new` by what is heard of both, `since` frames after the new one began.

    The gains are a raised cosine and sum to 1, by absolute frames: block sizes don't matter.
    """
    new -= old
    new *= fade_gains()[since : since + new.shape[1]]
    new += old


@lru_cache(maxsize=1)
def fade_gains() -> npt.NDArray[np.float32]:
    """Return the new patch's gain at each frame of the fade; the first call takes some 20 ms."""
    shape = [0.5 - 0.5 * sin_turn(0.25 + 0.5 * (k + 1) / (FADE + 1)) for k in range(FADE)]
    return np.array(shape, np.float32)


def _same_voices(old: Program, before: Events, new: Program, after: Events) -> bool:
    """Return whether the same notes have begun in the same voices of both."""
    if (old.plan.count, old.plan.lanes) != (new.plan.count, new.plan.lanes):
        return False
    return _starts(old, before) == _starts(new, after)


def _starts(program: Program, events: Events) -> list[tuple[Frame, int]]:
    first = program.layout.at("trigger")
    found = events[(events["row"] >= first) & (events["row"] < first + program.plan.count)]
    return sorted(zip(found["at"].tolist(), (found["row"] - first).tolist(), strict=True))


def _apply(layout: Layout, events: Events, state: npt.NDArray[np.float32]) -> None:
    """Write what events have set; of several for one row the last."""
    state[events["row"]] = events["value"]
    row = layout.rows["trigger"]
    state[row.offset : row.offset + row.size] = 0.0


def _carried(old: Layout, new: Layout, voices: bool) -> Iterator[str]:
    """Yield the ids of the nodes that go on."""
    for node in new.plan.nodes.values():
        before = old.plan.nodes.get(node.id)
        same = before is not None and (before.source.name, before.part) == (node.source.name, node.part)
        if same and (voices or node.part == "bus"):
            yield node.id


def _settle(layout: Layout, nodes: list[Placed], state: npt.NDArray[np.float32]) -> None:
    """Let the glides of new nodes stand where their parameters stand."""
    for node in nodes:
        for parameter in node.values:
            row = layout.rows[f"{node.id}.{parameter}"]
            values = state[row.offset : row.offset + row.size]
            starting = [s.name for s in node.source.module.state if s.start == parameter]
            for name in (*starting, f"{parameter}>goal", f"{parameter}>now"):
                target = layout.rows.get(f"{node.id}.{name}")
                if target is not None:
                    spread = np.repeat(values, target.size // row.size)
                    state[target.offset : target.offset + target.size] = spread


def _is_kept(layout: Layout, name: str, carried: set[str], voices: bool) -> bool:
    """Return whether a row is memory that goes on: no parameter and no table."""
    node, _, rest = name.replace(":", ".").partition(".")
    if not rest:
        return voices and name in ("active", "live")
    placed = layout.plan.nodes.get(node)
    if placed is None or node not in carried:
        return False
    return rest not in placed.values and rest not in placed.source.module.tables
