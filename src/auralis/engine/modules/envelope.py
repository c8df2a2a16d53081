"""An envelope of many stages, exact to the frame: delay, attack, hold, two decays, sustain, release.

Every stage is a way from the level where it began to its own, the share n / (n + k (span - n)) of it
done in frame n of `span`: a hyperbola that begins 1/k times as steep as a straight line, and arrives
exactly. A stage's time is taken when the stage begins. Struck again while it sounds, the envelope goes on
from its level.
"""

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, State
from auralis.engine.primitives import SR, equal, exp2, like, select, toi, vmax, vmin
from auralis.engine.simd import B, F

MODULE = Module(
    caption="Envelope of many stages",
    outputs=("env",),
    parameters=(
        Parameter("gate", 0, 0, 1, "", "linear", "1 while the note is held"),
        Parameter("choke", 0, 0, 1, "", "linear", "1 fades the voice out in 30 ms"),
        Parameter("delay", 0, 0, 20, "s", "linear", "Wait before the attack"),
        Parameter("attack", 1, 0.001, 60, "s", "log", "Time to full level"),
        Parameter("hold", 0, 0, 20, "s", "linear", "Time at full level"),
        Parameter("decay1", 0.5, 0.001, 60, "s", "log", "Time from full level to the break"),
        Parameter("level1", 0.8, 0, 1, "", "linear", "Level of the break"),
        Parameter("decay2", 4, 0.001, 60, "s", "log", "Time from the break to the sustain level"),
        Parameter("sustain", 0.5, 0, 1, "", "linear", "Level while the note is held on"),
        Parameter("release", 3, 0.001, 60, "s", "log", "Time to silence once the note is let go"),
        Parameter("curve", 2, -5, 5, "", "linear", "Above 0 each stage starts fast and ends slowly"),
    ),
    state=tuple(State(n) for n in ("stage", "n", "span", "base", "e")),
    glide=("sustain",),
)

DELAY = 0.0
ATTACK = 1.0
SUSTAIN = 5.0
RELEASE = 6.0
CHOKE = 7.0


def start(e: F, delay: F) -> tuple[F, F, F]:
    """End the stage before the first, which is the delay, or the attack where there is none."""
    stage = select(delay > 0.0, like(e, DELAY - 1.0), ATTACK - 1.0)
    n = like(e, 0.0)
    span = n
    return stage, n, span


def tick(
    stage: F,
    n: F,
    span: F,
    base: F,
    e: F,
    gate: F,
    choke: F,
    delay: F,
    attack: F,
    hold: F,
    decay1: F,
    level1: F,
    decay2: F,
    sustain: F,
    release: F,
    curve: F,
) -> tuple[F, F, F, F, F, F]:
    """Enter the stage that is due, and go a frame on in it."""
    first = select(delay > 0.0, like(e, DELAY), ATTACK)
    later = select(n >= span, vmin(stage + 1.0, SUSTAIN), stage)
    due = select(gate > 0.0, select(stage >= RELEASE, first, later), RELEASE)
    due = select(choke > 0.0, CHOKE, due)
    seconds = select(due < 0.5, delay, select(due < 1.5, attack, select(due < 2.5, hold, decay1)))
    late = select(due < 4.5, decay2, select(due < 5.5, 0.02, select(due < 6.5, release, 0.03)))
    frames = vmax(select(due < 3.5, seconds, late) * SR, 1.0)
    same = equal(toi(due), toi(stage))
    base = select(same, base, e)
    span = select(same, span, frames)
    n = vmin(select(same, n, 0.0) + 1.0, span)
    stage = due
    settled = select(due < 3.5, level1, select(due < 5.5, sustain, 0.0))
    goal = select(due < 0.5, base, select(due < 2.5, 1.0, settled))
    e = base + (goal - base) * (n / (n + exp2(-curve) * (span - n)))
    return e, stage, n, span, base, e


def awake(gate: F, e: F) -> B:
    """Sound while held, and until the release is over."""
    return (gate > 0.0) | (e > 0.0)
