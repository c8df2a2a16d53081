"""What is wrong with a patch is said in one line that names the culprit, the value and what is allowed."""

from dataclasses import replace

import numpy as np
import pytest

from auralis.core.errors import InvalidValue
from auralis.engine import errors
from auralis.engine.compiler.events import NONE
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.compiler.validation import check
from auralis.engine.patch import Node, Patch, Send, Voice, node
from auralis.engine.sound import Sound

SOUND = Sound.of(np.ones((2, 9), np.float32), 44_100)
GOOD = Patch(
    "good",
    Voice(16, 1, (node("osc", "saw"), node("env", "adsr"), node("lfo", "lfo"), node("amp", "pan"))),
    bus=(node("loop", "feedback"), node("rev", "fdn")),
    sends=(Send("main", "amp.l", "amp.r"),),
    cables=(
        "osc.y -> amp.x",
        "env.env -> amp.vca",
        "voices.main -> rev.x",
        "rev.y -> loop.x",
        "loop.y -> rev.x",
        "rev.y -> out",
    ),
)


def cabled(*cables: str) -> Patch:
    return replace(GOOD, cables=(*GOOD.cables, *cables))


WRONG = {
    "loop": (cabled("rev.y -> rev.x"), errors.LoopWithoutDelay, "good: cable 'rev.y -> rev.x'"),
    "node": (cabled("nobody.y -> rev.x"), errors.UnknownNode, "good: cable 'nobody.y -> rev.x'"),
    "target": (cabled("rev.y -> nobody.x"), errors.UnknownNode, "good: cable 'rev.y -> nobody.x'"),
    "port": (cabled("rev.z -> out"), errors.UnknownPort, "good: cable 'rev.z -> out'"),
    "input": (cabled("rev.y -> rev.z"), errors.UnknownPort, "good: cable 'rev.y -> rev.z'"),
    "output": (cabled("rev.y -> out.left"), errors.UnknownPort, "good: cable 'rev.y -> out.left'"),
    "patch input": (cabled("in.mix -> rev.x"), errors.UnknownPort, "good: cable 'in.mix -> rev.x'"),
    "rate": (cabled("lfo.y -> amp.x"), errors.WrongRate, "good: cable 'lfo.y -> amp.x'"),
    "part": (cabled("osc.y -> rev.x"), errors.WrongPart, "good: cable 'osc.y -> rev.x'"),
    "voice out": (cabled("osc.y -> out"), errors.WrongPart, "good: cable 'osc.y -> out'"),
    "bus in voice": (cabled("rev.y -> amp.x"), errors.WrongPart, "good: cable 'rev.y -> amp.x'"),
    "no send": (cabled("voices.wet -> rev.x"), errors.InvalidSend, "good: cable 'voices.wet -> rev.x'"),
    "arrow": (cabled("rev.y to out"), errors.InvalidPatch, "good: cable 'rev.y to out'"),
    "gain": (cabled("rev.y * loud -> out"), errors.InvalidPatch, "good: cable 'rev.y * loud -> out'"),
    "loud": (cabled("rev.y * 65 -> out"), errors.InvalidPatch, "good: cable 'rev.y * 65 -> out'"),
    "no gain": (cabled("rev.y * nan -> out"), errors.InvalidPatch, "good: cable 'rev.y * nan -> out'"),
    "sound": (
        replace(GOOD, bus=(node("q", "fdn", wall=SOUND),)),
        errors.InvalidPatch,
        "good: node 'q' (fdn)",
    ),
    "block in voice": (
        replace(GOOD, voice=Voice(16, 1, (node("q", "convolution"),))),
        errors.WrongPart,
        "good: node 'q' (convolution)",
    ),
    "module": (replace(GOOD, bus=(node("q", "nope"),)), errors.UnknownModule, "good: node 'q'"),
    "parameter": (
        replace(GOOD, bus=(node("q", "fdn", size=1),)),
        errors.UnknownParameter,
        "good: node 'q' (fdn)",
    ),
    "range": (replace(GOOD, bus=(node("q", "fdn", wet=9),)), errors.InvalidPatch, "good: node 'q'.wet"),
    "nan": (
        replace(GOOD, bus=(node("q", "fdn", wet=float("nan")),)),
        errors.InvalidPatch,
        "good: node 'q'.wet",
    ),
    "twice": (replace(GOOD, bus=(*GOOD.bus, node("osc", "fdn"))), errors.DuplicateNode, "good: node"),
    "id": (replace(GOOD, bus=(*GOOD.bus, Node("a b", "fdn"))), errors.InvalidPatch, "good: node"),
    "reserved": (replace(GOOD, bus=(*GOOD.bus, node("out", "fdn"))), errors.InvalidPatch, "good: node"),
    "fixed lanes": (
        replace(GOOD, voice=Voice(16, 1, (node("q", "fdn"),))),
        errors.WrongPart,
        "good: node 'q' (fdn)",
    ),
    "count": (replace(GOOD, voice=Voice(10, 1, ())), errors.InvalidPatch, "good: voice.count"),
    "lanes": (replace(GOOD, voice=Voice(16, 12, ())), errors.InvalidPatch, "good: voice.lanes"),
    "sides alone": (
        replace(GOOD, voice=Voice(16, 1, (node("q", "wind"),))),
        errors.WrongPart,
        "good: node 'q' (wind)",
    ),
    "sides on the bus": (
        replace(GOOD, bus=(*GOOD.bus, node("q", "duet"))),
        errors.WrongPart,
        "good: node 'q' (duet)",
    ),
    "eights": (replace(GOOD, voice=Voice(12, 2, ())), errors.InvalidPatch, "good: voice.count"),
    "sides of a send": (
        replace(GOOD, voice=replace(GOOD.voice, count=8, lanes=2)),
        errors.InvalidSend,
        "good: send 'main'",
    ),
    "octets alone": (
        replace(GOOD, voice=Voice(16, 1, (node("q", "limiter"),))),
        errors.WrongPart,
        "good: node 'q' (limiter)",
    ),
    "send end": (
        replace(GOOD, sends=(Send("main", "rev.y", "amp.r"),)),
        errors.InvalidSend,
        "good: send 'main'",
    ),
    "send rate": (
        replace(GOOD, sends=(Send("main", "lfo.y", "amp.r"),)),
        errors.WrongRate,
        "good: send 'main'",
    ),
    "send twice": (replace(GOOD, sends=GOOD.sends * 2), errors.InvalidSend, "good: send"),
    "send without voices": (replace(GOOD, voice=None), errors.InvalidSend, "good: send"),
    "voices without send": (replace(GOOD, sends=()), errors.InvalidSend, "good: sends"),
    "outputs": (replace(GOOD, outputs=("out", "out")), errors.InvalidPatch, "good: outputs"),
    "name": (replace(GOOD, name="a patch"), errors.InvalidPatch, "patch"),
}


def test_a_good_patch_gives_a_plan_in_the_order_of_its_cables() -> None:
    plan = check(GOOD)
    order = list(plan.nodes)
    assert order.index("osc") < order.index("amp")
    assert order.index("env") < order.index("amp")
    assert [s.node for s in plan.sources[("rev", "x")]] == ["voices", "loop"]


@pytest.mark.parametrize(("patch", "error", "field"), WRONG.values(), ids=WRONG)
def test_a_wrong_patch_is_refused(patch: Patch, error: type[InvalidValue], field: str) -> None:
    with pytest.raises(error) as caught:
        check(patch)
    assert caught.value.field == field
    assert caught.value.allowed
    assert "\n" not in str(caught.value)


def test_a_rate_that_is_none_is_refused(kernels: Kernels) -> None:
    with pytest.raises(InvalidValue, match="sample_rate"):
        kernels.program(GOOD, 22_050)


def test_a_control_loop_names_its_cable() -> None:
    voice = Voice(16, 1, (node("vcf", "svf"), node("amp", "pan")))
    patch = Patch("p", voice, (), ("amp.l -> vcf.env", "vcf.y -> amp.x"), (Send("main", "amp.l", "amp.r"),))
    with pytest.raises(errors.LoopWithoutDelay, match=r"amp\.l -> vcf\.env|vcf\.y -> amp\.x"):
        check(patch)


def test_a_cable_has_a_gain(kernels: Kernels) -> None:
    cables = ("in.x * 0.5 -> a.x", "in.x * -0.25 -> a.x", "a.y * 2 -> out", "in.x -> out")
    patch = Patch("gains", bus=(node("a", "gain"),), cables=cables, inputs=("x",))
    x, y = np.ones((2, 100), np.float32), np.zeros((2, 100), np.float32)
    kernels.program(patch, 44_100).instance(0).process(NONE, x, y)
    assert np.array_equal(y, np.full((2, 100), 1.5, np.float32))


@pytest.mark.parametrize("shape", [(1, 10), (2, 0), (20,)])
def test_a_sound_is_stereo_and_not_empty(shape: tuple[int, ...]) -> None:
    with pytest.raises(InvalidValue, match=r"sound\.frames"):
        Sound.of(np.zeros(shape, np.float32), 44_100)


def test_sounds_are_equal_by_content() -> None:
    again = Sound.of(np.ones((2, 9), np.float32), 44_100)
    other = Sound.of(np.ones((2, 9), np.float32) * 2, 44_100)
    assert again == SOUND
    assert hash(SOUND) == hash(again)
    assert other != SOUND
    with pytest.raises(InvalidValue, match="not finite"):
        Sound.of(np.full((2, 9), np.nan, np.float32), 44_100)
