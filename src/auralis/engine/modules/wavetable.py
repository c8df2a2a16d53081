"""A wavetable oscillator: eight waveforms on a line, each at sixteen brightnesses, so that none aliases.

A brightness has 2^0.6 times fewer harmonics than the one before, 512 to 1; the two that suit the pitch are
cross-faded, as are neighbouring waveforms. Harmonics up to 0.6 of the rate are let through: what they alias
to lies above 0.4. Given a sound, its first 2,048 frames are the first waveform, the next 2,048 the second,
up to eight, spread evenly over `morph`.
"""

from functools import lru_cache

import numpy as np

from auralis.core.errors import InvalidValue
from auralis.core.parameters import Parameter
from auralis.engine.module import Module, Numbers, State, Table
from auralis.engine.primitives import CR, SR, bits, clamp, look, select, shr, tof, toi, unbits
from auralis.engine.simd import B, F, I, Ring
from auralis.engine.sound import Sound
from auralis.engine.spectral import Doubles, transform
from auralis.engine.strict import exp2

SIZE = 2048
WAVES = 8
LEVELS = 16
MOST = 512
OCTAVES_A_LEVEL = 0.6


@lru_cache(maxsize=4)
def _waves(sound: Sound | None, _sample_rate: int) -> Numbers:
    """Return the period of each waveform at each brightness; raises `InvalidValue` for a short sound."""
    real, imaginary = _own() if sound is None else _given(sound)
    rows = np.zeros((2, WAVES, LEVELS, SIZE))
    for level in range(LEVELS):
        count = 1 + int(MOST * exp2(-OCTAVES_A_LEVEL * level) + 1e-9)
        rows[0, :, level, 1:count] = real[:, 1:count]
        rows[1, :, level, 1:count] = imaginary[:, 1:count]
    wave, _ = transform(rows[0], rows[1])
    return wave.astype(np.float32).reshape(-1)


def _own() -> tuple[Doubles, Doubles]:
    """Return the spectra of sine, triangle, hollow, square, saw, reed, organ and voice, equally strong."""
    k = np.arange(1, MOST + 1)
    odd = (k & 1).astype(np.float64)
    organ = np.zeros(MOST)
    organ[[0, 1, 2, 3, 5, 7, 15]] = 1.0, 0.8, 0.6, 0.5, 0.35, 0.3, 0.2
    formants = (1.0, 3.5, 1.2), (0.5, 6.0, 1.0), (0.25, 13.0, 2.0)
    voice = 0.15 + sum(
        level / (1.0 + ((k - at) / width) * ((k - at) / width)) for level, at, width in formants
    )
    sines = [
        (k == 1).astype(np.float64),
        odd * (2.0 - (k & 3)) / (k * k),
        odd / (k * np.sqrt(k)),
        odd / k,
        1.0 / k,
        np.maximum(1.0 - k / 48.0, 0.0) / np.sqrt(k),
        organ,
        voice / k,
    ]
    amplitudes = np.zeros((WAVES, SIZE))
    for row, sine in zip(amplitudes, sines, strict=True):
        row[1 : MOST + 1] = sine / np.sqrt(2.0 * _sum(sine * sine))
    return np.zeros_like(amplitudes), amplitudes


def _given(sound: Sound) -> tuple[Doubles, Doubles]:
    """Return the spectra of a sound's waveforms, spread over the line."""
    count = min(sound.frames.shape[1] // SIZE, WAVES)
    if not count:
        raise InvalidValue("waves", f"{sound.frames.shape[1]} frames", f"{SIZE} frames or more")
    mono = sound.frames[:, : count * SIZE].astype(np.float64)
    real, imaginary = transform(0.5 * (mono[0] + mono[1]).reshape(count, SIZE), np.zeros((count, SIZE)))
    place = np.arange(WAVES) * (count - 1) / (WAVES - 1)
    first = np.minimum(place.astype(np.int64), max(count - 2, 0))
    after, share = np.minimum(first + 1, count - 1), (place - first)[:, None]
    x, y = (p[first] + share * (p[after] - p[first]) for p in (real, imaginary))
    return x * (2.0 / SIZE), -y * (2.0 / SIZE)


def _sum(x: Doubles) -> float:
    """Return a sum in a fixed order."""
    return float(np.cumsum(x)[-1])


MODULE = Module(
    caption="Wavetable",
    inputs=("mod~",),
    parameters=(
        Parameter("freq", 220.0, 8.0, 14000.0, "Hz", "log", "Pitch"),
        Parameter("phase", 0.0, 0.0, 1.0, "turns", caption="Where the period begins at a note-on"),
        Parameter("morph", 0.3, 0.0, 1.0, caption="From the first waveform to the last"),
        Parameter("mod_amt", 0.0, -1.0, 1.0, caption="How far the control input moves it"),
    ),
    state=(State("ph", integer=True), *(State(n) for n in ("v", "dv", "m", "dm"))),
    tables={"waves": Table(WAVES * LEVELS * SIZE, _waves, sound=True)},
)

HARMONICS = 512.0 / (0.6 * SR)
FRACTION = 1.0 / 2097152.0
GLIDE = 1.0 / (0.03 * SR + CR)


def start(new: B, ph: I, v: F, phase: F) -> tuple[I, F]:
    """Begin the period at the phase, and take brightness and waveform at once."""
    ph = select(new, toi(phase * 2147483520.0) * 2, ph)
    v = select(new, 0.0, v)
    return ph, v


def control(v: F, m: F, freq: F, morph: F, mod_amt: F, mod: F) -> tuple[F, F, F, F]:
    """Aim at the brightness of the pitch, counted from 1, and at the waveform; log2 by a polynomial."""
    word = bits(freq * HARMONICS)
    x = unbits((word & 0x7FFFFF) | 0x3F800000) - 1.5
    p = (0.14142297 * x - 0.31974905) * x + 0.96183967
    octaves = tof(shr(word, 23) - 127) + (p * x + 0.5849505)
    level = clamp(octaves * (1.0 / 0.6) + 2.0, 1.0, 15.999)
    wave = clamp((morph + mod_amt * mod) * 7.0, 0.0, 6.9999)
    fresh = v <= 0.0
    v = select(fresh, level, v)
    m = select(fresh, wave, m)
    dv = (level - v) * (1.0 / CR)
    dm = (wave - m) * GLIDE
    return v, dv, m, dm


def tick(ph: I, v: F, dv: F, m: F, dm: F, waves: Ring, freq: F) -> tuple[F, I, F, F]:
    """Read two waveforms at two brightnesses between two points, and mix them."""
    v = clamp(v + dv, 1.0, 15.999)
    m = clamp(m + dm, 0.0, 6.9999)
    level = toi(v)
    wave = toi(m)
    i = shr(ph, 21)
    j = (i + 1) & 2047
    u = tof(ph & 0x1FFFFF) * FRACTION
    bright = v - tof(level)
    row = ((wave << 4) + (level - 1)) << 11
    a = look(waves, row + i) + u * (look(waves, row + j) - look(waves, row + i))
    row = row + 2048
    b = look(waves, row + i) + u * (look(waves, row + j) - look(waves, row + i))
    row = row + 30720
    c = look(waves, row + i) + u * (look(waves, row + j) - look(waves, row + i))
    row = row + 2048
    d = look(waves, row + i) + u * (look(waves, row + j) - look(waves, row + i))
    e = a + bright * (b - a)
    g = c + bright * (d - c)
    ph = ph + toi(clamp(freq * (1.0 / SR), 0.0, 0.49) * 2147483648.0) * 2
    return e + (m - tof(wave)) * (g - e), ph, v, m
