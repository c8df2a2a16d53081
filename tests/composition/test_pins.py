"""Chords that a listener pins, orders that one asks for, and wishes that can't be played as they are."""

import pytest

from auralis.composition import MusicalContext, compose, notices
from auralis.composition.layers import LAYERS
from auralis.core.errors import InvalidValue
from tests.composition.nights import night
from tests.composition.sections import phrases_of

SEEDS = range(5)


@pytest.mark.parametrize("chord", ["i", "IVadd9", "imaj7", "ii"])
def test_one_chord_stays_for_ever(chord: str) -> None:
    context = MusicalContext.of({"preset": "meditation", "key": "D dorian", "chords": [chord]})
    for seed in SEEDS:
        phrases = [phrase for section in range(2) for phrase in phrases_of(context, section, seed)]
        sounding = {sounding.roman for phrase in phrases for sounding in phrase.chords}
        assert sounding == {chord}
        pad = [note for phrase in phrases for note in phrase.notes if note.layer == "pad"]
        assert len({note.pitch for note in pad}) == 4
        assert len({note.pitch for phrase in phrases for note in phrase.notes if note.layer == "bass"}) == 1


def test_pinned_chords_all_sound_and_no_others() -> None:
    wanted = ["i", "IV", "v7", "VIImaj7/i"]
    context = MusicalContext.of({"chords": wanted, "wander": 1})
    for seed in SEEDS:
        chords = [chord for phrase in phrases_of(context, 1, seed) for chord in phrase.chords]
        assert {chord.roman for chord in chords} == set(wanted)
        assert {chord.role for chord in chords} == {"pinned"}
        assert (chords[0].roman, chords[-1].roman) == ("i", "i")


@pytest.mark.parametrize(
    ("chord", "pitch_classes", "borrows"),
    [
        ("i7", {9, 0, 4, 7}, False),
        ("imaj7", {9, 0, 4, 8}, True),
        ("VI9", {5, 9, 0, 3, 7}, True),
        ("ii", {11, 2, 6}, True),
        ("iv", {2, 5, 9}, False),
        ("bVII", {7, 11, 2}, False),
    ],
)
def test_symbols_play_as_they_are_written(chord: str, pitch_classes: set[int], borrows: bool) -> None:
    context = MusicalContext.of({"key": "A minor", "chords": [chord]})
    for phrase in phrases_of(context, 0, 7):
        for sounding in phrase.chords:
            assert set(sounding.pitch_classes) == pitch_classes
            assert (sounding.roman, sounding.borrowed) == (chord, borrows)
    said = notices(context)
    assert len(said) == borrows
    assert all("borrows" in sentence for sentence in said)


def test_a_chord_outside_the_mode_gives_way_to_the_nearest_and_one_sentence_says_so() -> None:
    context = MusicalContext.of({"key": "A minor", "chords": ["bII"]})
    (sentence,) = notices(context)
    played = {chord.roman for phrase in phrases_of(context, 0, 7) for chord in phrase.chords}
    assert len(played) == 1
    assert sentence == f"bII is not in A minor; {played.pop()}, the nearest chord that is, is played."
    beside = context.changed({"chords": ["bII", "i"]})
    assert notices(beside) == ("bII is not in A minor and is left out.",)
    assert {chord.roman for phrase in phrases_of(beside, 0, 7) for chord in phrase.chords} == {"i"}


@pytest.mark.parametrize("off", [{"mute": True}, {"density": 0}])
def test_where_all_layers_are_off_the_pad_plays_and_one_sentence_says_so(off: dict[str, object]) -> None:
    context = MusicalContext.of({"layers": dict.fromkeys(LAYERS, off)})
    assert len(notices(context)) == 1
    assert "the pad plays on" in notices(context)[0]
    heard = {note.layer for place in night(context, 7)[:6] for note in compose(context, place, 7).notes}
    assert "pad" in heard
    assert heard == ({"pad"} if "density" in off else heard)
    assert notices(context.changed({"layers.air.mute": False, "layers.air.density": 1})) == ()


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("chords", 7, "up to 16"), ("chords", {"i": 1}, "up to 16"), ("chords", [1], "up to 16"),
        ("chords", ["i"] * 17, "up to 16"), ("chords", True, "up to 16"), ("chords", ["H"], "Roman numeral"),
        ("chords", "i viii", "nothing after vii"), ("chords", ["iblue"], "nothing after i"),
        ("order", 0, "1 or 2"), ("order", 3, "1 or 2"), ("order", True, "1 or 2"), ("order", "2", "1 or 2"),
        ("order", 1.5, "1 or 2"), ("order", None, "1 or 2"),
    ],
)  # fmt: skip
def test_impossible_wishes_are_refused_with_field_and_range(field: str, value: object, allowed: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        MusicalContext.of({field: value})
    assert caught.value.field == field
    assert allowed in caught.value.allowed


def test_chords_are_read_from_a_list_or_a_text_each_once() -> None:
    wished = [MusicalContext.of({"chords": value}).chords for value in ("i, IV i", ["i", "IV", "i"], "i IV")]
    assert wished == [("i", "IV")] * 3
    assert MusicalContext.of({"chords": None}).chords == MusicalContext.of({"chords": ""}).chords == ()


def test_the_second_order_is_other_music_in_the_same_form() -> None:
    first, second = (MusicalContext.of({"order": order}) for order in (1, 2))
    one, two = (phrases_of(context, 0, 7) for context in (first, second))
    assert len(one) == len(two)
    assert [phrase.chords for phrase in one] != [phrase.chords for phrase in two]
