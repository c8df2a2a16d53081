"""A plan becomes the source of one fused function, `render(S, events, pos, x, y) -> pos`.

The function cuts its frames at control ticks and events. In each run of frames every awake group of
voices runs all its kernels fused, its states in registers, and adds to the sends; then the bus runs
likewise. Nothing allocates and nothing calls libm.
"""

from auralis.engine.addressing import Addressing
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
    parts += _function("bus_control(S, pos)", passes.control(plan.bus, masked=False))
    parts += _function("bus_block(S, pos, m, x, y, i)", _bus_frames(plan, layout, passes))
    return "\n".join([*parts, "", _MAIN, skeleton(plan, layout), ""])


def _function(head: str, body: list[str]) -> list[str]:
    return ["", _JIT, f"def {head}:", *indent(body or ["pass"])]


def _voices(plan: Plan, layout: Layout, passes: Passes) -> list[str]:
    triggered = passes.address.of_voice("trigger")
    start = [f"new = {triggered} > 0.0", "if not anyl(new):", "    return False"]
    start += [*passes.start(plan.voice), "return True"]
    control = [f"new = {triggered} + everyone > 0.0", *passes.control(plan.voice, masked=True)]
    return [
        *_function("voice_awake(S, pos, j)", passes.awake(plan.voice)),
        *_function("voice_start(S, pos, j)", start),
        *_function("voice_control(S, pos, j, everyone)", control),
        *_function("voice_block(S, pos, m, j)", passes.frames(plan.voice, (), _sends(plan, layout))),
    ]


def _sends(plan: Plan, layout: Layout) -> list[str]:
    lines = []
    for send in plan.patch.sends:
        for side, reference in (("left", send.left), ("right", send.right)):
            node, _, port = reference.partition(".")
            row = f"{layout.at(f'mix.{send.name}.{side}')} + f * {GROUP}"
            lines.append(f"vstore(S, {row}, fload(S, {row}, {GROUP}) + {node}__out__{port})")
    return lines


def _bus_frames(plan: Plan, layout: Layout, passes: Passes) -> list[str]:
    used = {(s.kind, s.port) for found in plan.sources.values() for s in found}
    ahead = []
    for send in plan.patch.sends:
        sides = (layout.at(f"mix.{send.name}.{side}") for side in ("left", "right"))
        loads = ", ".join(f"fload(S, {at} + f * {GROUP}, {GROUP})" for at in sides)
        if ("send", send.name) in used:
            ahead.append(f"send__{send.name} = mix2({loads})")
    for k, name in enumerate(plan.patch.inputs):
        if ("input", name) in used:
            ahead.append(f"in__{name} = vec(x[{2 * k}, i + f], x[{2 * k + 1}, i + f])")
    after = []
    for k, name in enumerate(plan.patch.outputs):
        after.append(f"out = snap({passes.sum_of(plan.sources.get(('out', name), ()), 2)})")
        after += [f"y[{2 * k}, i + f] = lane0(out)", f"y[{2 * k + 1}, i + f] = lane1(out)"]
    return passes.frames(plan.bus, ahead, after)
