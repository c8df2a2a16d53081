"""What the layers share: an echo, a room, and a bus that keeps the bass in the middle.

The piano's send into the echo (.55) is part of the echo's two ways out: .55 x .55 to the mix,
.50 x .55 to the room.
"""

from auralis.engine.patch import Patch, node

EFFECTS = Patch(
    name="auralis_effects",
    inputs=("pad", "piano", "bass"),
    bus=(
        node("echo", "pingpong", feedback=0.42, damp=0.22),
        node("echo_cut", "highpass", cutoff=220.0, damping=1.0 / 0.7),
        node("echo_out", "gain", gain=0.3025),
        node("pad_send", "gain", gain=0.30),
        node("piano_send", "gain", gain=0.50),
        node("echo_send", "gain", gain=0.275),
        node("predelay", "predelay"),
        node("diffuser", "diffuser", amount=0.6),
        node("room", "reverb"),
        node("wet_cut", "highpass", cutoff=160.0, damping=1.0 / 0.6),
        node("wet_top", "lowpass", cutoff=9000.0, damping=1.0 / 0.6),
        node("wet", "gain", gain=0.42),
        node("mono", "monobass", side=130.0, mid=28.0),
        node("trim", "gain"),
    ),
    cables=(
        "in.piano -> echo.x",
        "echo.y -> echo_cut.x",
        "echo_cut.y -> echo_out.x",
        "in.pad -> pad_send.x",
        "in.piano -> piano_send.x",
        "echo_cut.y -> echo_send.x",
        "pad_send.y -> predelay.x",
        "piano_send.y -> predelay.x",
        "echo_send.y -> predelay.x",
        "predelay.y -> diffuser.x",
        "diffuser.y -> room.x",
        "room.y -> wet_cut.x",
        "wet_cut.y -> wet_top.x",
        "wet_top.y -> wet.x",
        "in.pad -> mono.x",
        "in.piano -> mono.x",
        "in.bass -> mono.x",
        "echo_out.y -> mono.x",
        "wet.y -> mono.x",
        "mono.y -> trim.x",
        "trim.y -> out",
    ),
)
