"""A patch alone: notes or a signal in, sound out; the same words give the same bytes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from auralis.app.patches.choice import Choice
from auralis.app.patches.signals import IMPULSE, Signal
from auralis.core.errors import InvalidValue
from auralis.core.events import NoteEvent
from auralis.core.units import CHANNELS, Block, Frame
from auralis.engine import Kernels
from auralis.engine.compiler.events import NONE
from auralis.engine.patch_instrument import PatchInstrument

A3 = 57
_BLOCK = 4_410
_VELOCITY = 80
_HELD = 0.75
"""The share of the duration in which notes are held or noise sounds; the rest is for the tail."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to play: pitches one after another, or at once as a chord, or a signal, for how long."""

    frames: Frame
    sample_rate: int
    pitches: Sequence[int] = (A3,)
    chord: bool = False
    signal: str = IMPULSE


def played(choice: Choice, task: Task, kernels: Kernels) -> Iterator[Block]:
    """Yield a patch's sound in blocks, float32 (2, n): its notes, or what its effect makes of a signal.

    Several outputs are summed. Raises `InvalidValue` for voices that no `[play]` table makes an instrument.
    """
    if choice.file.instrument:
        return _notes_played(choice.file.instrument, choice.values, task, kernels)
    if choice.file.patch.voice:
        raise InvalidValue(choice.name, "voices", "voices that a table [play] makes an instrument")
    return _signal_played(choice, task, kernels)


def _notes_played(
    instrument: PatchInstrument, born: Mapping[str, float], task: Task, kernels: Kernels
) -> Iterator[Block]:
    notes = _notes(task)
    player = instrument.player(kernels, task.sample_rate, 0, born)
    player.schedule(notes, [])
    for frames in _sizes(task):
        y = np.zeros((CHANNELS, frames), np.float32)
        player.process(np.zeros((0, frames), np.float32), y)
        yield y


def _signal_played(choice: Choice, task: Task, kernels: Kernels) -> Iterator[Block]:
    patch, heard = choice.file.patch, Signal(task.signal, task.sample_rate)
    instance = kernels.program(patch, task.sample_rate).instance(0, choice.values)
    for block in heard.blocks(int(task.frames * _HELD), _sizes(task)):
        frames = block.shape[1]
        x = np.zeros((CHANNELS * len(patch.inputs), frames), np.float32)
        x[:CHANNELS] = block[: len(x)]
        y = np.zeros((CHANNELS * len(patch.outputs), frames), np.float32)
        instance.process(NONE, x, y)
        yield y.reshape(-1, CHANNELS, frames).sum(axis=0)


def _sizes(task: Task) -> Iterator[int]:
    for first in range(0, task.frames, _BLOCK):
        yield min(_BLOCK, task.frames - first)


def _notes(task: Task) -> list[NoteEvent]:
    for pitch in task.pitches:
        if not 0 <= pitch <= 127:
            raise InvalidValue("note", pitch, "0 to 127")
    together = int(task.frames * _HELD)
    each = max(1, together if task.chord else together // len(task.pitches))
    starts = (0 if task.chord else k * each for k in range(len(task.pitches)))
    return [
        NoteEvent(start, start + each, "", pitch, _VELOCITY)
        for start, pitch in zip(starts, task.pitches, strict=True)
    ]
