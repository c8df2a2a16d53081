"""PAD32 in Csound, rendered to nowhere, with control periods as long as ours."""

import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.cpu import cpu
from benchmarks.pad32 import GATE, SECONDS
from benchmarks.peers.peer import RATE, Peer

from auralis.app.bench.pad32 import FREQS, VOICES
from auralis.engine.primitives import CR

ORCHESTRA = f"""
sr = {RATE}
ksmps = {CR}
nchnls = 2
0dbfs = 1
gaL init 0
gaR init 0

instr 1
  kenv madsr 2, 1, 0.7, 4
  klfo oscili 1, p7
  kcorner = min(p6 * exp(0.6931472 * (2 * kenv + klfo)), 14000)
  aone vco2 1, p4
  atwo vco2 1, p5
  aout zdf_2pole aone + atwo, kcorner, 1.67
  aenv interp kenv
  aout = aout * aenv * 0.04
  gaL = gaL + aout * cos(p8 * 1.5708)
  gaR = gaR + aout * sin(p8 * 1.5708)
endin

instr 2
  alfo1 oscili 0.004, 0.4, -1, 0
  alfo2 oscili 0.004, 0.4, -1, 0.25
  alfo3 oscili 0.004, 0.4, -1, 0.5
  alfo4 oscili 0.004, 0.4, -1, 0.75
  atap1 vdelay gaL, (alfo1 + 0.012) * 1000, 60
  atap2 vdelay gaR, (alfo2 + 0.012) * 1000, 60
  atap3 vdelay gaL, (alfo3 + 0.012) * 1000, 60
  atap4 vdelay gaR, (alfo4 + 0.012) * 1000, 60
  aleft = 0.7 * gaL + 0.35 * (atap1 + atap3)
  aright = 0.7 * gaR + 0.35 * (atap2 + atap4)
  awetl, awetr reverbsc aleft, aright, 0.88, 9000
  outs aleft + 0.33 * awetl, aright + 0.33 * awetr
  clear gaL, gaR
endin
"""


def score() -> str:
    """Return orchestra and score as Csound reads them."""
    notes = [
        f"i1 0 {GATE} {FREQS[v]} {FREQS[v] * 1.0058} {200 + 40 * v} {0.05 + 0.01 * v} {v % 8 / 7}"
        for v in range(VOICES)
    ]
    events = "\n".join([*notes, f"i2 0 {SECONDS}", f"e {SECONDS}"])
    return (
        "<CsoundSynthesizer>\n<CsInstruments>"
        f"{ORCHESTRA}</CsInstruments>\n<CsScore>\n{events}\n</CsScore>\n</CsoundSynthesizer>\n"
    )


def seconds() -> float:
    """Render the score once and return CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "pad32.csd"
        source.write_text(score())
        begun = cpu(resource.RUSAGE_CHILDREN)
        subprocess.run(["csound", "-n", "-d", "-m0", str(source)], check=True, capture_output=True)
        return cpu(resource.RUSAGE_CHILDREN) - begun


PEER = Peer(
    name="Csound",
    work="PAD32 (`csound -n`)",
    needs="apt install csound",
    present=shutil.which("csound") is not None,
    seconds=seconds,
)
