"""Every chord and every phrase says what it is and why."""

from itertools import product

from hypothesis import given, settings

from auralis.composition import MusicalContext
from auralis.composition.arrangement import clearing, rests_lead
from auralis.composition.melody import lead_line
from auralis.composition.motifs import identity_of, memory
from auralis.composition.presets import PRESETS
from auralis.theory.keys import parse_key
from tests.composition.contexts import CONTEXT, SECTION, SEED
from tests.composition.sections import phrases_of

FUNCTIONS = (
    "tonic", "supertonic", "mediant", "subdominant", "dominant", "submediant", "seventh step",
)  # fmt: skip
ROLES = {"seam", "home", "signature", "colour", "pinned"}


@given(CONTEXT, SEED, SECTION)
@settings(max_examples=60, deadline=None)
def test_chords_know_their_place_and_say_why(context: MusicalContext, seed: int, section: int) -> None:
    for phrase in phrases_of(context, section, seed):
        scale = parse_key(phrase.key).pitch_classes
        for chord in phrase.chords:
            assert chord.function == FUNCTIONS[chord.degree - 1]
            assert chord.role in ROLES
            assert chord.reason.endswith(".")
            assert chord.function in chord.reason
            assert phrase.key in chord.reason or chord.role == "signature"
            assert chord.borrowed or set(chord.pitch_classes) <= set(scale)
            assert not chord.borrowed or chord.role == "pinned"
            assert chord.borrowed == ("borrowed" in chord.reason)


def test_phrases_say_what_the_lead_does() -> None:
    for preset, seed in product(sorted(PRESETS), range(4)):
        phrases = phrases_of(MusicalContext.of({"preset": preset}), 0, seed)
        bare = clearing(len(phrases))
        for index, phrase in enumerate(phrases):
            assert phrase.reason.endswith(".")
            assert (index == bare) == ("clearing" in phrase.reason)
            if rests_lead(index):
                assert phrase.motifs == ()
            for said in phrase.motifs:
                assert f"{said.motif} " in phrase.reason.removeprefix("Motif ")


def test_statements_are_the_slots_whose_notes_sound() -> None:
    for preset, seed in product(sorted(PRESETS), range(4)):
        context = MusicalContext.of({"preset": preset})
        line = lead_line(seed, 0, context.structure)
        for index, phrase in enumerate(phrases_of(context, 0, seed)):
            heard = {note.tick for note in phrase.notes if note.voice == "lead"}
            slots = memory(seed, "4/4").identities[identity_of(seed, 0, index)]
            sounding = sorted({note.bar % 8 // 2 for note in line[index] if note.tick in heard})
            written = [("AB"[slots[i].motif], slots[i].variant) for i in sounding]
            assert [(said.motif, said.variant) for said in phrase.motifs] == written


def test_a_returning_idea_is_called_so() -> None:
    phrases = phrases_of(MusicalContext.of({"preset": "bright"}), 0, 7)
    assert "new in this section" in phrases[0].reason
    assert "idea of phrase 1 returns" in phrases[2].reason
