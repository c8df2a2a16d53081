"""A font plays the same bytes whatever the block size, from any snapshot, and its notes begin in time."""

import gc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auralis.core.events import NoteEvent
from auralis.core.units import Block
from auralis.engine import Kernels
from auralis.engine.instrument import Move
from auralis.engine.soundfont.font import Font
from auralis.engine.soundfont.samples import samples
from auralis.engine.soundfont.soundfont_instrument import SoundFontInstrument
from auralis.engine.soundfont.soundfont_player import SoundFontPlayer
from auralis.engine.soundfont.synth import Synth, SynthFailed

RATE = 44_100
START = 3 * RATE + 7
FRAMES = 3 * RATE
NOTES = [
    NoteEvent(START + k * 5_003, START + k * 5_003 + 9_000, "pad", 48 + 5 * k % 19, 40 + 3 * k)
    for k in range(20)
]
MOVES = [Move(START + 9_001, "gain.gain", 0.2), Move(START + 40_000, "tone.cutoff", 900.0)]


def player(instrument: SoundFontInstrument, kernels: Kernels) -> SoundFontPlayer:
    made = instrument.player(kernels, RATE, START, {"gain.gain": 0.5})
    made.schedule(NOTES, MOVES)
    return made


def render(made: SoundFontPlayer, frames: int, block: int = 4_410) -> Block:
    out = np.empty((2, frames), np.float32)
    for first in range(0, frames, block):
        part = out[:, first : first + block]
        made.process(np.empty((0, part.shape[1]), np.float32), part)
    return out


@pytest.fixture(scope="module")
def whole(instrument: SoundFontInstrument, kernels: Kernels) -> Block:
    return render(player(instrument, kernels), FRAMES)


def test_it_sounds(whole: Block) -> None:
    assert np.abs(whole).max() > 0.01
    assert np.isfinite(whole).all()


@pytest.mark.parametrize("block", [1, 64, 333, 4_410, FRAMES])
def test_block_size_never_changes_the_sound(
    instrument: SoundFontInstrument, kernels: Kernels, whole: Block, block: int
) -> None:
    frames = FRAMES if block > 1 else 3_000
    assert np.array_equal(render(player(instrument, kernels), frames, block), whole[:, :frames])


def test_every_birth_sounds_the_same(instrument: SoundFontInstrument, kernels: Kernels, whole: Block) -> None:
    beside = player(instrument, kernels)
    render(beside, 9_999, 777)
    assert np.array_equal(render(player(instrument, kernels), FRAMES), whole)


@pytest.mark.parametrize("at", [0, 1, 64, 30_001])
def test_a_snapshot_continues(
    instrument: SoundFontInstrument, kernels: Kernels, whole: Block, at: int
) -> None:
    first = player(instrument, kernels)
    render(first, at, 500)
    kept = first.snapshot()
    render(first, 5_000)
    other = player(instrument, kernels)
    for again in (first, other):
        again.restore(kept)
        assert np.array_equal(render(again, 20_000, 441), whole[:, at : at + 20_000])


def test_another_snapshot_is_refused(instrument: SoundFontInstrument, kernels: Kernels) -> None:
    with pytest.raises(TypeError, match="no snapshot of a SoundFont player"):
        player(instrument, kernels).restore((START, None))


@pytest.mark.parametrize("late", [0, 1, 63, 64, 1_000])
def test_onsets_are_within_two_milliseconds(
    instrument: SoundFontInstrument, kernels: Kernels, late: int
) -> None:
    made = instrument.player(kernels, RATE, START, {})
    frame = START + 2_000 + late
    made.schedule([NoteEvent(frame, frame + RATE, "pad", 60, 100)], [])
    sound = render(made, 6_000)
    heard = np.flatnonzero(np.abs(sound).max(axis=0) > 1e-4)[0] + START
    assert 0 <= heard - frame <= 0.002 * RATE


def test_notes_scheduled_late_are_played_as_if_known_before(
    instrument: SoundFontInstrument, kernels: Kernels, whole: Block
) -> None:
    made = instrument.player(kernels, RATE, START, {"gain.gain": 0.5})
    parts = []
    for reach in range(0, FRAMES, 4_999):
        known = START + reach + 4_999
        made.schedule([n for n in NOTES if n.frame < known], [m for m in MOVES if m.frame < known])
        parts.append(render(made, min(4_999, FRAMES - reach)))
    assert np.array_equal(np.concatenate(parts, axis=1), whole)


def test_it_falls_silent_after_its_last_note(instrument: SoundFontInstrument, kernels: Kernels) -> None:
    sound = render(player(instrument, kernels), 8 * RATE)
    assert np.abs(sound[:, 6 * RATE :]).max() < 1e-5


def test_a_synth_sounds_no_more_than_its_voices(font: Font) -> None:
    synth = Synth(samples(font), 0, 0, RATE, voices=32)
    for pitch in range(20, 120):
        synth.note_on(pitch, 90)
    synth.render(np.empty((2, 64), np.float32))
    assert synth.voices == 32


def test_a_crowd_of_notes_stays_bounded(instrument: SoundFontInstrument, kernels: Kernels) -> None:
    made = instrument.player(kernels, RATE, 0, {})
    made.schedule([NoteEvent(k, 9 * RATE, "pad", k, 90) for k in range(1, 120)], [])
    render(made, 4 * RATE)
    assert made.voices == instrument.polyphony


crowds = st.lists(
    st.builds(
        lambda at, length, pitch: NoteEvent(at, at + length, "pad", pitch, 90),
        st.integers(0, 9_000),
        st.integers(1, 9_000),
        st.integers(40, 60),
    ),
    max_size=60,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(crowds)
def test_every_note_ends(instrument: SoundFontInstrument, kernels: Kernels, crowd: list[NoteEvent]) -> None:
    made = instrument.player(kernels, RATE, 0, {})
    made.schedule(crowd, [])
    render(made, 18_100)
    render(made, RATE)
    assert made.voices == 0


def test_a_refusal_of_fluidsynth_is_an_error(font: Font) -> None:
    synth = Synth(samples(font), 0, 89, RATE, voices=4)
    with pytest.raises(SynthFailed, match="begin a note"):
        synth.note_on(400, 90)
    with pytest.raises(ValueError, match="contiguous periods"):
        synth.render(np.empty((2, 65), np.float32))


def test_synths_share_samples_and_give_them_back(font: Font) -> None:
    shared = samples(font)
    assert samples(Font.open(font.path)) is shared
    for _ in range(50):
        Synth(shared, 0, 89, RATE, voices=4)
    gc.collect()
    synth = Synth(shared, 0, 89, RATE, voices=4)
    synth.note_on(60, 90)
    synth.render(out := np.empty((2, 6_400), np.float32))
    assert np.abs(out).max() > 0.01
