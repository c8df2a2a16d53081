"""What a sampled instrument goes through: no rumble, a softer top, and the layer's gain."""

from auralis.engine.patch import Patch, node

STRIP = Patch(
    name="soundfont_strip",
    inputs=("dry",),
    bus=(
        node("cut", "highpass", cutoff=60.0, damping=1.0 / 0.7),
        node("tone", "lowpass", cutoff=6000.0),
        node("gain", "gain"),
    ),
    cables=("in.dry -> cut.x", "cut.y -> tone.x", "tone.y -> gain.x", "gain.y -> out"),
)
