"""What was measured of a whole night: every window's figures, and curves that run through all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from auralis.analysis.dropouts import Dropout
from auralis.analysis.framing import Floats
from auralis.analysis.grid import TENTHS
from auralis.analysis.levels import dead_tenths
from auralis.analysis.loudness import Loudness, loudness, lufs, short_term_powers
from auralis.analysis.steadiness import seconds_read
from auralis.certificate.commission import Commission
from auralis.certificate.gauge import WindowReading
from auralis.certificate.stretch import Stretch
from auralis.certificate.windows import Window
from auralis.core.units import chunk_frames
from auralis.station.fade import Fade
from auralis.station.recipes import timeline_of

Flags: TypeAlias = npt.NDArray[np.bool_]

_QUIET_LUFS: Final = -60.0
"""A jump is counted from here, where there was nothing or less."""
_STEADY_S: Final = 3
"""Seconds that the loudness reads whose steps and holes are judged."""
_ENTRY_S: Final = 4
"""A station begins in silence: its first seconds are no step, no jump and no hole."""


@dataclass(frozen=True)
class Spot:
    """A value, and the second from the night's start at which it was found."""

    value: float
    second: float


@dataclass(frozen=True, eq=False)
class Reading:
    """The figures of a night; seconds count from its start.

    `weighted` and `plain` are the powers of each tenth of a second, shape (tenths,), and `faded` says in
    which of them a listener's fade is heard.
    """

    commission: Commission
    windows: tuple[WindowReading, ...]
    weighted: Floats
    plain: Floats
    faded: Flags
    clicks_s: tuple[float, ...]
    dropouts: tuple[Dropout, ...]
    unsound: int

    @classmethod
    def of(cls, commission: Commission, stretches: Iterable[Stretch]) -> "Reading":
        """Put stretches together, given in their order."""
        parts, seconds = list(stretches), 0.0
        windows: list[WindowReading] = []
        clicks: list[float] = []
        holes: list[Dropout] = []
        for part in parts:
            clicks += [second + seconds for second in part.clicks_s]
            holes += [Dropout(hole.start_s + seconds, hole.length_s) for hole in part.dropouts]
            windows += part.readings
            seconds = (part.readings[-1].window.end - commission.start) / commission.rate
        weighted, plain = (
            np.concatenate([getattr(p, name) for p in parts]) for name in ("weighted", "plain")
        )
        unsound = sum(part.unsound for part in parts)
        faded = _faded(commission, len(plain))
        curves = _Curves(commission, weighted, plain, faded)
        figured = tuple(map(curves.read, windows))
        return cls(commission, figured, weighted, plain, faded, tuple(clicks), tuple(holes), unsound)

    @property
    def loudness(self) -> Loudness:
        """Loudness and its range, of the night as one programme."""
        return loudness(self.weighted)

    @property
    def short_term(self) -> Floats:
        """The loudness of the 3 s that begin at each tenth of a second, in LUFS."""
        return lufs(short_term_powers(self.weighted))

    @property
    def jump(self) -> Spot:
        """The greatest rise of loudness, in LU, from one tenth of a second to the next."""
        rises = np.diff(np.maximum(lufs(self.weighted), _QUIET_LUFS))
        rises[self.faded[1:] | self.faded[:-1]] = 0
        rises[: entry_tenths(self.commission)] = 0
        if not len(rises):
            return Spot(0.0, 0.0)
        place = int(rises.argmax())
        return Spot(max(0.0, float(rises[place])), (place + 1) / TENTHS)

    @property
    def dead(self) -> tuple[float, Spot]:
        """The seconds that lie in a second below -60 dBFS, and the longest stretch of them."""
        dead = dead_tenths(self.plain) & ~self.faded
        edges = np.flatnonzero(np.diff(np.concatenate([[0], dead.astype(int), [0]])))
        lengths = edges[1::2] - edges[::2]
        if not len(lengths):
            return 0.0, Spot(0.0, 0.0)
        longest = int(lengths.argmax())
        spot = Spot(float(lengths[longest]) / TENTHS, float(edges[2 * longest]) / TENTHS)
        return float(lengths.sum()) / TENTHS, spot

    @property
    def columns(self) -> Floats:
        """The columns of the night's spectrogram."""
        return np.concatenate([window.columns for window in self.windows])

    def seconds_of(self, window: Window) -> tuple[float, float]:
        """Return where a window begins and ends."""
        start, rate = self.commission.start, self.commission.rate
        return (window.start - start) / rate, (window.end - start) / rate


class _Curves:
    """What is read of the night's curves inside a window."""

    def __init__(self, commission: Commission, weighted: Floats, plain: Floats, faded: Flags) -> None:
        self._commission = commission
        self._weighted, self._dead = weighted, dead_tenths(plain) & ~faded
        self._entry = entry_tenths(commission)

    def read(self, reading: WindowReading) -> WindowReading:
        """Return a window's reading with its loudness, its worst step and its deepest hole.

        Steps are those of which the later second begins in the window, so that none hides between two.
        """
        first, last = (
            (frame - self._commission.start) * TENTHS // self._commission.rate
            for frame in (reading.window.start, reading.window.end)
        )
        own = loudness(self._weighted[first:last])
        since = max(self._entry, first - TENTHS, 0)
        read = seconds_read(self._weighted[since : last + (_STEADY_S - 1) * TENTHS])
        steps = np.abs(np.diff(read))
        found: dict[str, float | None] = {
            "lufs": own.integrated_lufs,
            "range": own.range_lu,
            "short_term_max": own.short_term_max_lufs,
            "step": float(steps.max()) if len(steps) else None,
            "hole": float(read.min()) - own.integrated_lufs if own.integrated_lufs and len(read) else None,
            "dead": float(self._dead[first:last].sum()) / TENTHS,
        }
        places = {"hole": since / TENTHS + float(read.argmin())} if len(read) else {}
        if len(steps):
            places["step"] = since / TENTHS + float(steps.argmax()) + 1
        return replace(reading, figures={**found, **reading.figures}, places=places)


def entry_tenths(commission: Commission) -> int:
    """Return how many tenths of a second of a night are the station's own begin."""
    return max(0, round((_ENTRY_S - commission.start / commission.rate) * TENTHS))


def _faded(commission: Commission, tenths: int) -> Flags:
    """Return in which tenths of a second, at their begin, a listener's fade is heard."""
    timeline, chunk = timeline_of(commission.recipe), chunk_frames(commission.rate)
    if all(turn.context.fade == 1 for passage in timeline.passages for turn in passage.turns):
        return np.zeros(tenths, bool)
    fade = Fade.of(timeline)
    gains = [fade.gains(commission.start + k * chunk, 1)[0] for k in range(tenths)]
    return np.array([gain != 1 for gain in gains], dtype=bool)
