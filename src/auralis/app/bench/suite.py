"""Everything that is measured, by name, and the measuring of it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final

from auralis import __version__
from auralis.app.bench.kit_parts import kit_parts
from auralis.app.bench.kit_subject import kit_subject
from auralis.app.bench.module_subject import module_subject
from auralis.app.bench.pad32 import PAD32, pad32_notes
from auralis.app.bench.patch_run import PatchRun
from auralis.app.bench.patch_subject import fmamb_subject, pad32_subject
from auralis.app.bench.result import Measurement, Result
from auralis.app.bench.stopwatch import timed
from auralis.app.bench.subject import Begin, Subject
from auralis.app.processor import processor
from auralis.composition.presets import PRESETS
from auralis.core.units import SAMPLE_RATES, Frame
from auralis.engine import Kernels, Kit
from auralis.engine.compiler.kernel_source import available

RATE: Final = SAMPLE_RATES[0]
_LEAD_S = 3


class Suite:
    """Modules, yardsticks and kits; a subject's kernels are loaded when it is measured."""

    def __init__(self, kernels: Kernels, kits: Iterable[Kit], rounds: int) -> None:
        self._kernels = kernels
        self._rounds = rounds
        self._subjects: dict[str, Callable[[], Subject]] = {
            "patch/pad32": partial(pad32_subject, kernels, RATE),
            "patch/fmamb": partial(fmamb_subject, kernels, RATE),
        }
        for name in available():
            self._subjects[f"module/{name}"] = partial(module_subject, name, kernels, RATE)
        for kit in kits:
            for name, part in kit_parts(kit, kernels, RATE).items():
                self._subjects[f"kit/{kit.name}/{name}"] = part
            for preset in PRESETS:
                self._subjects[f"kit/{kit.name}/{preset}"] = partial(kit_subject, kit, preset, kernels, RATE)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all subjects."""
        return tuple(self._subjects)

    def measure(self, name: str) -> Measurement:
        """Measure one subject, beside PAD32."""
        subject, ratio, absolute = self._subjects[name](), {}, {}
        reference = self._reference(subject.frames)
        for load, begin in subject.loads.items():
            timing = timed(begin, reference, self._rounds)
            ratio[load] = float(f"{timing.ratio:.4g}")
            absolute[load] = float(f"{subject.frames / RATE / timing.seconds:.4g}")
        digest = hashlib.sha256(subject.sound().tobytes()).hexdigest()
        return Measurement({**subject.counters, "sha256": digest}, ratio, absolute)

    def result(self, measured: Mapping[str, Measurement]) -> Result:
        """Return measurements as a result of this engine on this machine."""
        return Result(__version__, processor(), RATE, measured)

    def _reference(self, frames: Frame) -> Begin:
        program = self._kernels.program(PAD32, RATE)
        return PatchRun(program, pad32_notes(program)).rounds(_LEAD_S * RATE, frames)
