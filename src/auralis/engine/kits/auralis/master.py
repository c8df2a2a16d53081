"""After the sum of segments: a soft ceiling without memory, and a limiter as a seat belt."""

from auralis.engine.patch import Patch, node

MASTER = Patch(
    name="auralis_master",
    inputs=("mix",),
    bus=(node("warmth", "saturate", drive=1.15), node("limiter", "limiter", ceiling=0.83)),
    cables=("in.mix -> warmth.x", "warmth.y -> limiter.x", "limiter.y -> out"),
)
