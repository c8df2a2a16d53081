import pytest

from auralis.core.errors import InvalidValue
from auralis.theory.chords import CHORD_TYPES, QUALITIES, quality_of, symbol
from auralis.theory.colours import colours, is_diminished, signature, triad
from auralis.theory.modes import MODES
from auralis.theory.numerals import parse_numeral

EVERY_DEGREE = [(mode, degree) for mode in MODES for degree in range(1, 8)]


def test_every_quality_has_one_of_the_plain_types_and_its_own_tones() -> None:
    assert {q.chord_type for q in QUALITIES.values()} == set(CHORD_TYPES)
    assert all(quality_of(q.intervals) is q for q in QUALITIES.values())
    assert quality_of((0, 1, 2)) is None


@pytest.mark.parametrize(
    ("text", "degree", "intervals"),
    [
        ("i", 1, (0, 3, 7)), ("ii", 2, (0, 3, 7)), ("III", 3, (0, 4, 7)), ("iv", 4, (0, 3, 7)),
        ("v", 5, (0, 3, 7)), ("V", 5, (0, 4, 7)), ("VI", 6, (0, 4, 7)), ("VII", 7, (0, 4, 7)),
        ("i7", 1, (0, 3, 7, 10)), ("imaj7", 1, (0, 3, 7, 11)), ("VI9", 6, (0, 4, 7, 10, 2)),
    ],
)  # fmt: skip
def test_the_first_chord_table_reads_and_prints(text: str, degree: int, intervals: tuple[int, ...]) -> None:
    numeral = parse_numeral(text)
    assert (numeral.degree, numeral.quality.intervals) == (degree, intervals)
    assert str(numeral) == text


@pytest.mark.parametrize("text", ["", "viii", "iV", "Iblue", "IV/8", "i°7°", "H", "iadd13"])
def test_other_numerals_are_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_numeral(text)


def test_alterations_and_pedals_read_and_print() -> None:
    flat = parse_numeral("♭IImaj7")
    assert (flat.degree, flat.alteration, str(flat)) == (2, -1, "bIImaj7")
    pedal = parse_numeral("IV6/9/i")
    assert (pedal.quality.name, pedal.bass, str(pedal)) == ("sixnine", 1, "IV6/9/i")
    assert parse_numeral("I/I").bass is None


@pytest.mark.parametrize(("mode", "degree"), EVERY_DEGREE)
def test_every_legal_chord_prints_a_numeral_that_reads_back(mode: str, degree: int) -> None:
    for chord in colours(mode, degree):
        assert parse_numeral(str(chord.numeral)) == chord.numeral
        root = chord.tones[0]
        assert next((tone - root) % 12 for tone in chord.tones) == 0
        assert set(chord.tones) <= set(MODES[mode])
        assert {(tone - root) % 12 for tone in chord.tones} == set(chord.quality.intervals)


@pytest.mark.parametrize(("mode", "degree"), EVERY_DEGREE)
def test_no_legal_chord_has_a_natural_tension(mode: str, degree: int) -> None:
    for chord in colours(mode, degree):
        above = {(tone - chord.tones[0]) % 12 for tone in chord.tones}
        assert 1 not in above
        assert 6 not in above
        assert not {4, 5} <= above
        assert not {4, 10} <= above


@pytest.mark.parametrize(("mode", "degree"), EVERY_DEGREE)
def test_no_chord_has_a_tone_a_semitone_above_its_triad_or_suspension(mode: str, degree: int) -> None:
    for chord in (*colours(mode, degree), signature(mode)):
        assert not {(tone + 1) % 12 for tone in chord.tones[:3]}.intersection(chord.tones)


def test_only_the_phrygian_signature_leans_on_its_pedal() -> None:
    chords = [(mode, chord) for mode, degree in EVERY_DEGREE for chord in colours(mode, degree)]
    chords += [(mode, signature(mode)) for mode in MODES]
    leaning = {(mode, str(chord.numeral)) for mode, chord in chords if (chord.bass + 1) % 12 in chord.tones}
    assert leaning == {("phrygian", "II/i")}


def test_triads_are_diatonic() -> None:
    kinds = [triad("aeolian", degree).quality.name for degree in range(1, 8)]
    assert kinds == ["minor", "diminished", "major", "minor", "minor", "major", "major"]


def test_a_diminished_degree_sounds_as_the_minor_sixth_chord_on_its_third() -> None:
    for mode in MODES:
        (degree,) = [d for d in range(1, 8) if is_diminished(mode, d)]
        (chord,) = colours(mode, degree)
        assert chord.quality.name == "min6"
        assert chord.bass == triad(mode, degree).tones[1]


def test_degrees_with_a_flat_ninth_never_take_a_ninth() -> None:
    names = {chord.quality.name for chord in colours("phrygian", 1)}
    assert names == {"minor", "sus4", "min7", "min11"}


def test_signature_chords_stand_over_the_tonic() -> None:
    written = {mode: str(signature(mode).numeral) for mode in MODES}
    assert written["dorian"] == "IVadd9/i"
    assert written["phrygian"] == "II/i"
    assert written["lydian"] == "II/I"
    assert written["aeolian"] == "VImaj7/i"
    assert written["mixolydian"] == "VII6/I"
    assert written["ionian"] == "IVadd9/I"
    assert all(signature(mode).bass == colours(mode, 1)[0].bass for mode in MODES)


def test_symbols() -> None:
    assert symbol("D", QUALITIES["madd9"]) == "Dm add9"
    assert symbol("G", QUALITIES["major"], "D") == "G/D"
    assert symbol("G", QUALITIES["major"], "G") == "G"
