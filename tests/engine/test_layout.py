"""Where rows lie, and what latency and memory a plan has."""

import numpy as np
import pytest

from auralis.engine.compiler.events import sort_events
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.compiler.layout import ALIGNMENT, Layout
from auralis.engine.compiler.plan import Plan
from auralis.engine.compiler.validation import check
from auralis.engine.patch import Patch, Send, Voice, node
from tests.engine.pads import PAD, RATE

BANK = Patch(
    "bank",
    Voice(3, 32, (node("env", "adsr"), node("air", "noise"), node("amp", "pan"))),
    cables=("air.y -> amp.x", "env.env -> amp.vca", "voices.main -> out"),
    sends=(Send("main", "amp.l", "amp.r"),),
)


@pytest.fixture(scope="module", params=[PAD, BANK], ids=["pad", "bank"])
def plan(request: pytest.FixtureRequest) -> Plan:
    return check(request.param)


def test_rows_are_aligned_and_never_overlap(plan: Plan) -> None:
    layout, end = Layout(plan), 0
    for row in layout.rows.values():
        assert row.offset % ALIGNMENT == 0
        assert row.offset >= end
        end = row.offset + row.size
    assert layout.size >= end


def test_a_parameter_has_a_value_a_voice_and_a_state_one_a_lane() -> None:
    layout = Layout(check(BANK))
    assert layout.rows["env.gate"].size == 3
    assert layout.rows["env.e"].size == 3 * 32
    assert layout.rows["trigger"].size == 3
    assert layout.rows["active"].size == 6
    assert Layout(check(PAD)).rows["rev.wet"].size == 1


def test_latency_and_memory_add_up_along_the_longest_path() -> None:
    limiters = (node("a", "limiter"), node("b", "limiter"), node("c", "gain"))
    cables = ("in.x -> a.x", "a.y -> b.x", "b.y -> c.x", "in.x -> c.x", "c.y -> out")
    plan = check(Patch("three", bus=limiters, cables=cables, inputs=("x",)))
    assert plan.latency == 126
    assert plan.memory == 252
    assert check(PAD).latency == 63
    assert check(PAD).memory is None


def test_voices_of_many_lanes_are_woken_whole_and_apart(kernels: Kernels) -> None:
    program = kernels.program(BANK, RATE)
    instance, y = program.instance(0), np.zeros((2, 500), np.float32)
    rows = program.set_parameter("env.gate", 1.0, 10, 1) + program.trigger(1, 10)
    instance.process(sort_events(rows), np.zeros((0, 500), np.float32), y)
    assert not y[:, :10].any()
    assert y[:, 100:].any()
    assert instance.row("active").tolist() == [0, 0, 1, 1, 0, 0]
    assert instance.row("env.e").reshape(3, 32).any(axis=1).tolist() == [False, True, False]


def test_a_voice_sounds_the_same_beside_others(kernels: Kernels) -> None:
    program = kernels.program(PAD, RATE)
    alone, beside = program.instance(0), program.instance(0)
    first = program.set_parameter("env.gate", 1.0, 5, 2) + program.trigger(2, 5)
    other = program.set_parameter("env.gate", 1.0, 300, 3) + program.trigger(3, 300)
    x, y = np.zeros((2, 900), np.float32), np.zeros((4, 900), np.float32)
    alone.process(sort_events(first), x, y)
    beside.process(sort_events(first + other), x, y)
    for name in ("o1.ph", "vcf.g", "vcf.dg", "vcf.s1", "vcf.s2", "env.e", "amp.left"):
        assert alone.row(name)[2:3].tobytes() == beside.row(name)[2:3].tobytes()
