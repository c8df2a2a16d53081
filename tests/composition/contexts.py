"""Hypothesis strategies: any context a listener can reach, any seed, any section."""

from hypothesis import Phase, settings
from hypothesis import strategies as st

from auralis.composition import MusicalContext
from auralis.composition.layers import LAYERS
from auralis.composition.presets import PRESETS
from auralis.composition.settings import METERS, ORDERS
from auralis.theory.modes import MODES
from auralis.theory.pitches import ROOT_NAMES

A_THOUSAND = settings(max_examples=1000, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
UNIT = st.floats(0, 1, allow_nan=False)
DOUBLE = st.floats(0, 2, allow_nan=False)
ROOT = st.sampled_from([name for names in ROOT_NAMES for name in names])
KEY = st.tuples(ROOT, st.sampled_from([*MODES, "major", "minor"])).map(" ".join)
NUMERALS = (
    "i", "I", "ii", "III", "iv", "IV", "v", "V", "VI", "VII", "i7", "Imaj7", "iadd9", "ii7", "VImaj7",
    "Isus2", "imaj7", "VI9", "IV/i", "II/I", "VIImaj7/i", "V7", "v7", "ii°", "iiø7", "IV6/9",
    "bII", "bIImaj7", "#IV", "bVII", "#i", "bVIadd9",
)  # fmt: skip
"""Diatonic in some mode, borrowed in others, and foreign to all."""
CHORDS = st.lists(st.sampled_from(NUMERALS), max_size=4)
CHANGE = st.fixed_dictionaries(
    {},
    optional={
        "preset": st.sampled_from(sorted(PRESETS)),
        "key": KEY,
        "key_held": st.booleans(),
        "bpm": st.one_of(st.integers(40, 200), st.floats(40, 200)),
        "meter": st.sampled_from(METERS),
        "intensity": UNIT,
        "density": DOUBLE,
        "wander": UNIT,
        "calm": UNIT,
        "brightness": UNIT,
        "space": UNIT,
        "fade": UNIT,
        "fade_s": st.floats(0, 7200),
        "chords": CHORDS,
        "order": st.sampled_from(ORDERS),
        **{f"layers.{layer}.density": DOUBLE for layer in LAYERS},
        **{f"layers.{layer}.mute": st.booleans() for layer in LAYERS},
    },
)
MODE_CHANGE = st.fixed_dictionaries({}, optional={"mode": st.sampled_from(sorted(MODES))})


def _after(changes: list[dict[str, object]]) -> MusicalContext:
    context = MusicalContext.of()
    for change in changes:
        context = context.changed(change)
    return context


CONTEXT = st.lists(st.one_of(CHANGE, MODE_CHANGE), max_size=3).map(_after)
SEED = st.integers(0, 2**63 - 1)
SECTION = st.integers(0, 40)
