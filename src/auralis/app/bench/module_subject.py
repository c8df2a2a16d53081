"""A module as it is measured: in its smallest patch, with all voices sounding and with none."""

from collections.abc import Iterator
from typing import Final

from auralis.app.bench.module_patch import module_patch
from auralis.app.bench.patch_run import PatchRun, counters
from auralis.app.bench.subject import Subject
from auralis.engine.compiler.events import EventRow, Schedule
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.compiler.program import Program

VOICES: Final = "bus and voices"
BUS: Final = "bus"
_GATES = ("gate", "choke")
_STROKES_A_SECOND = 10
_SPAN_S = 1


def module_subject(name: str, kernels: Kernels, rate: int) -> Subject:
    """Return a module of the catalogue, ready to be measured."""
    program, lead = kernels.program(module_patch(name), rate), rate // _STROKES_A_SECOND
    frames = _SPAN_S * rate
    everyone, nobody = PatchRun(program, Schedule(_score(program, lead + frames))), PatchRun(program)
    loads = {BUS: nobody.rounds(lead, frames)} if "m" in program.plan.nodes else {}
    if program.plan.count:
        loads[VOICES] = everyone.rounds(lead, frames)
    return Subject(counters(program), lambda: everyone.sound(rate), loads, frames)


def _score(program: Program, frames: int) -> Iterator[EventRow]:
    """Yield what strikes every voice ten times a second, and between two strokes moves every parameter."""
    apart = program.sample_rate // _STROKES_A_SECOND
    for placed in program.plan.nodes.values():
        if placed.id in ("m", "v"):
            for k, parameter in enumerate(placed.source.module.parameters):
                value = parameter.default + 0.3 * (parameter.high - parameter.default)
                if parameter.name not in _GATES:
                    at = apart // 2 + 97 * k
                    yield from program.set_parameter(f"{placed.id}.{parameter.name}", value, at)
    for at in range(0, frames, apart):
        for voice in range(program.plan.count):
            if "gate" in program.plan.nodes["v"].values:
                yield from program.set_parameter("v.gate", 1.0, at, voice)
            yield from program.trigger(voice, at)
