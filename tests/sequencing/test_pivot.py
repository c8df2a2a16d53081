"""A listener's change of key, mode, tempo, preset or meter: the way from what was to what comes."""

from itertools import pairwise, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from auralis.composition import MusicalContext
from auralis.composition.form import phrase_count
from auralis.composition.performance import intensity_at
from auralis.composition.section import plan_at
from auralis.core.recipe import Change
from auralis.sequencing import Timeline, chords, notes, phrases
from auralis.theory.keys import parse_key
from auralis.theory.pivots import pivot_chord
from auralis.theory.voice_leading import lead, movement
from tests.composition.contexts import SEED
from tests.composition.sections import forget
from tests.sequencing.changes import FIRST, RATE, TURN, TURNED, Turned

MANY = settings(max_examples=120, deadline=None)
FEW = settings(max_examples=40, deadline=None)
EARLY = RATE // 10
"""Frames by which a hand is early at most."""
RESTS = {"bass": 1, "lead": 2, "left": 2, "ostinato": 2, "bell": 2, "heart": 4, "shaker": 4, "wood": 4}


def key_at(line: Timeline, frame: int) -> str:
    return next(phrases(line, frame, frame + 1)).key


@given(TURNED)
@MANY
def test_two_bars_belong_to_both_keys_and_a_strong_beat_follows(turned: Turned) -> None:
    pivot, after = list(chords(turned.line, turned.start, turned.bars(2) + 1))
    assert (pivot.chord.role, pivot.start, pivot.end) == ("pivot", turned.start, turned.bars(2))
    assert after.start == turned.bars(2)
    assert after.chord.role != "pivot"
    for frame in (turned.start - 1, turned.start):
        assert set(pivot.chord.pitch_classes) <= set(parse_key(key_at(turned.line, frame)).pitch_classes)
    assert key_at(turned.line, turned.start) in pivot.chord.reason


@given(TURNED)
@MANY
def test_the_pivot_holds_what_it_shares(turned: Turned) -> None:
    assert turned.place.arrival is not None
    heard, sounding = turned.place.arrival.pitch_classes, turned.place.arrival.voicing
    plan = plan_at(turned.after.context, turned.place, turned.line.seed)
    pivot = plan.at(8 * turned.place.phrase)
    assert movement(sounding, pivot.voicing) <= movement(sounding, lead(pivot.cell.pitch_classes))
    if set(heard) == set(pivot.cell.pitch_classes):
        assert pivot.voicing == sounding


def test_nearly_all_common_tones_stay_where_they_are() -> None:
    common = kept = 0
    for seed, (first, wanted) in product(
        range(30), pairwise(("D dorian", "A dorian", "C lydian", "E minor"))
    ):
        plain = Timeline.of(seed, RATE, MusicalContext.of({"key": first}))
        arrival = plain.with_change(Change(97 * RATE, "bar", {"key": wanted})).passages[1].first.arrival
        assert arrival is not None
        tones = pivot_chord(arrival.key, parse_key(wanted), arrival.pitch_classes)
        shared = {pitch for pitch in arrival.voicing if pitch % 12 in tones}
        common += len(shared)
        kept += len(shared.intersection(lead(tones, arrival.voicing)))
    assert kept >= 0.9 * common > 0


@given(TURNED)
@MANY
def test_voices_come_back_one_after_another(turned: Turned) -> None:
    assert turned.place.arrival is not None
    assume(turned.place.arrival.rests)  # they go on where the key is asked for that it is in already
    heard = list(notes(turned.line, turned.start, turned.bars(8)))
    for voice, bars in RESTS.items():
        assert all(note.frame >= turned.bars(bars) - EARLY for note in heard if note.voice == voice)
    assert any(note.voice == "pad" and note.frame < turned.bars(1) for note in heard)
    assert any(note.voice == "bass" and note.frame < turned.bars(2) for note in heard)


def test_voices_go_on_where_only_the_choice_of_chords_is_another() -> None:
    plain = Timeline.of(7, RATE, MusicalContext.of({"key": "D dorian"}))
    line = plain.with_change(Change(150 * RATE, "bar", {"chords": ["i", "IV"]}))
    start, tempo = line.passages[1].start, line.tempo
    bar = tempo.duration(line.opening.bar_ticks, start)
    heard = list(notes(line, start, start + 8 * bar))
    assert any(note.voice == "bass" and note.frame < start + bar for note in heard)
    assert any(note.voice == "heart" and note.frame < start + bar for note in heard)
    assert next(chords(line, start, start + 1)).chord.role == "pivot"


@given(TURNED)
@MANY
def test_no_note_is_cut_and_none_outstays_the_pivot(turned: Turned) -> None:
    begin = max(0, turned.start - 40 * RATE)
    bar = turned.line.tempo.duration(turned.before.context.bar_ticks, begin)
    half = max(bar, turned.bars(1) - turned.start) // 2
    pivot = next(chords(turned.line, turned.start, turned.start + 1)).chord.pitch_classes
    plain = list(notes(turned.plain, begin, turned.start))
    played = list(notes(turned.line, begin, turned.start))
    assert len(played) == len(plain)
    for as_was, note in zip(plain, played, strict=True):
        assert (note.frame, note.voice, note.pitch) == (as_was.frame, as_was.voice, as_was.pitch)
        assert note.end >= min(as_was.end, turned.start)
        held = note.pitch % 12 in pivot and note.layer not in ("pad", "bass", "air")
        assert note.end <= turned.start + (2 * bar if held else half)


@given(TURNED)
@MANY
def test_intensity_comes_by_a_tenth_a_bar(turned: Turned) -> None:
    context, start = turned.after.context, 8 * turned.place.phrase
    plan = plan_at(context, turned.place, turned.line.seed)
    levels = [intensity_at(context, plan, start + bar) for bar in range(12)]
    assert abs(levels[0] - turned.before.context.intensity) < 1e-9
    assert all(abs(b - a) <= 0.1 + 1e-9 for a, b in pairwise(levels))
    assert abs(levels[-1] - context.intensity) < 1e-9


@given(TURNED)
@MANY
def test_the_form_goes_on(turned: Turned) -> None:
    last = next(phrases(turned.plain, turned.start - 1, turned.start))
    old, new = (
        phrase_count(turned.line.seed, last.place.section, passage.context.structure)
        for passage in (turned.before, turned.after)
    )
    was = (last.place.phrase + (turned.start - last.start) / (last.end - last.start)) / old
    if turned.place.section == last.place.section:
        assert abs(turned.place.phrase / new - was) <= 0.5 / old + 0.5 / new + 1e-6
    else:
        assert turned.place[:2] == (last.place.section + 1, 0)
        assert was >= 1 - 0.5 / old - 1.5 / new - 1e-6


@given(SEED, FIRST, st.lists(st.tuples(st.integers(0, 40 * RATE), TURN), min_size=3, max_size=8))
@FEW
def test_many_changes_in_a_row_are_each_led_over(
    seed: int, first: dict[str, object], turns: list[tuple[int, dict[str, object]]]
) -> None:
    line, frame = Timeline.of(seed, RATE, MusicalContext.of(first)), 5 * RATE
    for gap, wanted in turns:
        frame += gap
        line = line.with_change(Change(frame, "bar", wanted))
    end = frame + 60 * RATE
    heard, sounding = list(notes(line, 0, end)), list(chords(line, 0, end))
    assert all(a.end == b.start for a, b in pairwise(sounding))
    pivots = {chord.start for chord in sounding if chord.chord.role == "pivot"}
    assert pivots == {passage.start for passage in line.passages[1:]}
    forget()
    assert list(notes(Timeline.of(seed, RATE, line.opening, line.changes), 0, end)) == heard


def test_there_and_back_is_home_again() -> None:
    line = Timeline.of(11, RATE, MusicalContext.of({"key": "D dorian"}))
    for second, key in ((70, "A dorian"), (130, "D dorian")):
        line = line.with_change(Change(second * RATE, "bar", {"key": key}))
    there, back = line.passages[1:]
    assert back.context == line.opening
    assert back.first.section == there.first.section == 0
    later = list(chords(line, back.start, back.start + 90 * RATE))
    assert later[0].chord.role == "pivot"
    assert not any(chord.chord.role == "pivot" or chord.chord.borrowed for chord in later[1:])
    scale = set(parse_key("D dorian").pitch_classes)
    assert all(scale.issuperset(chord.chord.pitch_classes) for chord in later)
