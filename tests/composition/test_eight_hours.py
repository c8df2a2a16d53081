"""Eight hours without a repeated phrase, which are one piece all the same."""

from collections import Counter
from itertools import pairwise

import pytest

from auralis.composition import MusicalContext, compose
from auralis.composition.form import section_key
from auralis.composition.presets import PRESETS
from tests.composition.nights import night, repeated
from tests.composition.sections import lead_of

PRESET = pytest.mark.parametrize("preset", sorted(PRESETS))
SEEDS = range(20)


@PRESET
def test_no_phrase_of_eight_hours_is_another_again(preset: str) -> None:
    context = MusicalContext.of({"preset": preset})
    assert [repeated(context, seed) for seed in SEEDS] == [[] for _ in SEEDS]


def test_a_phrase_again_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    context = MusicalContext.of({"preset": "sleep"})
    twice = night(context, 3)[:20] * 2
    monkeypatch.setattr("tests.composition.nights.night", lambda *_: twice)
    assert len(repeated(context, 3)) == 20


@PRESET
def test_eight_hours_speak_of_few_things(preset: str) -> None:
    context = MusicalContext.of({"preset": preset})
    said: Counter[tuple[tuple[str, str], ...]] = Counter()
    contours: Counter[tuple[int, ...]] = Counter()
    for place in night(context, 7):
        phrase = compose(context, place, 7)
        said[tuple((motif.motif, motif.variant) for motif in phrase.motifs)] += 1
        moves = [b.note.pitch - a.note.pitch for a, b in pairwise(lead_of(phrase))]
        if len(moves) > 2:
            contours[tuple((move > 0) - (move < 0) for move in moves[:4])] += 1
    assert said.total() > 500
    assert len(said) <= 40
    assert len(contours) <= 80
    assert sum(n for _, n in contours.most_common(3)) >= 0.25 * contours.total()


@PRESET
def test_half_of_all_sections_are_at_home(preset: str) -> None:
    context = MusicalContext.of({"preset": preset})
    for seed in SEEDS:
        sections = night(context, seed)[-1].section + 1
        tonics = [section_key(seed, section, context.structure).tonic for section in range(sections)]
        assert 0.45 <= tonics.count(context.root % 12) / sections <= 0.55
