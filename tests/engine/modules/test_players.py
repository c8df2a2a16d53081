"""What wavetable and sampler are for, measured: pitch, purity, loops without a seam."""

import numpy as np
import pytest

from auralis.core.errors import InvalidValue
from auralis.engine.compiler.events import sort_events
from auralis.engine.compiler.kernels import Kernels
from auralis.engine.patch import Patch, Send, Voice, node
from auralis.engine.sound import Sound
from tests.engine.modules.rack import RATE, Rack, decibels, white

CYCLE = np.arange(2_048) / 2_048
SAW = 4 / 7
NOTHING = np.zeros((0, 2 * RATE), np.float32)
PLAYED = white(30_000, 0.5, seed=3)


@pytest.fixture(scope="module")
def rack(kernels: Kernels) -> Rack:
    return Rack(kernels, ("wavetable", "sampler"), {"sampler": {"sound": Sound.of(PLAYED, RATE)}})


def spectrum(y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return frequencies in Hz and levels in dB below the strongest, of one second."""
    gain = np.abs(np.fft.rfft(y[:RATE] * np.blackman(RATE)))
    return np.fft.rfftfreq(RATE, 1 / RATE), decibels(gain / gain.max())


@pytest.mark.parametrize("frequency", [55.0, 441.0, 3_000.0])
def test_the_first_waveform_is_a_pure_sine_in_tune(rack: Rack, frequency: float) -> None:
    y = rack.run("wavetable", NOTHING, {"freq": frequency, "morph": 0.0})[0, RATE:]
    f, level = spectrum(y)
    assert f[level.argmax()] == frequency
    assert level[np.abs(f - frequency) > 5].max() < -90


@pytest.mark.parametrize("morph", [k / 7 for k in range(8)])
def test_waveforms_are_equally_strong(rack: Rack, morph: float) -> None:
    y = rack.run("wavetable", NOTHING, {"freq": 60.0, "morph": morph})[0, RATE:]
    assert y.std() == pytest.approx(0.5, rel=0.02)
    assert abs(y.mean()) < 1e-3


@pytest.mark.parametrize("frequency", [1_237.0, 4_186.0, 5_003.0])
def test_a_saw_does_not_alias(rack: Rack, frequency: float) -> None:
    y = rack.run("wavetable", NOTHING, {"freq": frequency, "morph": SAW})[0, RATE:]
    f, level = spectrum(y)
    harmonic = np.abs(f / frequency - np.round(f / frequency)) * frequency < 8
    assert level[~harmonic & (f > 10) & (f < 12_000)].max() < -70


def test_a_low_saw_has_all_its_harmonics(rack: Rack) -> None:
    y = rack.run("wavetable", NOTHING, {"freq": 110.0, "morph": SAW})[0, RATE:]
    f, level = spectrum(y)
    for k in (2, 5, 20, 60, 90):
        assert level[f == 110 * k][0] == pytest.approx(-decibels(k), abs=1.0)


def test_morphing_never_clicks(rack: Rack) -> None:
    y = rack.run("wavetable", NOTHING, {"freq": 60.0, "morph": 0.0}, [(RATE, "morph", 1 / 7)])[0]
    assert np.abs(np.diff(y)).max() < 0.012


def test_own_waveforms_replace_the_modules(kernels: Kernels) -> None:
    waves = np.concatenate([np.sin(2 * np.pi * CYCLE), 0.5 * np.sin(6 * np.pi * CYCLE)])
    sound = Sound.of(np.tile(waves.astype(np.float32), (2, 1)), RATE)
    rack = Rack(kernels, ("wavetable",), {"wavetable": {"waves": sound}})
    for morph, peak, level in ((0.0, 100.0, 1.0), (1.0, 300.0, 0.5)):
        y = rack.run("wavetable", NOTHING, {"freq": 100.0, "morph": morph})[0, RATE:]
        f, gain = spectrum(y)
        assert f[gain.argmax()] == peak
        assert np.abs(y).max() == pytest.approx(level, rel=0.01)


def test_a_sound_too_short_for_a_waveform_is_refused(kernels: Kernels) -> None:
    sound = Sound.of(np.zeros((2, 2_047), np.float32), RATE)
    with pytest.raises(InvalidValue, match="2048 frames or more"):
        Rack(kernels, ("wavetable",), {"wavetable": {"waves": sound}}).run("wavetable", NOTHING, {})


def test_at_its_root_a_sound_is_played_as_it_is(rack: Rack) -> None:
    y = rack.run("sampler", NOTHING, {"freq": 220.0, "root": 220.0})[[0, 2]]
    assert np.array_equal(y[:, : PLAYED.shape[1]], PLAYED)
    assert not y[:, PLAYED.shape[1] + 8 :].any()


def test_an_octave_higher_is_twice_as_fast(rack: Rack) -> None:
    y = rack.run("sampler", NOTHING, {"freq": 440.0, "root": 220.0})[[0, 2]]
    assert np.array_equal(y[:, :15_000], PLAYED[:, ::2])


def tone(rate: int, frequency: float, frames: int) -> Sound:
    phase = np.arange(frames) * (frequency / rate)
    return Sound.of(np.tile((0.5 * np.sin(2 * np.pi * phase)).astype(np.float32), (2, 1)), rate)


@pytest.mark.parametrize("rate", [22_050, 48_000])
def test_a_sound_at_another_rate_keeps_its_pitch(kernels: Kernels, rate: int) -> None:
    rack = Rack(kernels, ("sampler",), {"sampler": {"sound": tone(rate, 500.0, 2 * rate)}})
    y = rack.run("sampler", NOTHING, {"freq": 300.0, "root": 200.0})[0]
    f, level = spectrum(y)
    assert f[level.argmax()] == 750.0
    assert level[np.abs(f - 750) > 20].max() < -55


@pytest.mark.parametrize(("fade", "pitch"), [(0.3, 1.0), (1.0, 0.77)])
def test_a_loop_has_no_seam(kernels: Kernels, fade: float, pitch: float) -> None:
    rack = Rack(kernels, ("sampler",), {"sampler": {"sound": tone(RATE, 441.0, 20_000)}})
    values = {"loop": 1.0, "loop_from": 0.5, "loop_to": 0.77, "fade": fade}
    y = rack.run("sampler", np.zeros((0, 5 * RATE), np.float32), values | {"freq": 220.0 * pitch})[0]
    assert np.abs(np.diff(y)).max() < 0.5 * 2 * np.pi * 441 / RATE * 1.1
    assert np.abs(y[-RATE:]).max() > 0.4


def test_notes_begin_where_they_are_told_and_again(kernels: Kernels) -> None:
    nodes = (
        node("s", "sampler", sound=Sound.of(PLAYED, RATE)),
        node("env", "adsr", a=0.001),
        node("left", "pan", amp=1.0, pan=0.0),
        node("right", "pan", amp=1.0, pan=1.0),
    )
    cables = ("s.l -> left.x", "env.env -> left.vca", "s.r -> right.x", "env.env -> right.vca")
    main = Send("main", "left.l", "right.r")
    patch = Patch("sampled", Voice(16, 1, nodes), (), (*cables, "voices.main -> out"), (main,))
    program = kernels.program(patch, RATE)
    instance, y = program.instance(0), np.zeros((2, 4_000), np.float32)
    rows = program.set_parameter("s.begin", 0.5, 0) + program.set_parameter("env.gate", 1.0, 0, 3)
    rows += program.set_parameter("env.s", 1.0, 0)
    for at in (0, 2_000):
        rows += program.trigger(3, at)
    instance.process(sort_events(rows), np.zeros((0, 4_000), np.float32), y)
    expected = PLAYED[:, 15_000:17_000]
    for beginning in (0, 2_000):
        heard = y[:, beginning + 500 : beginning + 2_000]
        assert np.corrcoef(heard[0], expected[0, 500:])[0, 1] > 0.99
        assert np.corrcoef(heard[1], expected[1, 500:])[0, 1] > 0.99
