"""Hypothesis strategies: a listener's change of what decides form and harmony, in the midst of a piece."""

from dataclasses import dataclass

from hypothesis import strategies as st

from auralis.composition import MusicalContext, Place
from auralis.composition.presets import PRESETS
from auralis.composition.settings import METERS
from auralis.core.recipe import Change
from auralis.sequencing import Passage, Timeline
from tests.composition.contexts import KEY, MODES, SEED

RATE = 44_100
PRESET = st.sampled_from(sorted(PRESETS))
FIRST = st.fixed_dictionaries({"preset": PRESET}, optional={"bpm": st.integers(40, 200), "key": KEY})
TURN = st.one_of(
    st.fixed_dictionaries({"key": KEY}, optional={"bpm": st.integers(40, 200)}),
    st.fixed_dictionaries({"mode": st.sampled_from(sorted(MODES))}),
    st.fixed_dictionaries({"bpm": st.integers(40, 200)}),
    st.fixed_dictionaries({"preset": PRESET}),
    st.fixed_dictionaries({"meter": st.sampled_from(METERS)}, optional={"key": KEY}),
)
FRAME = st.integers(5 * RATE, 700 * RATE)


@dataclass(frozen=True)
class Turned:
    """A piece as it would have gone on, and as it does after one change."""

    plain: Timeline
    line: Timeline

    @property
    def start(self) -> int:
        """The frame of the change."""
        return self.after.start

    @property
    def before(self) -> Passage:
        return self.line.passages[0]

    @property
    def after(self) -> Passage:
        return self.line.passages[1]

    @property
    def place(self) -> Place:
        """Where the passage after the change begins in the form."""
        return self.after.first

    def bars(self, count: int) -> int:
        """Return the frame that lies some bars after the change."""
        return self.line.tempo.frame(self.after.tick + count * self.after.context.bar_ticks)


def _turned(seed: int, first: dict[str, object], frame: int, wanted: dict[str, object]) -> Turned:
    plain = Timeline.of(seed, RATE, MusicalContext.of(first))
    return Turned(plain, plain.with_change(Change(frame, "bar", wanted)))


TURNED = st.builds(_turned, SEED, FIRST, FRAME, TURN).filter(lambda turned: len(turned.line.passages) == 2)
