"""The walk: stint after stint of a plan, rendered, resampled and coded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from auralis.core.units import CHANNELS, Block, Frame, to_pcm
from auralis.engine import Kernels
from auralis.export.sound.coder import Window
from auralis.export.sound.plan import Output, Plan, Take
from auralis.export.sound.resampling import resampled
from auralis.station.kits import Kits
from auralis.station.offline import render, render_stems


@dataclass(frozen=True, slots=True)
class Stint:
    """A stint's frames at the recipe's rate, its bytes in each file, and what their MD5s are made of.

    `wire` is its wire PCM at the recipe's rate, where the plan wants that.
    """

    number: int
    frames: Frame
    coded: Sequence[bytes]
    pcm: Sequence[bytes]
    wire: bytes


def walk(plan: Plan, kernels: Kernels, kits: Kits, first: int, last: int) -> Iterator[Stint]:
    """Yield stints [first, last) of a plan."""
    sound = _Sliding(plan, kernels, kits, first, last)
    for number in range(first, last):
        windows = [_window(plan, output, number, sound) for output in plan.outputs]
        start, end = number * plan.stint, min((number + 1) * plan.stint, plan.take.frames)
        yield Stint(
            number,
            end - start,
            [o.coder.stint(w) for o, w in zip(plan.outputs, windows, strict=True)],
            [o.coder.pcm(w) for o, w in zip(plan.outputs, windows, strict=True)],
            to_pcm(sound.part(start, end, 0)).tobytes() if plan.hashed else b"",
        )
        sound.forget(number + 1)


def _window(plan: Plan, output: Output, number: int, sound: "_Sliding") -> Window:
    low, high = plan.reach(output, number)
    start, end = plan.span(output, number)
    block = resampled(sound.part(low, high, output.row), plan.take.rate, output.rate)
    origin = low * output.rate // plan.take.rate
    begin = max(0, start - output.coder.before)
    until = min(end + output.coder.after, plan.span(output, plan.stints - 1)[1])
    return Window(block[:, begin - origin : until - origin], begin, start, end)


class _Sliding:
    """What some stints are made of, as it is rendered; what no later stint needs is forgotten."""

    def __init__(self, plan: Plan, kernels: Kernels, kits: Kits, first: int, last: int) -> None:
        self._plan = plan
        self._begin = self._low(first)
        reaches = [plan.reach(o, last - 1)[1] for o in plan.outputs] or [last * plan.stint]
        end = min(plan.take.frames, max(reaches))
        self._blocks = _rendered(plan.take, kernels, kits, self._begin, max(0, end - self._begin))
        self._held: list[Block] = []
        self._end = self._begin

    def part(self, low: Frame, high: Frame, row: int) -> Block:
        """Return frames [low, high) of two rows, silent outside the take."""
        self._reach(min(high, self._plan.take.frames))
        out = np.zeros((CHANNELS, high - low), np.float32)
        at = self._begin
        for block in self._held:
            first, last = max(low, at), min(high, at + block.shape[1])
            if first < last:
                out[:, first - low : last - low] = block[row : row + CHANNELS, first - at : last - at]
            at += block.shape[1]
        return out

    def forget(self, number: int) -> None:
        """Drop what lies ahead of a stint and all it needs."""
        low = self._low(number)
        while self._held and self._begin + self._held[0].shape[1] <= low:
            self._begin += self._held.pop(0).shape[1]

    def _low(self, number: int) -> Frame:
        lows = [self._plan.reach(output, number)[0] for output in self._plan.outputs]
        return min(lows, default=number * self._plan.stint)

    def _reach(self, frame: Frame) -> None:
        while self._end < frame:
            block = next(self._blocks)
            self._held.append(block)
            self._end += block.shape[1]


def _rendered(take: Take, kernels: Kernels, kits: Kits, begin: Frame, frames: Frame) -> Iterator[Block]:
    """Yield blocks of the music; with stems, their rows and then the mix's follow the music's."""
    walk = (take.recipe, kernels, take.start + begin, frames, take.block, kits)
    if not take.stems:
        yield from render(*walk)
        return
    for music, mix, stems in render_stems(*walk):
        yield np.vstack((music, stems, mix))
