"""The built-in echo and room without pre-delay, diffusion and a filter of their own for the top."""

from auralis.engine.patch import Patch, node

EFFECTS = Patch(
    name="light_effects",
    inputs=("pad", "piano", "bass", "bells", "air", "percussion"),
    bus=(
        node("echo", "pingpong", feedback=0.42, damp=0.22),
        node("room", "reverb"),
        node("cut", "highpass", cutoff=190.0, damping=1.0 / 0.6),
        node("wet", "gain", gain=0.42),
    ),
    cables=(
        "in.piano * 0.55 -> echo.x",
        "in.bells * 0.90 -> echo.x",
        "in.pad * 0.30 -> room.x",
        "in.piano * 0.50 -> room.x",
        "in.bells * 0.85 -> room.x",
        "in.air * 0.35 -> room.x",
        "in.percussion * 0.16 -> room.x",
        "echo.y * 0.50 -> room.x",
        "room.y -> wet.x",
        "wet.y -> cut.x",
        "echo.y * 0.55 -> cut.x",
        "cut.y -> out",
    ),
)
