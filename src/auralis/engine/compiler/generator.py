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
_JIT = '@njit(nogil=True, error_model="numpy", boundscheck=False, _nrt=False)'
_MAIN = '@njit(RENDER, nogil=True, error_model="numpy", boundscheck=False, _nrt=False, cache=True)'
_IMPORTS = (
    "from numba import njit",
    "from numpy import float32",
    "from auralis.engine.primitives import *",
    "from auralis.engine.simd import RENDER, fload, fsplat, ftwice, iota, ring, vstore",
    "from auralis.engine.simd import load8, mix8, pair8, store8",
)
_TICK = (f"begin = pos & {CR - 1}", "end = begin + m", "pos -= begin")
"""Frames of a run are counted from its control tick."""


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
        parts += _function("bus_settled(S)", passes.settled(plan.bus))
        parts += _function("bus_wakes(S)", _emptied(layout))
    parts += blocks.functions(plan, _JIT)
    control = passes.control(plan.bus, masked=False) + blocks.calls(plan, passes.address)
    parts += _function("bus_control(S, pos)", control)
    frames = [*runs.of(plan.bus), *runs.octets.outputs()]
    parts += _function("bus_block(S, pos, m, x, y, i)", [*_TICK, "i -= begin", *frames])
    return "\n".join([*parts, "", _MAIN, skeleton(plan, layout), ""])


def _function(head: str, body: list[str]) -> list[str]:
    return ["", _JIT, f"def {head}:", *indent(body or ["pass"])]


def _emptied(layout: Layout) -> list[str]:
    """Return lines that clear what was heard in the last control tick before a rest."""
    plan = layout.plan
    names = [f"run.{n.id}.{p}" for n in plan.bus for p in n.source.module.outputs]
    rows = [
        layout.at(x)
        for x in (*names, *(f"run.voices.{s.name}" for s in plan.patch.sends))
        if x in layout.rows
    ]
    return [f"for f in range({2 * CR}):", *indent(f"S[{row} + f] = 0.0" for row in rows)] if rows else []


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
    return lines + _function("voice_block(S, pos, m, j)", [*_TICK, *runs.of(plan.voice)])
