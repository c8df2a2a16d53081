"""A layer of a kit as it is measured: its instrument alone, on the composer's notes."""

from collections.abc import Mapping, Sequence

import numpy as np

from auralis.app.bench.patch_run import BLOCK, counters
from auralis.app.bench.subject import Begin, Subject, Work
from auralis.composition import MusicalContext
from auralis.core.events import NoteEvent
from auralis.core.units import CHANNELS, Block, Frame
from auralis.engine import Kernels
from auralis.engine.instrument import Player
from auralis.engine.patch_instrument import PatchInstrument
from auralis.sequencing import Timeline, notes

SEED = 7
_SILENCE = np.zeros((0, BLOCK), np.float32)
_MUSIC_S = 200
_LEAD_S = 20
_SPAN_S = 5
_PITCHES = (36, 48, 60, 70, 76)


def layer_subject(
    layer: str, instrument: PatchInstrument, values: Mapping[str, float], kernels: Kernels, rate: int
) -> Subject:
    """Return a layer's instrument, some minutes into the music; `values` are its own, by parameter."""
    program = kernels.program(instrument.patch, rate)

    def sound() -> Block:
        player = instrument.player(kernels, rate, 0, values)
        player.schedule(score((layer,), rate), [])
        out = np.zeros((CHANNELS, rate), np.float32)
        player.process(np.zeros((0, rate), np.float32), out)
        return out

    start = _MUSIC_S * rate
    player = instrument.player(kernels, rate, start, values)
    player.schedule(_composed(layer, start, start + (_LEAD_S + _SPAN_S) * rate, rate), [])
    loads = {"music": _rounds(player, _LEAD_S * rate, _SPAN_S * rate)}
    return Subject(counters(program), sound, loads, _SPAN_S * rate)


def score(layers: Sequence[str], rate: int) -> list[NoteEvent]:
    """Return the notes of one second that never change: each layer strikes five, firmer and firmer."""
    return [
        NoteEvent(k * rate // 8 + k, rate // 2 + k * rate // 16, layer, pitch, 40 + 20 * k)
        for layer in layers
        for k, pitch in enumerate(_PITCHES)
    ]


def _composed(layer: str, start: Frame, end: Frame, rate: int) -> list[NoteEvent]:
    timeline = Timeline.of(SEED, rate, MusicalContext.of({}))
    return [note for note in notes(timeline, start, end) if note.layer == layer and note.frame >= start]


def _rounds(player: Player, lead: Frame, frames: Frame) -> Begin:
    out = np.zeros((CHANNELS, BLOCK), np.float32)

    def span(length: Frame) -> None:
        for first in range(0, length, BLOCK):
            count = min(BLOCK, length - first)
            player.process(_SILENCE[:, :count], out[:, :count])

    span(lead)
    snapshot = player.snapshot()

    def begin() -> Work:
        player.restore(snapshot)
        return lambda: span(frames)

    return begin
