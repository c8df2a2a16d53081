"""The loop around the passes: events, control ticks, waking and sleeping, and runs of frames between them."""

from auralis.engine.compiler.addressing import zeros
from auralis.engine.compiler.layout import Layout
from auralis.engine.compiler.plan import GROUP, Plan
from auralis.engine.primitives import CR

_LOOP = """\
def render(S, events, pos, x, y):
    n = y.shape[1]
    i = 0
    e = 0
    while i < n:
{idling}
        tick = pos & {mask} == 0 or S[{born}] == 0.0
        event = False
        while e < events.shape[0] and events[e].at <= pos:
            S[events[e].row] = events[e].value
            e += 1
            event = True
        m = min({CR} - (pos & {mask}), n - i)
        if e < events.shape[0]:
            m = min(m, events[e].at - pos)
{waking}
        if tick:
            bus_control(S, pos)
            S[{born}] = 1.0
{frames}
        pos += m
        i += m
    return pos"""

_IDLING = """\
        if S[{idle}] > 0.0:
            m = n - i
            if e < events.shape[0]:
                m = min(m, events[e].at - pos)
            if m > 0:
                for f in range(i, i + m):
{nothing}
                pos += m
                i += m
                continue
            S[{idle}] = 0.0"""

_WAKING = """\
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
        if tick or event:
            for g in range({groups}):
                if S[{active} + g] > 0.0:
                    if tick or S[{active} + g] > 1.0:
                        voice_control(S, pos, g * {GROUP}, 1 if tick else 0)
                        S[{active} + g] = 1.0
        if event:
            for k in range({trigger}, {trigger} + {count}):
                S[k] = 0.0"""

_BUS = "        bus_block(S, pos, m, x, y, i)"

_REST = """\
        if S[{live}] > 0.0:
            if S[{rest}] > 0.0:
                bus_wakes(S)
            S[{rest}] = 0.0
        elif tick:
            S[{rest}] = 1.0 if bus_rests(S) else 0.0
            S[{idle}] = 1.0 if S[{rest}] > 0.0 and bus_settled(S) else 0.0
        if S[{rest}] > 0.0:
            for f in range(i, i + m):
{nothing}"""

_VOICES = """
        else:
            if S[{live}] > 0.0:
                S[{heard}] = 1.0
{zero}
                for g in range({groups}):
                    if S[{active} + g] > 0.0:
                        voice_block(S, pos, m, g * {GROUP})
            elif S[{heard}] > 0.0:
                S[{heard}] = 0.0
                for f in range({CR}):
{silence}
            bus_block(S, pos, m, x, y, i)"""

_ZERO = "                    vstore(S, {at} + f * {GROUP}, {zeros})"


def skeleton(plan: Plan, layout: Layout) -> str:
    """Return the source of `render`."""
    places: dict[str, object] = {"CR": CR, "mask": CR - 1, "GROUP": GROUP}
    places |= {"groups": plan.groups, "count": plan.count}
    places |= {n: layout.at(n) for n in ("born", "live", "active", "trigger", "rest", "idle", "heard")}
    waking, frames, idling = "", _BUS, ""
    if plan.groups:
        waking, frames = _WAKING, _REST.replace("{nothing}", _nothing(plan, 16)) + _VOICES
        idling = _IDLING.replace("{nothing}", _nothing(plan, 20))
        rows = {layout.sent(s.name, side) for s in plan.patch.sends for side in ("left", "right")}
        lines = (_ZERO.format(at=layout.at(n), GROUP=GROUP, zeros=zeros(GROUP)) for n in sorted(rows))
        places["silence"] = "\n".join(lines)
        frames_of = f"range(pos & {CR - 1}, (pos & {CR - 1}) + m)"
        several = f"                for f in {frames_of}:\n{places['silence']}"
        places["zero"] = several if plan.groups > 1 else ""
    parts = {"idling": idling, "waking": waking, "frames": frames}
    return _LOOP.format(**{name: text.format(**places) for name, text in parts.items()}, **places)


def _nothing(plan: Plan, indent: int) -> str:
    """Return lines that write silence to frame `f` of all outputs."""
    rows = range(2 * len(plan.patch.outputs))
    return "\n".join(f"{' ' * indent}y[{k}, f] = 0.0" for k in rows) or f"{' ' * indent}pass"
