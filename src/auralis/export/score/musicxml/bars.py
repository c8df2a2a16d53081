"""The bars of a span: where they lie in the music, and how long they are on paper."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple, get_args

from auralis.core.errors import InvalidValue
from auralis.core.units import TICKS_PER_BEAT, Frame, Tick
from auralis.sequencing import Timeline

Notation = Literal["written", "played"]
"""`written` lays notes on a grid that players read; `played` has each at its very tick."""

NOTATIONS: Final[tuple[Notation, ...]] = get_args(Notation)
GRID: Final = TICKS_PER_BEAT // 4
"""Ticks of a sixteenth, the shortest note that is written."""


class Bar(NamedTuple):
    """A bar that sounds from `tick` for `ticks`, and stands on paper from `at` for `length`.

    All are ticks from the span's start. `meter` is the one it counts in, `4/4`; a bar that is cut
    short is shorter, a `pickup` is what the span has of its first bar.
    """

    tick: Tick
    ticks: Tick
    at: Tick
    length: Tick
    meter: str
    bar_ticks: Tick
    pickup: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether its time signature is as long as it is."""
        beats, unit = self.time
        return self.length == beats * 4 * TICKS_PER_BEAT // unit

    @property
    def time(self) -> tuple[int, int]:
        """The time signature: that of the meter, or as many sixteenths as are left of a bar cut short."""
        beats, unit = self.meter.split("/")
        if self.length >= self.bar_ticks or self.pickup:
            return int(beats), int(unit)
        return self.length // GRID, 16


def parse_notation(text: str) -> Notation:
    """Return a notation by its name; raises `InvalidValue`."""
    for notation in NOTATIONS:
        if text == notation:
            return notation
    raise InvalidValue("notation", text, " or ".join(NOTATIONS))


def bars(timeline: Timeline, start: Frame, last: Tick, notation: Notation) -> list[Bar]:
    """Return the bars from a frame on until one ends at or after tick `last`; there is always one."""
    lines = list(_lines(timeline, start, last))
    found: list[Bar] = []
    at = 0
    for (tick, meter, bar), (until, _, _) in pairwise(lines):
        pickup = not found and until - tick < bar
        if notation == "played":
            found.append(Bar(tick, until - tick, tick, until - tick, meter, bar, pickup))
            continue
        length = max(GRID, (until - tick + GRID // 2) // GRID * GRID)
        found.append(Bar(tick, until - tick, at, length, meter, bar, pickup))
        at += length
    return _joined(found) if notation == "played" else found


def bar_of(found: Sequence[Bar], tick: Tick) -> Bar:
    """Return the bar in which a tick of the music sounds, the last for any later one."""
    return found[max(0, bisect_right(found, tick, key=lambda bar: bar.tick) - 1)]


def on_paper(found: Sequence[Bar], tick: Tick, grid: Tick = GRID) -> Tick:
    """Return where a tick of the music stands on paper, to the nearest `grid` of its bar; 1 is exact."""
    bar = bar_of(found, tick)
    return bar.at + min((tick - bar.tick + grid // 2) // grid * grid, bar.length)


def _lines(timeline: Timeline, start: Frame, last: Tick) -> Iterator[tuple[Tick, str, Tick]]:
    """Yield the ticks of bar lines with the meter after them, one at or after `last` included."""
    first = timeline.tempo.tick_from(start)
    heard = timeline.passages[timeline.index_at(start) :]
    tick = 0
    for passage, later in zip(heard, (*heard[1:], None), strict=True):
        bar, meter = passage.context.bar_ticks, passage.context.meter
        end = None if later is None else later.tick - first
        while end is None or tick < end:
            yield tick, meter, bar
            if tick >= max(last, 1):
                return
            tick += bar - (tick + first - passage.tick) % bar
            tick = tick if end is None else min(tick, end)


def _joined(found: Sequence[Bar]) -> list[Bar]:
    """Return the bars with those cut short joined to the ones after them.

    No time signature has their exact length, and a bar that is longer by next to nothing is taken for a
    mistake by programs that read it: so one is longer by half a beat or more.
    """
    out: list[Bar] = []
    for bar in found:
        before = out[-1] if out else None
        if (
            before
            and before.ticks != before.bar_ticks
            and before.ticks - before.bar_ticks < TICKS_PER_BEAT // 2
        ):
            ticks = before.ticks + bar.ticks
            out[-1] = before._replace(
                ticks=ticks, length=ticks, meter=bar.meter, bar_ticks=bar.bar_ticks, pickup=False
            )
        else:
            out.append(bar)
    return out
