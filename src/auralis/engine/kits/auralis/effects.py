"""What the layers share: an echo and a room.

The piano's send into the echo (.55) is part of the echo's two ways out, .55 x .55 to the mix and
.50 x .55 to the room; the bells' send (.9) stands beside it as 1.636 = .9 / .55.
"""

from auralis.engine.patch import Patch, node

EFFECTS = Patch(
    name="auralis_effects",
    inputs=("pad", "piano", "bass", "bells", "air", "percussion"),
    bus=(
        node("echo", "pingpong", feedback=0.42, damp=0.22),
        node("echo_cut", "highpass", cutoff=220.0, damping=1.0 / 0.7),
        node("predelay", "predelay"),
        node("diffuser", "diffuser", amount=0.6),
        node("room", "reverb"),
        node("wet_cut", "highpass", cutoff=160.0, damping=1.0 / 0.6),
        node("wet_top", "lowpass", cutoff=9000.0, damping=1.0 / 0.6),
        node("wet", "gain", gain=0.42),
    ),
    cables=(
        "in.piano -> echo.x",
        "in.bells * 1.636 -> echo.x",
        "echo.y -> echo_cut.x",
        "in.pad * 0.30 -> predelay.x",
        "in.piano * 0.50 -> predelay.x",
        "in.bells * 0.85 -> predelay.x",
        "in.air * 0.35 -> predelay.x",
        "in.percussion * 0.16 -> predelay.x",
        "echo_cut.y * 0.275 -> predelay.x",
        "predelay.y -> diffuser.x",
        "diffuser.y -> room.x",
        "room.y -> wet_cut.x",
        "wet_cut.y -> wet_top.x",
        "wet_top.y -> wet.x",
        "echo_cut.y * 0.3025 -> out",
        "wet.y -> out",
    ),
)
