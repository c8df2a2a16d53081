"""FluidSynth with 32 voices of a small SoundFont, its own chorus and reverb on: other work, as much of it."""

import ctypes.util
import importlib.util
from pathlib import Path
from typing import Any

from benchmarks.cpu import cpu
from benchmarks.peers.peer import RATE, SECONDS, Peer

FONT = Path("/usr/share/sounds/sf2/TimGM6mb.sf2")
PROGRAMS = (0, 88, 89, 90)
VOICES = 32
BLOCK = 4_410
STRUCK_S = 2


def seconds() -> float:
    """Render a piano that is struck every two seconds and three pads that are held; return CPU seconds."""
    import fluidsynth

    synth = fluidsynth.Synth(samplerate=float(RATE))
    font = synth.sfload(str(FONT))
    for channel, program in enumerate(PROGRAMS):
        synth.program_select(channel, font, 0, program)
    keys = _fill(synth, fluidsynth)
    begun = cpu()
    for first in range(0, SECONDS * RATE, BLOCK):
        if first % (STRUCK_S * RATE) == 0:
            for channel, key in keys:
                if channel == 0:
                    synth.noteoff(channel, key)
                    synth.noteon(channel, key, 90)
        synth.get_samples(BLOCK)
    spent = cpu() - begun
    synth.delete()
    return spent


def _fill(synth: Any, fluidsynth: Any) -> list[tuple[int, int]]:
    """Strike keys, channel after channel, until as many voices sound as PAD32 has; return them."""
    keys: list[tuple[int, int]] = []
    while fluidsynth.fluid_synth_get_active_voice_count(synth.synth) < VOICES:
        keys.append((len(keys) % len(PROGRAMS), 48 + 5 * len(keys) % 36))
        synth.noteon(*keys[-1], 90)
    return keys


PEER = Peer(
    name="FluidSynth",
    work="32 voices of TimGM6mb, chorus, reverb",
    needs="apt install libfluidsynth3 timgm6mb-soundfont, pip install 'auralis[bench]'",
    present=bool(
        FONT.is_file() and ctypes.util.find_library("fluidsynth") and importlib.util.find_spec("fluidsynth")
    ),
    seconds=seconds,
    same=False,
)
