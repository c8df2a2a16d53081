"""A patch as the text of a file, and as what it says."""

from auralis.engine.patch import Patch, Send, Voice, node

TEXT = """\
name = "my_pad"
cables = ["osc.y -> amp.x", "env.env -> amp.vca", "voices.main -> cut.x", "cut.y -> out"]
sends = [{ name = "main", left = "amp.l", right = "amp.r" }]

[voice]
nodes = [
  { id = "osc", module = "saw", ratio = 1.002 },
  { id = "env", module = "adsr" },
  { id = "amp", module = "pan" },
]

[bus]
nodes = [{ id = "cut", module = "gain", gain = 2 }]

[play]
polyphony = 10
release = 9.7

[let]
blow = "velocity / 127"

[note]
osc.freq = "frequency"
"amp.amp" = "0.04 * blow"
env.s = 0.5
"""
READ = Patch(
    "my_pad",
    Voice(16, 1, (node("osc", "saw", ratio=1.002), node("env", "adsr"), node("amp", "pan"))),
    bus=(node("cut", "gain", gain=2.0),),
    cables=("osc.y -> amp.x", "env.env -> amp.vca", "voices.main -> cut.x", "cut.y -> out"),
    sends=(Send("main", "amp.l", "amp.r"),),
)
