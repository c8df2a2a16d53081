"""Spectral freeze: holds the moment in which it is switched on as a tone without an end.

A phase vocoder (J. L. Flanagan and R. M. Golden, 1966; M. Dolson, "The phase vocoder: a tutorial", 1986):
of 2,048 frames the magnitudes are kept, and each bin's phase goes on turning as it did between this moment
and 512 frames before, so partials keep their pitch and nothing repeats. `blur` turns every phase by
chance, a hash of bin and position: from a still tone to noise of its colour. Tones stay as loud as they were,
noise gets some 2.5 dB softer. Off, the sound passes.
"""

import numpy as np
from numpy import float32

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, Numbers, State, Table
from auralis.engine.primitives import read, write
from auralis.engine.simd import F, Ring
from auralis.engine.sound import Sound
from auralis.engine.spectral import circle

SIZE = 2048
HALF = 1024
HOP = 512
RING = 4096


def _circle(_sound: Sound | None, _sample_rate: int) -> Numbers:
    """Return 1,024 cosines and 1,024 sines of half a turn."""
    cosine, sine = circle(SIZE)
    return np.concatenate([cosine[:HALF], sine[:HALF]]).astype(np.float32)


def _hann(_sound: Sound | None, _sample_rate: int) -> Numbers:
    """Return Hann's window; four of its squares overlap to 1.5."""
    return (0.5 - 0.5 * circle(SIZE)[0]).astype(np.float32)


MODULE = Module(
    caption="Freeze",
    inputs=("x",),
    parameters=(
        Parameter("freeze", 0.0, 0.0, 1.0, caption="1 holds the sound of the moment, 0 lets it pass"),
        Parameter("blur", 0.15, 0.0, 1.0, caption="From a still tone to noise of the same colour"),
        Parameter("dry", 0.0, 0.0, 1.0, caption="Level of the sound itself while frozen"),
        Parameter("wet", 1.0, 0.0, 1.0, caption="Level of the frozen sound"),
    ),
    state=(
        State("work", lanes=2 * SIZE),
        State("kept", lanes=4 * HALF),
        State("spin", lanes=4 * HALF),
        State("frozen", lanes=2),
    ),
    rings={"heard": (RING, 2), "spoken": (SIZE, 2)},
    tables={"turn": Table(SIZE, _circle), "hann": Table(SIZE, _hann)},
    grid=HOP,
    glide=("freeze", "dry", "wet"),
)


def block(
    heard: Numbers,
    spoken: Numbers,
    turn: Numbers,
    hann: Numbers,
    work: Numbers,
    kept: Numbers,
    spin: Numbers,
    frozen: Numbers,
    freeze: float32,
    blur: float32,
    pos: int,
    seed: int,
) -> None:
    """Make room for the coming frames; while frozen, add the next 2,048."""
    for i in range(SIZE - HOP, SIZE):
        at = 2 * ((pos + i) & (SIZE - 1))
        spoken[at] = spoken[at + 1] = float32(0.0)
    if freeze <= float32(0.0):
        frozen[0] = float32(0.0)
        return
    if frozen[0] <= float32(0.0):
        frozen[0] = float32(1.0)
        _listen(heard, hann, work, turn, spin, pos - HOP)
        _listen(heard, hann, work, turn, kept, pos)
        _find_spins(kept, spin)
    else:
        _turn_on(kept, spin)
    _blur(kept, work, blur, seed + (pos >> 9) * HALF)
    _transform(work, turn, SIZE, 0)
    gain = (float32(1.0) + blur * blur * blur) * float32(1.0 / (1.5 * SIZE))
    for i in range(SIZE):
        at = 2 * ((pos + i) & (SIZE - 1))
        spoken[at] += work[i] * hann[i] * gain
        spoken[at + 1] += work[SIZE + i] * hann[i] * gain


def _listen(heard: Numbers, hann: Numbers, work: Numbers, turn: Numbers, spectra: Numbers, end: int) -> None:
    """Write the spectra of both channels' 2,048 frames before `end`: real and imaginary, left, then right."""
    for i in range(SIZE):
        at = 2 * ((end - SIZE + i) & (RING - 1))
        work[i] = heard[at] * hann[i]
        work[SIZE + i] = heard[at + 1] * hann[i]
    _transform(work, turn, 0, SIZE)
    for k in range(1, HALF):
        a, b = work[k], work[SIZE - k]
        c, d = work[SIZE + k], work[2 * SIZE - k]
        spectra[k] = (a + b) * float32(0.5)
        spectra[HALF + k] = (c - d) * float32(0.5)
        spectra[2 * HALF + k] = (c + d) * float32(0.5)
        spectra[3 * HALF + k] = (b - a) * float32(0.5)


def _find_spins(kept: Numbers, spin: Numbers) -> None:
    """Replace the earlier spectrum by how far each bin turned since, as a number of modulus 1."""
    for k in range(4 * HALF):
        if k & HALF == 0:
            a, b, c, d = kept[k], kept[k + HALF], spin[k], spin[k + HALF]
            x, y = a * c + b * d, b * c - a * d
            size = _modulus(x, y)
            if size > float32(1e-15):
                spin[k], spin[k + HALF] = x / size, y / size
            else:
                spin[k], spin[k + HALF] = float32(1.0), float32(0.0)
                kept[k] = kept[k + HALF] = float32(0.0)


def _modulus(x: float32, y: float32) -> float32:
    """Return |x + i y|: the larger part plus a share of the smaller, then Newton's square root."""
    high, low = max(abs(x), abs(y)), min(abs(x), abs(y))
    guess = float32(0.96) * high + float32(0.398) * low
    if guess > float32(1e-15):
        square = x * x + y * y
        for _ in range(3):
            guess = (guess + square / guess) * float32(0.5)
    return guess


def _turn_on(kept: Numbers, spin: Numbers) -> None:
    """Turn every bin by what it turns in 512 frames."""
    for k in range(4 * HALF):
        if k & HALF == 0:
            a, b, c, d = kept[k], kept[k + HALF], spin[k], spin[k + HALF]
            kept[k], kept[k + HALF] = a * c - b * d, a * d + b * c


def _blur(kept: Numbers, work: Numbers, blur: float32, key: int) -> None:
    """Write the spectrum of left + i right, both turned alike by chance: by 2 atan(t), rationally."""
    work[0] = work[SIZE] = work[HALF] = work[SIZE + HALF] = float32(0.0)
    for k in range(1, HALF):
        u = _chance(key + k) * blur
        t = u / (float32(1.0001) - abs(u))
        c = (float32(1.0) - t * t) / (float32(1.0) + t * t)
        s = (t + t) / (float32(1.0) + t * t)
        a, b = kept[k] * c - kept[HALF + k] * s, kept[k] * s + kept[HALF + k] * c
        d, e = kept[2 * HALF + k], kept[3 * HALF + k]
        d, e = d * c - e * s, d * s + e * c
        work[k], work[SIZE + k] = a - e, b + d
        work[SIZE - k], work[2 * SIZE - k] = a + e, d - b


def _chance(key: int) -> float32:
    """Return a number in [-1, 1] that the key alone decides."""
    h = (key * 0x27D4EB2D) & 0x7FFFFFFF
    h = ((h ^ (h >> 15)) * 0x2C1B3C6D) & 0x7FFFFFFF
    h = ((h ^ (h >> 12)) * 0x297A2D39) & 0x7FFFFFFF
    return float32((h ^ (h >> 15)) - 0x40000000) * float32(2.0**-30)


def _transform(work: Numbers, turn: Numbers, real: int, imaginary: int) -> None:
    """Replace 2,048 complex numbers by their spectrum; with places exchanged, by 2,048 times its inverse."""
    j = 0
    for i in range(1, SIZE):
        bit = HALF
        while j & bit:
            j ^= bit
            bit >>= 1
        j ^= bit
        if i < j:
            x, y = work[real + i], work[imaginary + i]
            work[real + i], work[imaginary + i] = work[real + j], work[imaginary + j]
            work[real + j], work[imaginary + j] = x, y
    half = 1
    while half < SIZE:
        stride = HALF // half
        for first in range(0, SIZE, 2 * half):
            for k in range(half):
                c, s = turn[k * stride], turn[HALF + k * stride]
                a, b = first + k, first + k + half
                x = work[real + b] * c + work[imaginary + b] * s
                y = work[imaginary + b] * c - work[real + b] * s
                work[real + b] = work[real + a] - x
                work[imaginary + b] = work[imaginary + a] - y
                work[real + a] = work[real + a] + x
                work[imaginary + a] = work[imaginary + a] + y
        half *= 2


def tick(x: F, heard: Ring, spoken: Ring, pos: int, freeze: F, dry: F, wet: F) -> F:
    """Hear a frame; give way to the frozen sound as far as it is switched on."""
    write(heard, pos, x)
    return x + freeze * ((wet * read(spoken, pos) + dry * x) - x)
