"""The loop around the passes: events, control ticks, waking and sleeping, and runs of frames between them."""

from auralis.engine.addressing import zeros
from auralis.engine.layout import Layout
from auralis.engine.plan import GROUP, Plan
from auralis.engine.primitives import CR

_LOOP = """\
def render(S, events, pos, x, y):
    n = y.shape[1]
    i = 0
    e = 0
    while i < n:
        tick = pos & {mask} == 0 or S[{born}] == 0.0
        event = False
        while e < events.shape[0] and events[e].at <= pos:
            S[events[e].row] = events[e].value
            e += 1
            event = True
        m = min({CR} - (pos & {mask}), n - i)
        if e < events.shape[0]:
            m = min(m, events[e].at - pos)
{voices}
        if tick:
            bus_control(S, pos)
            S[{born}] = 1.0
        bus_block(S, pos, m, x, y, i)
        pos += m
        i += m
    return pos"""

_VOICES = """\
        if tick and S[{live}] > 0.0:
            live = 0
            for g in range({groups}):
                if S[{active} + g] > 0.0:
                    if voice_awake(S, pos, g * {GROUP}):
                        live += 1
                    else:
                        S[{active} + g] = 0.0
            S[{live}] = live
        if event:
            for g in range({groups}):
                if voice_start(S, pos, g * {GROUP}):
                    if S[{active} + g] == 0.0:
                        S[{live}] += 1
                    S[{active} + g] = 2.0
        if S[{live}] > 0.0:
            S[{heard}] = 1.0
            for f in range(m):
{zero}
            for g in range({groups}):
                if S[{active} + g] > 0.0:
                    if tick or S[{active} + g] > 1.0:
                        voice_control(S, pos, g * {GROUP}, 1 if tick else 0)
                        S[{active} + g] = 1.0
                    voice_block(S, pos, m, g * {GROUP})
        elif S[{heard}] > 0.0:
            S[{heard}] = 0.0
            for f in range({frames}):
                vstore(S, {mixes} + f * {GROUP}, {silence})
        if event:
            for k in range({trigger}, {trigger} + {count}):
                S[k] = 0.0"""

_ZERO = "                vstore(S, {at} + f * {GROUP}, {silence})"


def skeleton(plan: Plan, layout: Layout) -> str:
    """Return the source of `render`."""
    names = [f"mix.{s.name}.{side}" for s in plan.patch.sends for side in ("left", "right")]
    silence = zeros(GROUP)
    voices = ""
    if plan.groups:
        voices = _VOICES.format(
            zero="\n".join(_ZERO.format(at=layout.at(n), GROUP=GROUP, silence=silence) for n in names),
            mixes=layout.at(names[0]),
            frames=len(names) * CR,
            silence=silence,
            heard=layout.at("heard"),
            live=layout.at("live"),
            groups=plan.groups,
            active=layout.at("active"),
            trigger=layout.at("trigger"),
            count=plan.count,
            GROUP=GROUP,
        )
    return _LOOP.format(mask=CR - 1, CR=CR, born=layout.at("born"), voices=voices)
