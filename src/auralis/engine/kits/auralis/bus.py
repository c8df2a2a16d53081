"""What layers and effects go through together: the bass stays in the middle, and the preset has its level."""

from auralis.engine.patch import Patch, node

BUS = Patch(
    name="auralis_bus",
    inputs=("mix",),
    bus=(node("mono", "monobass", side=130.0, mid=28.0), node("trim", "gain")),
    cables=("in.mix -> mono.x", "mono.y -> trim.x", "trim.y -> out"),
)
