"""The contract every module keeps: one suite, asked of each file in engine/modules.

A module runs twice in one small patch: as `m` on the bus, fed from the patch's inputs, and as `v` in
sixteen voices (unless it can only stand on the bus), fed with noise. Control inputs hear an LFO.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest
from numba.core.registry import cpu_target
from numba.core.runtime import _nrt_python, rtsys

from auralis.engine import kernel_source
from auralis.engine.events import NONE, EventRow, Schedule, sort_events
from auralis.engine.instance import Instance
from auralis.engine.kernels import Kernels
from auralis.engine.module import Module
from auralis.engine.patch import Node, Patch, Send, Voice, node
from auralis.engine.plain import plain_render
from auralis.engine.program import Program

RATE = 44_100
START = -1_000
FRAMES = 4_800
GOLDEN = Path(__file__).parent.parent / "golden" / "modules.json"
LIBM = re.compile(rb"\b(sinf?|cosf?|tanf?|tanhf?|expf?|exp2f?|logf?|powf?|fmodf?|NRT_\w*[Aa]lloc\w*)\b")
GATES = ("gate", "choke")


@dataclass(frozen=True)
class Bench:
    """A module in its patch, compiled."""

    name: str
    module: Module
    program: Program

    @property
    def audio_inputs(self) -> tuple[str, ...]:
        return tuple(p for p in self.module.inputs if not p.endswith("~"))

    @property
    def in_voices(self) -> bool:
        return self.program.plan.count > 0

    @cached_property
    def noise(self) -> np.ndarray:
        """Input: the same white noise everywhere."""
        counter = np.arange(2 * max(1, len(self.audio_inputs)) * FRAMES, dtype=np.uint64)
        mixed = (counter * np.uint64(0x9E3779B97F4A7C15)) ^ (
            counter * np.uint64(0xD1B54A32D192ED03) >> np.uint64(29)
        )
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0x94D049BB133111EB)
        unit = (mixed >> np.uint64(40)).astype(np.float32) * np.float32(2**-24) - np.float32(0.5)
        return unit.reshape(-1, FRAMES)[: 2 * len(self.audio_inputs)]

    @cached_property
    def events(self) -> np.ndarray:
        """Notes at odd frames and a change of every parameter in both placements."""
        rows: list[EventRow] = []
        for voice, at in enumerate((3, 64, 700, 701, 2_000)):
            if self.in_voices:
                rows += self._gate(1.0, START + at, voice) + self.program.trigger(voice, START + at)
                rows += self._gate(0.0, START + at + 1_500, voice)
        for k, parameter in enumerate(self.module.parameters):
            value = parameter.default + 0.3 * (parameter.high - parameter.default)
            for placed in ("m", "v")[: 1 + self.in_voices]:
                if parameter.name not in GATES:
                    name = f"{placed}.{parameter.name}"
                    rows += self.program.set_parameter(name, value, START + 1_011 + 97 * k)
        return sort_events(rows)

    def _gate(self, value: float, at: int, voice: int) -> list[EventRow]:
        names = {p.name for p in self.module.parameters}
        return self.program.set_parameter("v.gate", value, at, voice) if "gate" in names else []

    def born(self, values: Mapping[str, float] | None = None, position: int = START) -> Instance:
        return self.program.instance(position, values or {})

    def outputs(self, frames: int) -> np.ndarray:
        return np.zeros((2 * len(self.program.patch.outputs), frames), np.float32)

    def render(self, instance: Instance, block: int, first: int = 0, last: int = FRAMES) -> np.ndarray:
        """Render the frames [first, last) of the common work in blocks."""
        y, schedule = self.outputs(last - first), Schedule(self.events.tolist())
        for a in range(first, last, block):
            b = min(a + block, last)
            part = schedule.between(START + a, START + b)
            instance.process(part, self.noise[:, a:b], y[:, a - first : b - first])
        return y

    @cached_property
    def whole(self) -> tuple[np.ndarray, np.ndarray]:
        """The common work in one block: outputs and final state."""
        instance = self.born()
        return self.render(instance, FRAMES), self.kept(instance.snapshot().state)

    def kept(self, state: np.ndarray) -> np.ndarray:
        """Return a state without the sends, which are scratch between the parts of one run of frames."""
        for name, row in self.program.layout.rows.items():
            if name.startswith("mix."):
                state[row.offset : row.offset + row.size] = 0
        return state


def bench_of(name: str, kernels: Kernels) -> Bench:
    """Return a module's bench."""
    module = kernel_source.available()[name]
    return Bench(name, module, kernels.program(patch_of(name, module), RATE))


def patch_of(name: str, module: Module) -> Patch:
    """Return the patch in which a module is asked."""
    audio = [p for p in module.inputs if not p.endswith("~")]
    control = [p.rstrip("~") for p in module.inputs if p.endswith("~")]
    ports = [p for p in module.outputs if not p.endswith("~")]
    fixed = any(s.lanes for s in module.state) or any(lanes for _, lanes in module.rings.values())
    bus, voice = [node("m", name)], [node("v", name)]
    cables = [f"in.{p} -> m.{p}" for p in audio] + [f"src.y -> v.{p}" for p in audio]
    cables += [f"slow.y -> m.{p}" for p in control] + [f"wave.y -> v.{p}" for p in control]
    cables += [f"m.{p} -> out.m_{p}" for p in ports] + [f"voices.v_{p} -> out.v_{p}" for p in ports]
    sends = tuple(Send(f"v_{p}", f"v.{p}", f"v.{p}") for p in ports)
    outputs = (*(f"m_{p}" for p in ports), *(f"v_{p}" for p in ports))
    if control:
        bus.append(node("slow", "lfo", rate=3))
        voice.append(node("wave", "lfo", rate=3))
    if audio:
        voice.append(node("src", "noise", level=0.5))
    if fixed or module.feedback:
        cables = [c for c in cables if " -> v." not in c and not c.startswith("voices.")]
        return Patch(f"one_{name}", None, tuple(bus), tuple(cables), (), tuple(audio), outputs[: len(ports)])
    part = _voice(name, voice)
    return Patch(f"one_{name}", part, tuple(bus), tuple(cables), sends, tuple(audio), outputs)


def _voice(name: str, nodes: list[Node]) -> Voice:
    """Return sixteen voices of a lane, or five of sixteen partials for a module that tells parts apart."""
    source = kernel_source.load(name, "module")
    parts = any("part" in source.arguments(k) for k in source.kernels)
    return Voice(5, 16, tuple(nodes)) if parts else Voice(16, 1, tuple(nodes))


def same(a: np.ndarray, b: np.ndarray) -> bool:
    """Return whether two float32 arrays are the same bits."""
    return np.array_equal(a.view(np.int32), b.view(np.int32))


class ModuleSuite:
    """What is asked of a module; inherit it and provide the fixture `bench`."""

    def test_declares_caption_units_and_ranges(self, bench: Bench) -> None:
        assert bench.module.caption
        for parameter in bench.module.parameters:
            assert parameter.low <= parameter.default <= parameter.high
            assert parameter.curve == "linear" or parameter.low > 0
            assert parameter.caption

    @pytest.mark.parametrize("block", [1, 64, 333, 4_410])
    def test_block_size_never_changes_the_sound(self, bench: Bench, block: int) -> None:
        instance = bench.born()
        y = bench.render(instance, block)
        assert same(y, bench.whole[0])
        assert same(bench.kept(instance.snapshot().state), bench.whole[1])

    def test_plain_python_gives_the_same_bits(self, bench: Bench) -> None:
        frames = 300
        events = bench.events.copy()
        events["at"] = START + (events["at"] - START) * frames // FRAMES
        one, two = bench.born(), bench.born()
        y, z = bench.outputs(frames), bench.outputs(frames)
        one.process(events, bench.noise[:, :frames], y)
        state = two.snapshot().state
        plain_render(bench.program)(state, events, START, bench.noise[:, :frames], z)
        assert same(y, z)
        assert same(one.snapshot().state, state)

    def test_a_new_instance_returns_to_the_first_sample(self, bench: Bench) -> None:
        assert same(bench.render(bench.born(), FRAMES), bench.whole[0])

    def test_a_snapshot_continues(self, bench: Bench) -> None:
        instance = bench.born()
        bench.render(instance, 333, last=1_234)
        snapshot = instance.snapshot()
        first = bench.render(instance, 500, 1_234)
        instance.restore(snapshot)
        assert same(first, bench.render(instance, 77, 1_234))
        assert same(first, bench.whole[0][:, 1_234:])

    @pytest.mark.parametrize("extreme", ["low", "high", "mixed", "mixed the other way"])
    def test_stays_finite(self, bench: Bench, extreme: str) -> None:
        values = {}
        for k, parameter in enumerate(bench.module.parameters):
            low = extreme == "low" or (extreme.startswith("mixed") and (k % 2 == 0) == (extreme == "mixed"))
            value = parameter.low if low else parameter.high
            values |= {f"{n}.{parameter.name}": value for n in ("m", "v")[: 1 + bench.in_voices]}
        instance, y = bench.born(values), bench.outputs(FRAMES)
        triggers = [r for v in range(bench.program.plan.count) for r in bench.program.trigger(v, START + v)]
        instance.process(sort_events(triggers), bench.noise * np.float32(2_000.0), y)
        assert np.isfinite(y).all()
        for n in ("m", "v")[: 1 + bench.in_voices]:
            states = [s.name for s in bench.module.state if not s.integer]
            assert all(np.isfinite(instance.row(f"{n}.{s}")).all() for s in (*states, *bench.module.rings))

    def test_silence_decays_to_zero(self, bench: Bench) -> None:
        if not bench.audio_inputs:
            pytest.skip("a generator")
        instance, count = bench.born(), 2 * sum(o.startswith("m_") for o in bench.program.patch.outputs)
        instance.process(NONE, bench.noise, bench.outputs(FRAMES))
        silence, y = np.zeros((len(bench.noise), RATE), np.float32), bench.outputs(RATE)
        for _ in range(60):
            instance.process(NONE, silence, y)
            if not y[:count].any():
                break
        assert not y[:count].any()

    def test_a_released_voice_falls_asleep(self, bench: Bench) -> None:
        if not bench.in_voices or not bench.program.plan.nodes["v"].has("awake"):
            pytest.skip("has no say in sleeping")
        instance = bench.born()
        bench.render(instance, FRAMES)
        instance.process(sort_events(self._released(bench)), bench.noise[:, :0], bench.outputs(0))
        silence, y = np.zeros((len(bench.noise), RATE), np.float32), bench.outputs(RATE)
        for _ in range(120):
            events = sort_events(self._released(bench, instance.position))
            instance.process(events, silence, y)
            if not instance.row("active").any():
                break
        assert not instance.row("active").any()

    def _released(self, bench: Bench, at: int = START + FRAMES) -> list[EventRow]:
        names = {p.name for p in bench.module.parameters}
        return bench.program.set_parameter("v.gate", 0.0, at) if "gate" in names else []

    def test_allocates_nothing(self, bench: Bench) -> None:
        """A call wraps its arguments; beyond that no number of frames allocates anything."""
        rtsys.initialize(cpu_target.target_context)
        _nrt_python.memsys_enable_stats()
        instance, allocated = bench.born(), []
        for frames in (1, FRAMES):
            before = rtsys.get_allocation_stats()
            instance.process(bench.events, bench.noise[:, :frames], bench.outputs(frames))
            after = rtsys.get_allocation_stats()
            allocated.append((after.alloc - before.alloc, after.mi_alloc - before.mi_alloc))
        assert allocated[0] == allocated[1]

    def test_calls_no_libm(self, bench: Bench) -> None:
        library = next(iter(bench.program.render.overloads.values())).library
        code = library._get_compiled_object()
        assert not LIBM.findall(code)

    def test_glides_do_not_step(self, bench: Bench) -> None:
        """A jump of a gliding parameter changes the output no faster than the sound itself moves."""
        turn = np.arange(FRAMES) * (147.0 / RATE)
        x = np.tile((0.5 * np.sin(2 * np.pi * turn)).astype(np.float32), (len(bench.noise), 1))
        count = 2 * sum(o.startswith("m_") for o in bench.program.patch.outputs)
        for name in bench.module.glide:
            parameter = next(p for p in bench.module.parameters if p.name == name)
            for value in (parameter.low, parameter.high):
                instance, y = bench.born(), bench.outputs(3 * FRAMES)
                for k in range(3):
                    at = START + k * FRAMES
                    events = bench.program.set_parameter(f"m.{name}", value, at + 17) if k == 1 else []
                    instance.process(sort_events(events), x, y[:, k * FRAMES : (k + 1) * FRAMES])
                steps = np.abs(np.diff(y[:count], axis=1)).max(axis=0, initial=0.0)
                still = max(steps[:FRAMES].max(), steps[2 * FRAMES :].max())
                assert steps[FRAMES : 2 * FRAMES].max() <= 1.5 * still + 0.03, (name, value)

    def test_sounds_as_it_did(self, bench: Bench) -> None:
        """The golden hash: a change of one bit of a module's sound must be meant."""
        y, state = bench.whole
        slow = [n for n in bench.program.layout.rows if n.startswith(("m:", "v:"))]
        rows = [bench.program.layout.rows[n] for n in slow]
        kept = [state[r.offset : r.offset + r.size] for r in rows]
        digest = hashlib.sha256(b"".join(a.tobytes() for a in (y, *kept))).hexdigest()
        golden = json.loads(GOLDEN.read_text()) if GOLDEN.exists() else {}
        if os.environ.get("AURALIS_WRITE_GOLDEN"):
            GOLDEN.write_text(json.dumps(golden | {bench.name: digest}, indent=1, sort_keys=True) + "\n")
            golden[bench.name] = digest
        assert golden.get(bench.name) == digest
