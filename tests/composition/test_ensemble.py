import hashlib
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from auralis.composition import MusicalContext, Phrase, Place, compose, energy, phrases_in
from auralis.composition.layers import LAYERS
from tests.composition.contexts import A_THOUSAND, CONTEXT, SECTION, SEED, UNIT

TURNED = ("intensity", "density", *(f"layers.{layer}.density" for layer in LAYERS if layer != "pad"))
TWO = st.lists(UNIT, min_size=2, max_size=2)
FINGERPRINT = """
import hashlib
from auralis.composition import MusicalContext, Place, compose
from auralis.composition.presets import PRESETS
text = [compose(MusicalContext.of({"preset": p}), Place(s, k), 7) for p in sorted(PRESETS) for s, k in
        ((3, 5), (0, 0), (1, 9))]
print(hashlib.sha256(repr(text).encode()).hexdigest())
"""


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


@given(CONTEXT, SEED, SECTION, st.sampled_from(TURNED), TWO, st.data())
@A_THOUSAND
def test_more_intensity_and_density_only_add_notes(
    context: MusicalContext, seed: int, section: int, field: str, values: list[float], data: st.DataObject
) -> None:
    bed = context.changed({"layers.pad.mute": False, "layers.pad.density": 1})
    index = data.draw(st.integers(0, phrases_in(bed, section, seed) - 1))
    less, more = sorted(value if field == "intensity" else 2 * value for value in values)
    fewer, full = (
        compose(bed.changed({field: value}), Place(section, index), seed) for value in (less, more)
    )
    assert fewer.chords == full.chords
    assert _struck(fewer) <= _struck(full)


def _struck(phrase: Phrase) -> set[tuple[int, int, str, str, int]]:
    return {(n.tick, n.ticks, n.layer, n.voice, n.pitch) for n in phrase.notes}


def test_energy_is_the_sections() -> None:
    context = MusicalContext.of()
    values = [energy(context, Place(0, 0), 7, bar) for bar in range(9)]
    assert values[8] == energy(context, Place(0, 1), 7)
    assert all(0 <= value <= 1 for value in values)
