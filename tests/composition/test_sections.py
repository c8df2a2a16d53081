"""A thousand pieces: what holds of every note of a section, whatever a listener has set."""

from itertools import pairwise

from hypothesis import given

from auralis.composition import MusicalContext, Phrase, Place, compose
from auralis.composition.presets import preset_named
from tests.composition.contexts import A_THOUSAND, CONTEXT, SECTION, SEED
from tests.composition.sections import Lead, forget, lead_of, onsets_a_minute, phrases_of

PITCHES = {
    "pad": range(50, 76),
    "bass": range(29, 45),
    "lead": range(48, 97),
    "left": range(48, 68),
    "ostinato": range(57, 77),
    "bell": range(72, 93),
    "texture": range(55, 73),
    "event": range(72, 97),
    "heart": (36,),
    "shaker": (70,),
    "wood": (76, 77),
}
WINDOW = 40


@given(CONTEXT, SEED, SECTION)
@A_THOUSAND
def test_a_section_as_composed_keeps_all_limits(context: MusicalContext, seed: int, section: int) -> None:
    phrases = phrases_of(context, section, seed)
    check_purity(context, phrases[seed % len(phrases)], seed)
    for phrase in phrases:
        check_bounds(context, phrase)
        check_statements(context, phrase)
    check_lead(context, [note for phrase in phrases for note in lead_of(phrase)])
    doubled = max(context.density * context.layer(layer).density for layer in ("piano", "bells")) > 1
    assert onsets_a_minute(context, phrases) <= (85 if doubled else 70)


def check_purity(context: MusicalContext, phrase: Phrase, seed: int) -> None:
    """See that a phrase composed alone, before any other, is the one composed in its turn."""
    forget()
    assert compose(context, Place(phrase.section, phrase.index), seed) == phrase


def check_bounds(context: MusicalContext, phrase: Phrase) -> None:
    cap = preset_named(context.preset).velocity_cap
    assert phrase.ticks == 8 * context.bar_ticks
    assert list(phrase.notes) == sorted(phrase.notes)
    for note in phrase.notes:
        assert note.pitch in PITCHES[note.voice]
        assert 20 <= note.velocity <= (100 if note.layer in ("pad", "bass") else cap)
        assert 0 <= note.tick < phrase.ticks
        assert note.ticks > 0
        end = phrase.ticks + {"pad": context.bar_ticks // 2}.get(note.layer, 0)
        assert note.layer not in ("pad", "bass", "air") or note.tick + note.ticks <= end


def check_lead(context: MusicalContext, lead: list[Lead]) -> None:
    """Judge a section's lead by windows of forty notes; a section with fewer proves nothing about shares."""
    for first in range(len(lead) - WINDOW + 1):
        window = lead[first : first + WINDOW]
        assert sum(note.is_chord_tone for note in window) >= 0.6 * WINDOW
        assert sum(note.is_chromatic for note in window) <= 0.05 * WINDOW
    chromatic = [note for note in lead if note.is_chromatic]
    assert context.preset != "sleep" or not chromatic
    assert all(note.step is not None and 1 <= abs(note.step) <= 2 for note in chromatic)


def check_statements(context: MusicalContext, phrase: Phrase) -> None:
    """See that every lead note belongs to one statement: the last one begun, which lasts until it ends."""
    lead = [note for note in phrase.notes if note.voice == "lead"]
    begun = [said.tick for said in phrase.motifs]
    assert begun == sorted(set(begun))
    assert all(later - sooner > context.bar_ticks // 2 for sooner, later in pairwise(begun))
    assert {note.tick for note in lead} >= set(begun)
    for note in lead:
        said = next(said for said in reversed(phrase.motifs) if said.tick <= note.tick)
        assert note.tick + note.ticks <= said.tick + said.ticks
    for said in phrase.motifs:
        assert said.motif in ("A", "B")
        assert said.variant in ("stated", "higher", "lower", "fragment", "augmented", "inverted")
