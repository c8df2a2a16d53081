"""The two yardsticks as they are measured."""

from auralis.app.bench.fmamb import FMAMB, fmamb_notes
from auralis.app.bench.pad32 import PAD32, VOICES, pad32_notes
from auralis.app.bench.patch_run import PatchRun, counters
from auralis.app.bench.subject import Subject
from auralis.engine.compiler.kernels import Kernels

_LEAD_S = 3
_SPAN_S = 3
_SMALL = 64


def pad32_subject(kernels: Kernels, rate: int) -> Subject:
    """Return PAD32 with all, half and none of its voices, and in small blocks."""
    program = kernels.program(PAD32, rate)
    runs = {f"{n} voices": PatchRun(program, pad32_notes(program, n)) for n in (0, VOICES // 2, VOICES)}
    runs[f"blocks of {_SMALL}"] = PatchRun(program, pad32_notes(program), block=_SMALL)
    loads = {name: run.rounds(_LEAD_S * rate, _SPAN_S * rate) for name, run in runs.items()}
    whole = runs[f"{VOICES} voices"]
    return Subject(counters(program), lambda: whole.sound(rate), loads, _SPAN_S * rate)


def fmamb_subject(kernels: Kernels, rate: int) -> Subject:
    """Return FMAMB, some seconds after its first note."""
    program = kernels.program(FMAMB, rate)
    run = PatchRun(program, fmamb_notes(program, (_LEAD_S + _SPAN_S) * rate))
    loads = {"16 voices": run.rounds(_LEAD_S * rate, _SPAN_S * rate)}
    return Subject(counters(program), lambda: run.sound(rate), loads, _SPAN_S * rate)
