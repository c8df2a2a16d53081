"""The ostinato: where it stands in for the lead, how evenly it is spread, and what that is for."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.composition import MusicalContext, Place, ScoreNote, compose
from auralis.composition.arrangement import arrangement, clearing, rests_lead
from auralis.composition.form import phrase_count
from auralis.composition.presets import preset_named
from tests.composition.contexts import CONTEXT, SECTION, SEED
from tests.composition.sections import phrases_of

SEEDS = range(1, 31)
WINDOW_S = 150
HEARD_APART_S = 0.11
"""Notes of the piano that are nearer to each other are heard as one, a rolled chord as two at most."""
HEARD = {"focus": (21.0, 40.0), "bright": (30.0, 52.0)}
"""Notes of the piano a minute, for which the tool of the acceptance bands hears onsets within its band."""
LIKELY = st.floats(0, 1)


@given(CONTEXT, SEED, SECTION)
@settings(max_examples=200, deadline=None)
def test_it_stays_while_the_lead_rests(context: MusicalContext, seed: int, section: int) -> None:
    phrases = phrase_count(seed, section, context.structure)
    found = arrangement(seed, section, context.structure, phrases)["ostinato"]
    rests = {p for p in range(phrases - 1) if rests_lead(p)} - {clearing(phrases)}
    covered = {p for p in range(phrases) if any(a.first <= 8 * p and 8 * p + 8 <= a.last for a in found)}
    assert rests <= covered or not preset_named(context.preset).ostinato
    assert all(a.first >= 12 and a.last <= 8 * phrases - 8 for a in found)


@given(CONTEXT, SEED, SECTION, LIKELY)
@settings(max_examples=60, deadline=None)
def test_its_notes_are_spread_evenly(
    context: MusicalContext, seed: int, section: int, intensity: float
) -> None:
    """Where the figure may sound on every beat, two bars have as many of its notes as the next two."""
    calm = {"preset": "focus", "bpm": 60, "meter": "4/4", "intensity": intensity}
    even = context.changed({**calm, "density": 1, "layers.piano.density": 1, "layers.piano.mute": False})
    for phrase in phrases_of(even, section, seed):
        counts = [_figures(phrase.notes, slot * 2 * even.bar_ticks, even.bar_ticks) for slot in range(4)]
        assert all(abs(a - b) <= 1 for a, b in pairwise(counts) if a and b)


def _figures(notes: tuple[ScoreNote, ...], start: int, bar: int) -> int:
    return sum(n.voice == "ostinato" and start <= n.tick < start + 2 * bar for n in notes)


@pytest.mark.parametrize("preset", sorted(HEARD))
@pytest.mark.parametrize("start", [0, 300])
def test_no_seed_is_sparse_or_crowded(preset: str, start: int) -> None:
    low, high = HEARD[preset]
    heard = {seed: _heard_a_minute(preset, seed, start) for seed in SEEDS}
    assert {seed: value for seed, value in heard.items() if not low <= value <= high} == {}


def _heard_a_minute(preset: str, seed: int, start: int) -> float:
    """Return how often the piano is heard to strike in a minute of a window of the first section."""
    context = MusicalContext.of({"preset": preset})
    second = context.bpm * 960 / 60
    phrases = range(int(start * second / (8 * context.bar_ticks)), phrase_count(seed, 0, context.structure))
    seconds = [
        (index * 8 * context.bar_ticks + note.tick) / second
        for index in phrases
        for note in compose(context, Place(0, index), seed).notes
        if note.layer == "piano"
    ]
    inside = sorted(s for s in seconds if start <= s < start + WINDOW_S)
    last, count = -1.0, 0
    for moment in inside:
        if moment - last > HEARD_APART_S:
            last, count = moment, count + 1
    return count / (WINDOW_S / 60)
