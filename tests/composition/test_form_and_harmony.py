import itertools

from hypothesis import given

from auralis.composition import MusicalContext
from auralis.composition.arrangement import arrangement, clearing, rests_lead
from auralis.composition.form import energy_at, energy_shape, phrase_count, section_key
from auralis.composition.harmony import cells, roots
from auralis.composition.pinning import pins
from auralis.composition.section import plan
from auralis.theory.voice_leading import breaches, movement
from tests.composition.contexts import A_THOUSAND, CONTEXT, SECTION, SEED


@given(CONTEXT, SEED, SECTION)
@A_THOUSAND
def test_sections_last_eight_to_fifteen_minutes_and_chords_fill_them(
    context: MusicalContext, seed: int, section: int
) -> None:
    bars = 8 * phrase_count(seed, section, context.structure)
    assert 480 <= bars * context.structure.bar_seconds <= 900
    planned = cells(seed, section, context.structure)
    assert planned[0].bar == 0
    assert all(a.bar + a.bars == b.bar for a, b in itertools.pairwise(planned))
    assert planned[-1].bar + planned[-1].bars == bars
    assert all(cell.bars > 0 for cell in planned)


@given(CONTEXT, SEED, SECTION)
@A_THOUSAND
def test_the_seam_does_not_move(context: MusicalContext, seed: int, section: int) -> None:
    here, there = (plan(seed, s, context.structure) for s in (section, section + 1))
    assert here.chords[-1].voicing == there.chords[0].voicing
    assert here.chords[-1].bass == there.chords[0].bass
    assert here.chords[-1].cell.chord == there.chords[0].cell.chord
    assert here.chords[-1].cell.key == there.key


@given(CONTEXT, SEED, SECTION)
@A_THOUSAND
def test_no_root_lasts_beyond_ninety_seconds_even_across_seams(
    context: MusicalContext, seed: int, section: int
) -> None:
    heard = [chord for s in (section, section + 1) for chord in plan(seed, s, context.structure).chords]
    runs = [
        sum(chord.cell.bars for chord in run)
        for _, run in itertools.groupby(heard, key=lambda chord: chord.bass % 12)
    ]
    assert max(runs) * context.structure.bar_seconds <= 90.0 or (context.chords and len(runs) == 1)


@given(CONTEXT, SEED, SECTION)
@A_THOUSAND
def test_the_pad_is_clear_and_calm_and_the_bass_below_it(
    context: MusicalContext, seed: int, section: int
) -> None:
    chords = plan(seed, section, context.structure).chords
    for chord in chords:
        assert breaches(chord.voicing) == 0
        assert len(set(chord.voicing)) == 4
        assert 29 <= chord.bass <= 44 < min(chord.voicing)
    changes = [movement(a.voicing, b.voicing) for a, b in itertools.pairwise(chords)]
    moved = [change for change in changes if change]
    assert context.chords or sum(moved) <= 8 * len(moved)


@given(CONTEXT, SEED, SECTION)
@A_THOUSAND
def test_chords_are_pinned_ones_or_without_a_rub(context: MusicalContext, seed: int, section: int) -> None:
    for chord in plan(seed, section, context.structure).chords:
        cell = chord.cell
        assert (cell.role == "pinned") == (context.chords != ())
        if context.chords:
            assert cell.chord in pins(context.chords, context.key).chords
        else:
            assert not cell.borrowed
            assert not {(tone + 1) % 12 for tone in cell.chord.tones[:3]}.intersection(cell.chord.tones)


@given(CONTEXT, SEED, SECTION)
@A_THOUSAND
def test_voices_enter_one_by_one_and_all_leave_at_the_clearing(
    context: MusicalContext, seed: int, section: int
) -> None:
    phrases = phrase_count(seed, section, context.structure)
    found = arrangement(seed, section, context.structure, phrases)
    entries = [a.first // 8 for voice in found.values() for a in voice if a.first % 8 == 0]
    returns = [phrase for phrase in range(1, phrases) if rests_lead(phrase - 1)]
    assert len(set(entries)) == len(entries)
    assert not set(entries).intersection(returns)
    bare = range(8 * clearing(phrases), 8 * clearing(phrases) + 8)
    assert rests_lead(clearing(phrases))
    for appearances in found.values():
        assert not any(a.first < bare.stop and a.last > bare.start for a in appearances)
        assert all(a.last <= b.first for a, b in itertools.pairwise(appearances))


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
