import itertools

from hypothesis import given, settings

from auralis.composition import MusicalContext
from auralis.composition.form import energy_at, energy_shape, phrase_count, section_key
from auralis.composition.harmony import cells, roots
from auralis.composition.section import plan
from auralis.theory.voice_leading import breaches, movement
from tests.composition.contexts import CONTEXT, SECTION, SEED


@given(CONTEXT, SEED, SECTION)
def test_sections_last_eight_to_fifteen_minutes(context: MusicalContext, seed: int, section: int) -> None:
    seconds = phrase_count(seed, section, context.structure) * 8 * context.structure.bar_seconds
    assert 480 <= seconds <= 900


@given(CONTEXT, SEED, SECTION)
@settings(deadline=None)
def test_the_seam_does_not_move(context: MusicalContext, seed: int, section: int) -> None:
    here, there = (plan(seed, s, context.structure) for s in (section, section + 1))
    assert here.chords[-1].voicing == there.chords[0].voicing
    assert here.chords[-1].bass == there.chords[0].bass
    assert here.chords[-1].cell.chord == there.chords[0].cell.chord
    assert here.chords[-1].cell.key == there.key


@given(CONTEXT, SEED, SECTION)
@settings(deadline=None)
def test_no_root_lasts_beyond_ninety_seconds_even_across_seams(
    context: MusicalContext, seed: int, section: int
) -> None:
    held = [r for s in (section, section + 1) for r in roots(seed, s, context.structure)]
    run, last = 0, None
    for root in held:
        run = root.bars + (run if root.pitch_class == last else 0)
        last = root.pitch_class
        assert run * context.structure.bar_seconds <= 90.0


@given(CONTEXT, SEED, SECTION)
@settings(deadline=None)
def test_chords_cover_the_section_without_gaps(context: MusicalContext, seed: int, section: int) -> None:
    planned = cells(seed, section, context.structure)
    bar = 0
    for cell in planned:
        assert cell.bar == bar
        assert cell.bars > 0
        bar += cell.bars
    assert bar == 8 * phrase_count(seed, section, context.structure)


@given(CONTEXT, SEED, SECTION)
@settings(max_examples=50, deadline=None)
def test_the_pad_is_clear_and_calm_and_the_bass_below_it(
    context: MusicalContext, seed: int, section: int
) -> None:
    chords = plan(seed, section, context.structure).chords
    assert all(breaches(chord.voicing) == 0 for chord in chords)
    assert all(29 <= chord.bass <= 44 < min(chord.voicing) for chord in chords)
    changes = [movement(a.voicing, b.voicing) for a, b in itertools.pairwise(chords)]
    moved = [change for change in changes if change]
    assert sum(moved) <= 8 * len(moved)


@given(SEED, SECTION)
def test_wandering_is_nothing_at_zero_and_grows(seed: int, section: int) -> None:
    away = []
    for wander in (0, 0.1, 0.25, 0.4, 0.5):
        structure = MusicalContext.of({"wander": wander}).structure
        key = section_key(seed, section, structure)
        away.append(key.tonic != structure.root % 12)
        assert not (section % 2 == 0 and away[-1])
    assert not away[0]
    assert away == sorted(away)
    assert away[-1] == (section % 2 == 1)


def test_farther_keys_are_likelier_when_wandering_more() -> None:
    def distant(wander: float) -> int:
        structure = MusicalContext.of({"wander": wander}).structure
        keys = [section_key(seed, 1, structure).tonic for seed in range(2000)]
        return sum((tonic - structure.root) % 12 not in (5, 7) for tonic in keys)

    counts = [distant(wander) for wander in (0.5, 0.75, 1.0)]
    assert counts == sorted(counts)
    assert 700 <= counts[0] <= 900
    assert counts[2] > 1400


def test_calm_brings_the_tonic_oftener() -> None:
    def tonic_share(calm: float) -> float:
        structure = MusicalContext.of({"calm": calm, "wander": 0}).structure
        held = [root for seed in range(60) for root in roots(seed, 0, structure)]
        return sum(root.degree == 1 for root in held) / len(held)

    shares = [tonic_share(calm) for calm in (0, 0.5, 1)]
    assert shares == sorted(shares)


def test_the_root_moves_slowly_and_the_colour_quickly() -> None:
    for preset in ("focus", "meditation", "sleep", "bright"):
        structure = MusicalContext.of({"preset": preset}).structure
        dwell = [r.bars * structure.bar_seconds for seed in range(20) for r in roots(seed, 0, structure)]
        assert min(dwell) >= 27
        colours = [c.bars * structure.bar_seconds for seed in range(20) for c in cells(seed, 0, structure)]
        assert 6 <= sum(colours) / len(colours) <= 24


def test_energy_moves_smoothly_through_its_points() -> None:
    points = (0.45, 0.8, 1.0, 0.8, 0.35)
    assert [energy_at(points, x / 4) for x in range(5)] == list(points)
    fine = [energy_at(points, i / 400) for i in range(401)]
    assert max(abs(a - b) for a, b in itertools.pairwise(fine)) < 0.01
    assert energy_at(points, -1) == points[0]
    assert energy_at(points, 2) == points[-1]


def test_a_night_gets_emptier() -> None:
    structure = MusicalContext.of({"preset": "sleep"}).structure
    levels = [sum(energy_shape(1, section, structure)) for section in (0, 2, 4, 8, 10, 12, 40)]
    assert levels == sorted(levels, reverse=True)
    assert min(energy_shape(1, 40, structure)) >= 0.2
