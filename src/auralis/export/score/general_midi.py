"""The instruments of General MIDI that stand for the layers."""

from typing import Final

CHANNELS: Final = {"pad": 0, "piano": 1, "bass": 2, "bells": 3, "air": 4, "percussion": 9}
"""Channels from 0; the tenth is General MIDI's for drums, and has no program."""

PROGRAMS: Final = {"pad": 89, "piano": 0, "bass": 38, "bells": 14, "air": 122}
"""Programs from 0: warm pad, grand piano, synth bass, tubular bells, seashore."""
