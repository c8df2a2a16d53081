import hashlib
import subprocess
import sys

from hypothesis import given, settings

from auralis.composition import MusicalContext, Phrase, Place, ScoreNote, compose, energy, phrases_in
from auralis.composition.section import plan
from tests.composition.contexts import CONTEXT, SECTION, SEED

FINGERPRINT = """
import hashlib
from auralis.composition import MusicalContext, Place, compose
from auralis.composition.presets import PRESETS
text = [compose(MusicalContext.of({"preset": p}), Place(s, k), 7) for p in sorted(PRESETS) for s, k in
        ((3, 5), (0, 0), (1, 9))]
print(hashlib.sha256(repr(text).encode()).hexdigest())
"""


@given(CONTEXT, SEED, SECTION)
@settings(max_examples=40, deadline=None)
def test_phrases_are_whole_and_in_bounds(context: MusicalContext, seed: int, section: int) -> None:
    for index in range(phrases_in(context, section, seed)):
        phrase = compose(context, Place(section, index), seed)
        assert phrase.ticks == 8 * context.bar_ticks
        assert phrase.chords[0].tick == 0
        for chord, after in zip(phrase.chords, phrase.chords[1:], strict=False):
            assert chord.tick + chord.ticks == after.tick
        assert phrase.chords[-1].tick + phrase.chords[-1].ticks == phrase.ticks
        assert all(0 <= note.tick < phrase.ticks for note in phrase.notes)
        assert all(20 <= note.velocity <= 100 for note in phrase.notes)
        bed = [note for note in phrase.notes if note.layer in ("pad", "bass")]
        assert all(note.ticks > 0 and note.tick + note.ticks <= phrase.ticks for note in bed)


@given(CONTEXT, SEED)
@settings(max_examples=20, deadline=None)
def test_chords_name_what_the_pad_and_bass_play(context: MusicalContext, seed: int) -> None:
    bed = context.changed({"layers.pad.density": 1, "layers.bass.density": 1})
    for index in range(4):
        phrase = compose(bed, Place(0, index), seed)
        for chord in phrase.chords:
            middle = chord.tick + chord.ticks // 2
            sounding = [n for n in phrase.notes if n.tick <= middle < n.tick + n.ticks]
            pads = [n.pitch for n in sounding if n.layer == "pad"]
            (bass,) = [n.pitch for n in sounding if n.layer == "bass"]
            assert len(pads) == 4
            assert {pitch % 12 for pitch in pads} <= set(chord.pitch_classes)
            assert bass < min(pads)
            assert bass < chord.root_pitch
            assert chord.root_pitch % 12 == chord.pitch_classes[0]
            assert chord.reason.endswith(".")
            assert 1 <= chord.degree <= 7


@given(CONTEXT, SEED, SECTION)
@settings(max_examples=20, deadline=None)
def test_the_same_in_any_order(context: MusicalContext, seed: int, section: int) -> None:
    places = [Place(section, index) for index in range(min(6, phrases_in(context, section, seed)))]
    forwards = [compose(context, place, seed) for place in places]
    plan.cache_clear()
    backwards = [compose(context, place, seed) for place in reversed(places)]
    assert forwards == backwards[::-1]


def test_the_same_in_another_process() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", FINGERPRINT],
            env={"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in (1, 2)
    ]
    assert runs[0] == runs[1]
    assert len(runs[0].strip()) == hashlib.sha256().digest_size * 2


def test_intensity_may_change_at_any_beat() -> None:
    calm = MusicalContext.of({"intensity": 0.2})
    lively = calm.changed({"intensity": 0.9})
    for index in range(6):
        quiet, full = (compose(context, Place(0, index), 3) for context in (calm, lively))
        assert quiet.chords == full.chords
        assert _places(quiet) <= _places(full)


def _places(phrase: Phrase) -> set[tuple[int, int, str, int]]:
    return {(n.tick, n.ticks, n.voice, n.pitch) for n in phrase.notes}


def test_no_phrase_is_ever_repeated_note_for_note() -> None:
    context = MusicalContext.of({"preset": "meditation"})
    seen: set[tuple[ScoreNote, ...]] = set()
    for section in range(12):
        for index in range(phrases_in(context, section, 7)):
            notes = compose(context, Place(section, index), 7).notes
            assert notes not in seen
            seen.add(notes)


def test_energy_is_the_sections() -> None:
    context = MusicalContext.of()
    values = [energy(context, Place(0, 0), 7, bar) for bar in range(9)]
    assert values[8] == energy(context, Place(0, 1), 7)
    assert all(0 <= value <= 1 for value in values)
