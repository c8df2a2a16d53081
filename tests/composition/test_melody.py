import itertools

from hypothesis import given, settings

from auralis.composition import MusicalContext
from auralis.composition.melody import lead_line
from auralis.composition.motifs import identity_of, memory, varied
from auralis.composition.section import plan
from auralis.composition.settings import METERS
from tests.composition.contexts import CONTEXT, SECTION, SEED


@given(CONTEXT, SEED, SECTION)
@settings(max_examples=40, deadline=None)
def test_the_lead_keeps_to_its_range_its_scale_and_its_resolutions(
    context: MusicalContext, seed: int, section: int
) -> None:
    planned = plan(seed, section, context.structure)
    for phrase, line in enumerate(lead_line(seed, section, context.structure)):
        heard = sorted(line, key=lambda note: note.tick)
        for i, note in enumerate(heard):
            cell = planned.at(note.bar).cell
            assert 48 <= note.pitch <= 96
            assert phrase * 8 <= note.bar < phrase * 8 + 8
            assert note.is_chord_tone == (note.pitch % 12 in cell.pitch_classes)
            outside = note.pitch % 12 not in {*cell.key.pitch_classes, *cell.pitch_classes}
            assert note.is_chromatic or not outside
            assert not note.is_chromatic or note.pitch % 12 not in cell.key.pitch_classes
            if note.is_chromatic:
                after = heard[i + 1]
                assert after.pitch - note.pitch == 1
                assert after.is_chord_tone
                assert after.luck <= note.luck
        assert sum(note.is_chord_tone for note in line) >= 0.7 * len(line)


def test_a_motif_answers_its_leaps_and_ends_elsewhere() -> None:
    for seed in range(200):
        for meter in METERS:
            for motif in memory(seed, meter).motifs:
                moves = [b.offset - a.offset for a, b in itertools.pairwise(motif)]
                for move, after in itertools.pairwise(moves):
                    assert abs(move) <= 1 or after == (-1 if move > 0 else 1)
                assert motif[-1].offset != 0
                assert 3 <= len(motif) <= 5


def test_variants_are_what_they_are_called() -> None:
    motif = memory(3, "4/4").motifs[0]
    assert len(varied(motif, "fragment", slow=False)) == max(2, len(motif) - 2)
    assert [s.offset for s in varied(motif, "inverted", slow=False)] == [-s.offset for s in motif]
    assert varied(motif, "stated", slow=True) == varied(motif, "augmented", slow=False)
    assert varied(motif, "stated", slow=False) == motif


def test_a_section_says_three_identities_a_b_a_c() -> None:
    for section in range(20):
        said = [identity_of(5, section, phrase) for phrase in range(8)]
        assert said[0] == said[2] == said[4]
        assert said[:4] == said[4:]


def test_every_fifth_phrase_is_left_to_the_pad_and_every_second_ends_in_rest() -> None:
    context = MusicalContext.of({"preset": "bright"})
    for phrase, line in enumerate(lead_line(7, 0, context.structure)):
        if phrase % 5 == 4:
            assert line == ()
        if phrase % 2 == 1:
            assert all(note.bar % 8 < 6 for note in line)
