"""Some windows rendered and measured at one go, with what has to be read across their edges."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from auralis.analysis.clicks import ClickMeter
from auralis.analysis.dropouts import Dropout, DropoutMeter
from auralis.analysis.framing import Floats
from auralis.analysis.grid import Grid
from auralis.analysis.loudness import LoudnessMeter
from auralis.certificate.gauge import FULL_SCALE, Gauge, WindowReading
from auralis.certificate.unlimited import Unlimited
from auralis.certificate.windows import Window
from auralis.core.units import CHANNELS, CHUNKS_PER_SECOND, Block, Frame, chunk_frames, to_pcm
from auralis.engine import Kernels
from auralis.sequencing import Timeline
from auralis.station.fade import Fade
from auralis.station.kits import Kits
from auralis.station.performance import Performance

_MARGIN_S: Final = 1
"""What is heard before and after, so that no filter begins cold and no click hides at an edge."""


@dataclass(frozen=True, eq=False)
class Stretch:
    """Readings of neighbouring windows, and of all their frames together.

    `weighted` and `plain` are powers of each tenth of a second, K-weighted and as they are; clicks and
    dropouts are in seconds from the stretch's start; `unsound` samples are no numbers, or beyond ±1.
    Its length is its frames.
    """

    readings: tuple[WindowReading, ...]
    weighted: Floats
    plain: Floats
    clicks_s: tuple[float, ...]
    dropouts: tuple[Dropout, ...]
    unsound: int

    def __len__(self) -> int:
        return self.readings[-1].window.end - self.readings[0].window.start


class Surveyor:
    """Renders and measures stretches of a timeline; `going_on` is asked every second and may raise."""

    def __init__(
        self, timeline: Timeline, kits: Kits, kernels: Kernels, columns: int, going_on: Callable[[], None]
    ) -> None:
        self._timeline, self._kits, self._kernels = timeline, kits, kernels
        self._columns = columns
        self._going_on = going_on
        self._rate = timeline.sample_rate

    def measure(self, windows: Sequence[Window]) -> Stretch:
        """Return what is read of neighbouring windows: the same, whatever else is measured."""
        start, end = windows[0].start, windows[-1].end
        chunk = chunk_frames(self._rate)
        margin = min(_MARGIN_S * self._rate, start // chunk * chunk)
        across = _Across(self._rate)
        player = self._kits.player(self._kernels, self._rate)
        playing = Performance(self._timeline, self._kits.first, self._kernels, start - margin, player)
        fade = Fade.of(self._timeline)
        unlimited = Unlimited(self._kits.first, self._kernels, self._rate, start - margin, fade)
        hear = _Hearing(playing, unlimited, across, self._going_on)
        hear.pass_over(margin)
        readings = tuple(hear.window(w, Gauge(w, self._rate, self._columns)) for w in windows)
        hear.pass_over(_MARGIN_S * self._rate)
        return across.stretch(readings, margin, end - start)


class _Across:
    """The meters that go on from window to window."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._loudness = LoudnessMeter(rate, CHANNELS)
        self._plain = Grid(1, rate)
        self._clicks = ClickMeter(rate, CHANNELS)
        self._dropouts = DropoutMeter(rate, CHANNELS)
        self.unsound = 0

    def feed(self, sound: Floats) -> None:
        self._loudness.feed(sound)
        self._plain.push(np.square(sound).mean(axis=0, keepdims=True))
        self._clicks.feed(sound)
        self._dropouts.feed(sound)

    def stretch(self, readings: tuple[WindowReading, ...], margin: Frame, frames: Frame) -> Stretch:
        """Return what was read, the margins before and after left out."""
        first = margin * CHUNKS_PER_SECOND // self._rate
        inside = slice(first, first + frames * CHUNKS_PER_SECOND // self._rate)
        since, until = margin / self._rate, (margin + frames) / self._rate
        clicks = tuple(s - since for s in map(float, self._clicks.seconds) if since <= s < until)
        holes = tuple(
            Dropout(d.start_s - since, d.length_s)
            for d in self._dropouts.dropouts
            if since <= d.start_s < until
        )
        return Stretch(
            readings,
            self._loudness.powers[inside],
            self._plain.means[0][inside],
            clicks,
            holes,
            self.unsound,
        )


class _Hearing:
    """A performance that is listened to second by second."""

    def __init__(
        self, playing: Performance, unlimited: Unlimited, across: _Across, going_on: Callable[[], None]
    ) -> None:
        self._playing, self._unlimited, self._across = playing, unlimited, across
        self._going_on = going_on
        self._second = playing.timeline.sample_rate

    def pass_over(self, frames: Frame) -> None:
        """Hear frames that belong to no window."""
        for step in self._steps(frames):
            block, _ = self._next(step)
            self._across.feed(to_pcm(block).T / FULL_SCALE)

    def window(self, window: Window, gauge: Gauge) -> WindowReading:
        """Hear a window."""
        reduction = 0.0
        for step in self._steps(window.end - window.start):
            block, lowered = self._next(step)
            self._across.unsound += int((~(np.abs(block) <= 1)).sum())
            reduction = max(reduction, lowered)
            pcm = to_pcm(block)
            sound: Floats = pcm.T / FULL_SCALE
            self._across.feed(sound)
            gauge.feed(pcm, sound)
        return gauge.reading(reduction if self._unlimited.knows else None)

    def _next(self, frames: Frame) -> tuple[Block, float]:
        self._going_on()
        block = self._playing.render(frames)
        return block, self._unlimited.reduction(self._playing.mix, block)

    def _steps(self, frames: Frame) -> list[Frame]:
        whole, rest = divmod(frames, self._second)
        return [self._second] * whole + ([rest] if rest else [])
