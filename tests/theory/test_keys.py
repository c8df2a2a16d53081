import pytest

from auralis.core.errors import InvalidValue
from auralis.theory.keys import Key, parse_key, spellings
from auralis.theory.modes import MODES, interval, parse_mode
from auralis.theory.pitches import ROOT_NAMES, parse_pitch_class, root_pitch, spell

ROOTS = {
    "C": 60, "C#": 61, "Db": 61, "D": 62, "D#": 63, "Eb": 63, "E": 64, "F": 65, "F#": 66, "Gb": 66,
    "G": 67, "G#": 68, "Ab": 68, "A": 57, "A#": 58, "Bb": 58, "B": 59,
}  # fmt: skip


@pytest.mark.parametrize(("name", "midi"), ROOTS.items())
def test_roots_have_the_pitches_of_the_key_table(name: str, midi: int) -> None:
    assert root_pitch(parse_pitch_class(name)) == midi
    assert parse_key(f"{name} minor").root == midi


def test_unicode_signs_and_small_letters_are_understood() -> None:
    assert parse_key("e♭ MAJOR") == Key(3, "ionian")
    assert parse_key("F♯ lydian") == parse_key("Gb Lydian")


@pytest.mark.parametrize("text", ["H minor", "A", "A minor minor", "", "A b minor", "Cb major", "A blues"])
def test_other_keys_are_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_key(text)
    assert caught.value.field == "key"


def test_ionian_and_aeolian_read_as_major_and_minor() -> None:
    assert parse_key("A aeolian").name == "A minor"
    assert parse_key("C ionian").name == "C major"
    assert parse_key("D dorian").name == "D dorian"
    assert parse_mode(" Minor ") == "aeolian"


def test_every_key_spells_each_letter_once_and_its_name_reads_back() -> None:
    for mode in MODES:
        for tonic in range(12):
            key = Key(tonic, mode)
            names = spellings(tonic, mode)
            assert sorted(name[0] for name in names) == list("ABCDEFG")
            assert all(len(name) <= 2 for name in names)
            assert parse_key(key.name) == key


def test_signs_follow_the_key() -> None:
    assert spellings(3, "aeolian") == ("Eb", "F", "Gb", "Ab", "Bb", "Cb", "Db")
    assert spellings(6, "ionian") == ("F#", "G#", "A#", "B", "C#", "D#", "E#")
    assert Key(5, "ionian").pitch_name(3) == "Eb"
    assert Key(7, "ionian").pitch_name(3) == "D#"
    assert Key(2, "dorian").pitch_name(11) == "B"


def test_spelling_by_letter() -> None:
    assert [spell(3, letter) for letter in "DE"] == ["D#", "Eb"]
    assert [spell(11, letter) for letter in "BC"] == ["B", "Cb"]
    assert len(ROOT_NAMES) == 12


def test_scale_steps_continue_through_the_octaves() -> None:
    assert [interval("dorian", step) for step in (-1, 0, 6, 7, 9)] == [-2, 0, 10, 12, 15]
