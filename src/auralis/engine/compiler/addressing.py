"""Expressions of the generated source that load and store rows of the state array."""

from auralis.engine.compiler.layout import Layout
from auralis.engine.compiler.plan import GROUP, OCTET, SIDES, Placed
from auralis.engine.module import State


class Addressing:
    """Writes loads and stores. In the voice part `j` is the first lane of the group that runs."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.lanes = layout.plan.lanes

    def width(self, placed: Placed) -> int:
        """Return the lanes that run together."""
        return GROUP if placed.part == "voice" else 2

    def of_voice(self, row: str) -> str:
        """Return the load of a row with one value a voice, for the group that runs."""
        offset = self.layout.at(row)
        if self.lanes == 1:
            return f"fload(S, {offset} + j, {GROUP})"
        if self.lanes == SIDES:
            return f"ftwice(S, {offset} + j // {SIDES}, {GROUP})"
        return f"fsplat(S, {offset} + j // {self.lanes}, {GROUP})"

    def parameter(self, placed: Placed, name: str) -> str:
        """Return the load of a parameter."""
        row = f"{placed.id}.{name}"
        return self.of_voice(row) if placed.part == "voice" else f"fsplat(S, {self.layout.at(row)}, 2)"

    def load(self, placed: Placed, row: str) -> str:
        """Return the load of a row with a value a lane: a glide or a kept output."""
        return f"fload(S, {self._lane(placed, row)}, {self.width(placed)})"

    def store(self, placed: Placed, row: str, value: str) -> str:
        """Return the store into a row with a value a lane."""
        return f"vstore(S, {self._lane(placed, row)}, {value})"

    def load_state(self, placed: Placed, state: State) -> str:
        """Return the load of a state."""
        lanes = state.lanes or self.width(placed)
        text = f"fload(S, {self._state(placed, state)}, {lanes})"
        return f"bits({text})" if state.integer else text

    def store_state(self, placed: Placed, state: State, value: str) -> str:
        """Return the store of a state."""
        return f"vstore(S, {self._state(placed, state)}, {f'unbits({value})' if state.integer else value})"

    def ring(self, placed: Placed, name: str) -> str:
        """Return the ring; each group of voices has its own."""
        frames, lanes = placed.source.module.rings[name]
        lanes = lanes or self.width(placed)
        offset = f"{self.layout.at(f'{placed.id}.{name}')}"
        if placed.part == "voice":
            offset += f" + j * {frames}"
        return f"ring(S, {offset}, {frames}, {lanes})"

    def in_run(self, placed: Placed, port: str) -> str:
        """Return the load of an audio output at frame `f` of the run."""
        width = self.width(placed)
        return f"fload(S, {self.layout.at(f'run.{placed.id}.{port}')} + f * {width}, {width})"

    def to_run(self, placed: Placed, port: str, value: str) -> str:
        """Return the store of an audio output at frame `f` of the run."""
        return f"vstore(S, {self.layout.at(f'run.{placed.id}.{port}')} + f * {self.width(placed)}, {value})"

    def octet(self, row: str) -> str:
        """Return the load of an octet, from frame `f` of the control tick on."""
        return f"fload(S, {self.layout.at(row)} + f * 2, {2 * OCTET})"

    def to_octet(self, placed: Placed, port: str, value: str) -> str:
        """Return the store of an octet of an audio output."""
        return f"vstore(S, {self.layout.at(f'run.{placed.id}.{port}')} + f * 2, {value})"

    def sent(self, send: str, side: str) -> str:
        """Return the load of one side of a send, all voices of it, at frame `f` of the run."""
        return f"fload(S, {self.layout.at(self.layout.sent(send, side))} + f * {GROUP}, {GROUP})"

    def table(self, placed: Placed, name: str) -> str:
        """Return a table; all voices share it."""
        return (
            f"ring(S, {self.layout.at(f'{placed.id}.{name}')}, {placed.source.module.tables[name].size}, 1)"
        )

    def whole(self, placed: Placed, name: str) -> str:
        """Return a state, ring or table of the bus as a flat array."""
        row = self.layout.rows[f"{placed.id}.{name}"]
        return f"S[{row.offset} : {row.offset + row.size}]"

    def number(self, placed: Placed, name: str) -> str:
        """Return a parameter of the bus as a number, on its way if it glides."""
        glides = name in placed.source.module.glide
        return f"S[{self.layout.at(f'{placed.id}.{name}' + '>goal' * glides)}]"

    def _state(self, placed: Placed, state: State) -> str:
        row = f"{placed.id}.{state.name}"
        return str(self.layout.at(row)) if state.lanes else self._lane(placed, row)

    def _lane(self, placed: Placed, row: str) -> str:
        offset = self.layout.at(row)
        return f"{offset} + j" if placed.part == "voice" else f"{offset}"


def zeros(width: int) -> str:
    """Return lanes of zero."""
    return f"vec({', '.join(['0.0'] * width)})"
