"""A small score for the kit, and ways to play it."""

from collections.abc import Sequence

import numpy as np

from auralis.core.events import ControlEvent, NoteEvent
from auralis.core.units import Block
from auralis.engine import Ensemble, Kernels, Kit, Master
from auralis.engine.compiler.events import Schedule

RATE = 44_100
PRESETS = ("focus", "meditation", "sleep", "bright")
TEMPO = {"focus": 60.0, "meditation": 50.0, "sleep": 40.0, "bright": 70.0}
LAYERS = ("pad", "piano", "bass", "bells", "air", "percussion")
BEATS, DRUMS = (0, 66_150, 110_250, 154_350), (36, 70, 76, 77)
CHORDS = ((50, 57, 60, 65), (52, 55, 60, 67), (53, 57, 62, 69))


def controls(preset: str = "focus", **others: float) -> dict[str, float | str]:
    """Return the controls of an ensemble at birth; `pad=0.5` sets a layer's gain."""
    gains: dict[str, float | str] = {f"layers.{n}.gain": others.pop(n, 1.0) for n in LAYERS}
    return gains | {"preset": preset, "bpm": TEMPO[preset], "brightness": 0.5, "space": 0.5} | others


def score(seconds: float, start: int = 0) -> list[NoteEvent]:
    """Return chords of 8 s and all the other layers round them, until `seconds` after `start`."""
    notes, end = [], start + int(seconds * RATE)
    for k, at in enumerate(range(start, end, 8 * RATE)):
        last = min(at + 8 * RATE, end)
        chord = CHORDS[k % len(CHORDS)]
        notes += [NoteEvent(at + 1_500 * i, last, "pad", p, 50 + 5 * i) for i, p in enumerate(chord)]
        notes.append(NoteEvent(at + 900, last, "bass", chord[0] - 12, 60))
        for i in range(6):
            begin = at + (i * 58_333 + 7 * k) % (8 * RATE)
            if begin < end:
                notes.append(
                    NoteEvent(begin, min(begin + 2 * RATE, end), "piano", chord[i % 4] + 12, 40 + 9 * i)
                )
        notes += [NoteEvent(at + 700, last, "air", chord[1], 50), NoteEvent(at + 70_000, last, "air", 84, 34)]
        notes += [NoteEvent(at + 30_000, last, "bells", chord[2] + 24, 55)]
        notes += [
            NoteEvent(at + beat, min(at + beat + RATE // 4, last), "percussion", drum, 50)
            for beat, drum in zip(BEATS, DRUMS, strict=True)
        ]
    return sorted(n for n in notes if n.frame < n.end)


def ensemble(kit: Kit, kernels: Kernels, start: int = 0, preset: str = "focus", **others: float) -> Ensemble:
    """Return an ensemble born at a frame."""
    return Ensemble(kit, kernels, RATE, start, controls(preset, **others))


def render(player: Ensemble, frames: int, block: int = 4_410, master: Master | None = None) -> Block:
    """Return the next frames, made in blocks."""
    out = np.zeros((2, frames), np.float32)
    for first in range(0, frames, block):
        part = out[:, first : first + block]
        player.render(part)
        if master:
            master.process(part)
    return out


def play(
    kit: Kit,
    kernels: Kernels,
    notes: Sequence[NoteEvent],
    seconds: float,
    moves: Sequence[ControlEvent] = (),
    preset: str = "focus",
    **others: float,
) -> Block:
    """Return what a new ensemble makes of notes and moves of controls, ahead of the master."""
    player = ensemble(kit, kernels, 0, preset, **others)
    player.schedule(notes, moves)
    return render(player, int(seconds * RATE))


def solo(
    kit: Kit, kernels: Kernels, name: str, notes: Sequence[NoteEvent], seconds: float, preset: str = "focus"
) -> tuple[Block, np.ndarray]:
    """Return what one instrument plays, dry, and how many groups of its voices are awake each second."""
    instrument = kit.instruments[name]
    program = kernels.program(instrument.patch, RATE)
    values = kit.values(controls(preset))
    born = {k.partition(".")[2]: v for k, v in values.items() if k.startswith(f"{name}.")}
    instance, events = program.instance(0, born), Schedule(instrument.rows(program, notes))
    out, awake = np.zeros((2, int(seconds * RATE)), np.float32), []
    silence = np.zeros((0, RATE), np.float32)
    for first in range(0, out.shape[1], RATE):
        part = out[:, first : first + RATE]
        last = first + part.shape[1]
        instance.process(events.between(first, last), silence[:, : part.shape[1]], part)
        awake.append(int((instance.row("active") > 0).sum()))
    return out, np.array(awake)
