"""PAD32 in SuperCollider, rendered offline by `scsynth`."""

import importlib.util
import resource
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.cpu import cpu
from benchmarks.pad32 import GATE, SECONDS
from benchmarks.peers.peer import RATE, Peer

from auralis.app.bench.pad32 import FREQS, VOICES

BUS = 16
LN2 = 0.6931472


def voice() -> Any:
    """Return two saws through a resonant low-pass that envelope and LFO move."""
    from supriya import DoneAction, Envelope, SynthDefBuilder
    from supriya.ugens import RLPF, EnvGen, Out, Pan2, Saw, SinOsc

    with SynthDefBuilder(f1=440, f2=441, base=400, rate=0.1, pan=0, gate=1) as b:
        envelope = EnvGen.kr(
            envelope=Envelope.adsr(2.0, 1.0, 0.7, 4.0), gate=b["gate"], done_action=DoneAction.FREE_SYNTH
        )
        octaves = envelope * 2 + SinOsc.kr(frequency=b["rate"])
        corner = (b["base"] * (octaves * LN2).exponential()).clip(20, 14000)
        saws = Saw.ar(frequency=b["f1"]) + Saw.ar(frequency=b["f2"])
        filtered = RLPF.ar(source=saws, frequency=corner, reciprocal_of_q=0.6)
        Out.ar(bus=BUS, source=Pan2.ar(source=filtered * envelope * 0.04, position=b["pan"]))
    return b.build(name="voice")


def effects() -> Any:
    """Return chorus and reverb."""
    from supriya import SynthDefBuilder
    from supriya.ugens import DelayL, FreeVerb, In, Out, SinOsc

    with SynthDefBuilder() as b:
        sides = In.ar(bus=BUS, channel_count=2)
        out = []
        for side in range(2):
            taps = [
                DelayL.ar(
                    source=sides[side],
                    maximum_delay_time=0.05,
                    delay_time=SinOsc.ar(frequency=0.4, phase=1.57 * (2 * k + side)) * 0.004 + 0.012,
                )
                for k in range(2)
            ]
            mixed = sides[side] * 0.7 + (taps[0] + taps[1]) * 0.35
            out.append(FreeVerb.ar(source=mixed, mix=0.33, room_size=0.85, damping=0.4))
        Out.ar(bus=0, source=out)
    return b.build(name="effects")


def bundle(seconds: float, *messages: Any) -> bytes:
    """Return an entry of an offline score."""
    from supriya.osc import OscBundle

    data = OscBundle(timestamp=seconds, contents=messages).to_datagram(realtime=False)
    return struct.pack(">i", len(data)) + data


def score() -> bytes:
    """Return PAD32's score."""
    from supriya.osc import OscMessage

    first = [
        OscMessage(
            "/s_new", "voice", 1000 + v, 0, 0,
            "f1", FREQS[v], "f2", FREQS[v] * 1.0058, "base", 200.0 + 40.0 * v,
            "rate", 0.05 + 0.01 * v, "pan", v % 8 / 7 * 2 - 1,
        )
        for v in range(VOICES)
    ]  # fmt: skip
    last = [OscMessage("/n_set", 1000 + v, "gate", 0.0) for v in range(VOICES)]
    return b"".join(
        (
            bundle(0.0, *(OscMessage("/d_recv", d.compile()) for d in (voice(), effects()))),
            bundle(0.001, *first, OscMessage("/s_new", "effects", 900, 1, 0)),
            bundle(float(GATE), *last),
            bundle(float(SECONDS), OscMessage("/c_set", 0, 0.0)),
        )
    )


def seconds() -> float:
    """Render the score once and return CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "score.osc", Path(folder) / "out.wav"
        source.write_bytes(score())
        files = ["-N", str(source), "_", str(target), str(RATE), "WAV", "float"]
        begun = cpu(resource.RUSAGE_CHILDREN)
        subprocess.run(["scsynth", *files, "-o", "2", "-i", "0", "-z", "64"], check=True, capture_output=True)
        return cpu(resource.RUSAGE_CHILDREN) - begun


PEER = Peer(
    name="SuperCollider",
    work="PAD32 (`scsynth`, offline)",
    needs="apt install supercollider-server, pip install 'auralis[bench]'",
    present=bool(shutil.which("scsynth") and importlib.util.find_spec("supriya")),
    seconds=seconds,
)
