"""A plan becomes the source of one fused function, `render(S, events, pos, x, y) -> pos`.

The function cuts its frames at control ticks and events. In each run of frames every awake group of
voices runs its nodes one after another, each with its states in registers, and adds to the sends; then the
bus runs likewise. A bus whose voices sleep and whose filters have come to rest is passed over. Nothing
allocates and nothing calls libm.
"""

from auralis.engine.compiler import blocks
from auralis.engine.compiler.addressing import Addressing
from auralis.engine.compiler.layout import Layout
from auralis.engine.compiler.passes import Passes, indent
from auralis.engine.compiler.plan import Plan
from auralis.engine.compiler.runs import Runs
from auralis.engine.compiler.skeleton import skeleton
from auralis.engine.primitives import CR

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
    runs = Runs(passes)
    constants = (
        f"SR = {sample_rate}.0",
        f"CR = {CR}",
        f"GLIDE = {1.0 / (1.0 + GLIDE_SECONDS * sample_rate / CR)!r}",
    )
    parts = [*_IMPORTS, *constants]
    if plan.groups:
        parts += _voices(plan, passes, runs)
        parts += _function("bus_rests(S)", passes.at_rest(plan.bus))
    parts += blocks.functions(plan, _JIT)
    control = passes.control(plan.bus, masked=False) + blocks.calls(plan, passes.address)
    parts += _function("bus_control(S, pos)", control)
    parts += _function("bus_block(S, pos, m, x, y, i)", runs.of(plan.bus) + runs.outputs())
    return "\n".join([*parts, "", _MAIN, skeleton(plan, layout), ""])


def _function(head: str, body: list[str]) -> list[str]:
    return ["", _JIT, f"def {head}:", *indent(body or ["pass"])]


def _voices(plan: Plan, passes: Passes, runs: Runs) -> list[str]:
    triggered = passes.address.of_voice("trigger")
    start = [f"new = {triggered} > 0.0", "if not anyl(new):", "    return False"]
    start += [*passes.start(plan.voice), "return True"]
    control = [f"new = {triggered} + everyone > 0.0", *passes.control(plan.voice, masked=True)]
    lines = [
        *_function("voice_awake(S, pos, j)", passes.awake(plan.voice)),
        *_function("voice_start(S, pos, j)", start),
        *_function("voice_control(S, pos, j, everyone)", control),
    ]
    return lines + _function("voice_block(S, pos, m, j)", runs.of(plan.voice))
