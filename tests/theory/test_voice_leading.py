from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from auralis.theory.colours import colours, signature
from auralis.theory.keys import Key, parse_key
from auralis.theory.modes import MODES
from auralis.theory.pivots import pivot_chord
from auralis.theory.voice_leading import LOW_LIMIT, PAD_RANGE, breaches, lead, movement

MODE = st.sampled_from(sorted(MODES))
CHORDS = [
    tuple((tonic + tone) % 12 for tone in chord.tones)
    for tonic in range(12)
    for mode in MODES
    for chord in (*(c for d in range(1, 8) for c in colours(mode, d)), signature(mode))
]
CHORD = st.sampled_from(CHORDS)
VOICING = st.lists(st.integers(*PAD_RANGE), min_size=4, max_size=4).map(sorted).map(tuple)


@given(st.lists(CHORD, min_size=1, max_size=12))
def test_voicings_stay_in_range_and_never_muddy(chords: list[tuple[int, ...]]) -> None:
    previous = None
    for chord in chords:
        voicing = lead(chord, previous)
        assert list(voicing) == sorted(set(voicing))
        assert PAD_RANGE[0] <= voicing[0]
        assert voicing[-1] <= PAD_RANGE[1]
        assert breaches(voicing) == 0
        assert all(high - low >= 12 or low >= LOW_LIMIT[high - low] for low, high in pairwise(voicing))
        assert {pitch % 12 for pitch in voicing} <= set(chord)
        previous = voicing


@given(CHORD, VOICING, VOICING)
def test_no_voicing_doubles_a_pitch_however_near_that_would_be(
    chord: tuple[int, ...], previous: tuple[int, ...], following: tuple[int, ...]
) -> None:
    assert breaches(lead(chord, previous, following)) == 0


def test_a_doubled_pitch_between_near_neighbours_is_no_bargain() -> None:
    """Two voices on one pitch would move least; the others' octaves must do."""
    assert breaches(lead((1, 4, 8), (52, 56, 61, 61), (52, 56, 61, 61))) == 0


@given(CHORD)
def test_a_chord_held_does_not_move(chord: tuple[int, ...]) -> None:
    voicing = lead(chord)
    assert lead(chord, voicing) == voicing
    assert movement(voicing, voicing) == 0


def test_five_notes_leave_the_root_to_the_bass_and_three_are_doubled() -> None:
    assert {p % 12 for p in lead((0, 4, 7, 11, 2))} == {4, 7, 11, 2}
    assert sorted(p % 12 for p in lead((0, 4, 7))) in ([0, 0, 4, 7], [0, 4, 7, 7])
    assert len(lead((0, 4, 7), span=(48, 67), voices=3)) == 3


def test_what_follows_is_prepared() -> None:
    before, after = lead((0, 4, 7, 2)), (57, 62, 66, 74)
    free, prepared = lead((9, 0, 4), before), lead((9, 0, 4), before, after)
    assert movement(prepared, after) <= movement(free, after)


@given(st.integers(0, 11), MODE, st.integers(0, 11), MODE, CHORD)
def test_a_pivot_belongs_to_both_keys(a: int, m: str, b: int, n: str, sounding: tuple[int, ...]) -> None:
    old, new = Key(a, m), Key(b, n)
    pivot = pivot_chord(old, new, sounding)
    assert len(pivot) >= 2
    assert set(pivot) <= set(old.pitch_classes) & set(new.pitch_classes)


def test_a_pivot_keeps_what_sounds() -> None:
    assert set(pivot_chord(parse_key("C major"), parse_key("G major"), (0, 4, 7, 11))) == {0, 4, 7, 11}
