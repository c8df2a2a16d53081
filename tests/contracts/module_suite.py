"""The contract every module keeps: one suite, asked of each file in engine/modules."""

import json
import os
import re
from pathlib import Path

import numpy as np
import pytest
from numba.core.registry import cpu_target
from numba.core.runtime import _nrt_python, rtsys

from auralis.engine.compiler.events import NONE, EventRow, sort_events
from auralis.engine.compiler.long_line import changed
from auralis.engine.compiler.plain import plain_render
from tests.contracts.module_bench import FRAMES, RATE, START, Bench, same

GOLDEN = Path(__file__).parent.parent / "golden" / "modules.json"
LIBM = re.compile(r"\b(?:sin|cos|tan|tanh|exp|exp2|log|log2|pow|fmod)f?(?=@|\s|$)", re.MULTILINE)
PACKED = re.compile(r"\bv?(?:add|sub|mul|div)ps\b|\bvpmulld\b")


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

    def test_every_output_is_heard(self, bench: Bench) -> None:
        outputs = bench.program.patch.outputs
        heard = {o[2:] for k, o in enumerate(outputs) if bench.whole[0][2 * k : 2 * k + 2].any()}
        assert heard == {o[2:] for o in outputs}

    def test_plain_python_gives_the_same_bits(self, bench: Bench) -> None:
        frames = max(300, 3 * bench.module.grid)
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

    def test_a_long_line_changes_where_frames_are_written_and_nowhere_else(self, bench: Bench) -> None:
        instance = bench.born()
        bench.render(instance, 333, last=1_234)
        before = instance.snapshot()
        bench.render(instance, 77, 1_234, 3_001)
        after = instance.snapshot()
        for part in changed(after.lines, len(after.state), before.position, after.position):
            before.state[part] = after.state[part]
        assert same(before.state, after.state)

    @pytest.mark.parametrize("extreme", ["low", "high", "mixed", "mixed the other way"])
    def test_stays_finite(self, bench: Bench, extreme: str) -> None:
        values = {}
        for k, parameter in enumerate(bench.module.parameters):
            low = extreme == "low" or (extreme.startswith("mixed") and (k % 2 == 0) == (extreme == "mixed"))
            value = parameter.low if low else parameter.high
            values |= {f"{n}.{parameter.name}": value for n in bench.places}
        instance, y = bench.born(values), bench.outputs(FRAMES)
        triggers = [r for v in range(bench.program.plan.count) for r in bench.program.trigger(v, START + v)]
        instance.process(sort_events(triggers), bench.noise * np.float32(2_000.0), y)
        assert np.isfinite(y).all()
        for n in bench.places:
            states = [s.name for s in bench.program.plan.nodes[n].states if not s.integer]
            assert all(np.isfinite(instance.row(f"{n}.{s}")).all() for s in (*states, *bench.module.rings))

    def test_silence_decays_to_zero(self, bench: Bench) -> None:
        if not bench.audio_inputs:
            heard = any(not name.endswith("~") for name in bench.module.outputs)
            assert bench.whole[0].any() == heard, "a generator sounds by itself"
            return
        instance, count = bench.born(), 2 * sum(o.startswith("m_") for o in bench.program.patch.outputs)
        instance.process(NONE, bench.noise, bench.outputs(FRAMES))
        silence, y = np.zeros((len(bench.noise), RATE), np.float32), bench.outputs(RATE)
        for _ in range(60):
            instance.process(NONE, silence, y)
            if not y[:count].any():
                break
        assert not y[:count].any()

    def test_a_released_voice_falls_asleep(self, bench: Bench) -> None:
        instance = bench.born()
        bench.render(instance, FRAMES)
        if not bench.in_voices or not bench.program.plan.nodes["v"].has("awake"):
            assert instance.row("active").any() == bench.in_voices, "what has no say in sleeping stays awake"
            return
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

    def test_the_code_is_packed_and_calls_no_libm(self, bench: Bench) -> None:
        library = next(iter(bench.program.render.overloads.values())).library
        code = library._codegen._tm.emit_assembly(library._get_module_for_linking())
        assert PACKED.search(code)
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
        digest = bench.digest(*bench.whole)
        golden = json.loads(GOLDEN.read_text()) if GOLDEN.exists() else {}
        if os.environ.get("AURALIS_WRITE_GOLDEN"):
            GOLDEN.write_text(json.dumps(golden | {bench.name: digest}, indent=1, sort_keys=True) + "\n")
            golden[bench.name] = digest
        assert golden.get(bench.name) == digest
