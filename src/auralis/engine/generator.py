"""A plan becomes the source of one fused function, `render(S, events, pos, x, y) -> pos`.

The function cuts its frames at control ticks and events. In each run of frames every awake group of
voices runs all its kernels fused, its states in registers, and adds to the sends; then the bus runs
likewise. Where there is only one group, it and the bus run in one loop. A bus whose voices sleep and
whose filters have come to rest is passed over. Nothing allocates and nothing calls libm.
"""

from auralis.engine import blocks
from auralis.engine.addressing import Addressing, zeros
from auralis.engine.layout import Layout
from auralis.engine.passes import Passes, indent
from auralis.engine.plan import GROUP, Plan
from auralis.engine.primitives import CR
from auralis.engine.skeleton import skeleton

GLIDE_SECONDS = 0.03
_JIT = '@njit(nogil=True, error_model="numpy", boundscheck=False)'
_MAIN = '@njit(RENDER, nogil=True, error_model="numpy", boundscheck=False, cache=True)'
_IMPORTS = (
    "from numba import njit",
    "from numpy import float32",
    "from auralis.engine.primitives import *",
    "from auralis.engine.simd import RENDER, fload, fsplat, iota, lane0, lane1, ring, vstore",
)


def generate(plan: Plan, layout: Layout, sample_rate: int) -> str:
    """Return the source of a plan's kernel."""
    passes = Passes(plan, Addressing(layout))
    constants = (
        f"SR = {sample_rate}.0",
        f"CR = {CR}",
        f"GLIDE = {1.0 / (1.0 + GLIDE_SECONDS * sample_rate / CR)!r}",
    )
    parts = [*_IMPORTS, *constants]
    if plan.groups:
        parts += _voices(plan, layout, passes)
        parts += _function("bus_rests(S)", passes.at_rest(plan.bus))
    parts += blocks.functions(plan, _JIT)
    control = passes.control(plan.bus, masked=False) + blocks.calls(plan, passes.address)
    parts += _function("bus_control(S, pos)", control)
    parts += _function("bus_block(S, pos, m, x, y, i)", _bus_frames(plan, layout, passes))
    return "\n".join([*parts, "", _MAIN, skeleton(plan, layout), ""])


def _function(head: str, body: list[str]) -> list[str]:
    return ["", _JIT, f"def {head}:", *indent(body or ["pass"])]


def _voices(plan: Plan, layout: Layout, passes: Passes) -> list[str]:
    triggered = passes.address.of_voice("trigger")
    start = [f"new = {triggered} > 0.0", "if not anyl(new):", "    return False"]
    start += [*passes.start(plan.voice), "return True"]
    control = [f"new = {triggered} + everyone > 0.0", *passes.control(plan.voice, masked=True)]
    lines = [
        *_function("voice_awake(S, pos, j)", passes.awake(plan.voice)),
        *_function("voice_start(S, pos, j)", start),
        *_function("voice_control(S, pos, j, everyone)", control),
    ]
    if plan.groups == 1:
        return lines + _function("whole_block(S, pos, m, j, x, y, i)", _whole_frames(plan, passes))
    return lines + _function(
        "voice_block(S, pos, m, j)", passes.frames(plan.voice, after=_sends(plan, layout))
    )


def _sends(plan: Plan, layout: Layout) -> list[str]:
    lines = []
    for send in plan.patch.sends:
        for side, reference in (("left", send.left), ("right", send.right)):
            row = f"{layout.at(f'mix.{send.name}.{side}')} + f * {GROUP}"
            lines.append(f"vstore(S, {row}, fload(S, {row}, {GROUP}) + {_output(reference)})")
    return lines


def _whole_frames(plan: Plan, passes: Passes) -> list[str]:
    """Return the lines that run the only group of voices and the bus in one loop."""
    sends = [f"send__{s.name} = mix2({_output(s.left)}, {_output(s.right)})" for s in plan.patch.sends]
    return passes.frames(plan.voice, _inputs(plan), sends, plan.bus, _outputs(plan, passes))


def _bus_frames(plan: Plan, layout: Layout, passes: Passes) -> list[str]:
    """Return the lines that run the bus; with one group of voices they are for when it is silent."""
    used = {s.port for found in plan.sources.values() for s in found if s.kind == "send"}
    sends = []
    for name in (s.name for s in plan.patch.sends if s.name in used):
        sum_of_voices = zeros(2)
        if plan.groups > 1:
            sides = (layout.at(f"mix.{name}.{side}") for side in ("left", "right"))
            loads = ", ".join(f"fload(S, {at} + f * {GROUP}, {GROUP})" for at in sides)
            sum_of_voices = f"mix2({loads})"
        sends.append(f"send__{name} = {sum_of_voices}")
    return passes.frames(plan.bus, [*sends, *_inputs(plan)], after=_outputs(plan, passes))


def _output(reference: str) -> str:
    node, _, port = reference.partition(".")
    return f"{node}__out__{port}"


def _inputs(plan: Plan) -> list[str]:
    used = {s.port for found in plan.sources.values() for s in found if s.kind == "input"}
    named = enumerate(plan.patch.inputs)
    return [
        f"in__{name} = vec(x[{2 * k}, i + f], x[{2 * k + 1}, i + f])" for k, name in named if name in used
    ]


def _outputs(plan: Plan, passes: Passes) -> list[str]:
    lines = []
    for k, name in enumerate(plan.patch.outputs):
        lines.append(f"out = snap({passes.sum_of(plan.sources.get(('out', name), ()), 2)})")
        lines += [f"y[{2 * k}, i + f] = lane0(out)", f"y[{2 * k + 1}, i + f] = lane1(out)"]
    return lines
