"""Convolution with an impulse response: a room, a body, any colour that can be recorded.

Uniformly partitioned overlap-save (T. G. Stockham, "High-speed convolution and correlation", 1966;
F. Wefers, "Partitioned convolution algorithms for real-time auralization", 2015): every 512 frames one
transform of the last 1,024, a product with the spectrum of each 512 frames of the response, one
transform back. Both channels travel as one complex signal. A response plays as many frames as it
has at the engine's rate, 65,024 at the most.
"""

import numpy as np
from numpy import float32

from auralis.core.parameters import Parameter
from auralis.engine.module import Module, Numbers, State, Table
from auralis.engine.primitives import past, read, write
from auralis.engine.simd import F, Ring
from auralis.engine.sound import Sound
from auralis.engine.spectral import circle, transform
from auralis.engine.strict import exp

HOP = 512
SIZE = 1024
PARTS = 128
ROW = 2048
LIMIT = (PARTS - 1) * HOP


def _response(sound: Sound | None, sample_rate: int) -> Numbers:
    """Return a row that begins with the count of those after it: the spectra of 512 frames each.

    A row holds left real, left imaginary, right real, right imaginary, 512 bins each; the highest bin,
    which is real, lies in the imaginary place of the lowest.
    """
    heard = _hall(sample_rate) if sound is None else sound.frames[:, :LIMIT].astype(np.float64)
    count = -(-heard.shape[1] // HOP)
    blocks = np.zeros((2, count * HOP))
    blocks[:, : heard.shape[1]] = heard
    padded = np.zeros((2, count, SIZE))
    padded[..., :HOP] = blocks.reshape(2, count, HOP)
    real, imaginary = transform(padded, np.zeros_like(padded))
    imaginary[..., 0] = real[..., HOP]
    rows = np.stack([real[..., :HOP], imaginary[..., :HOP]], axis=1)
    table = np.zeros((count + 1, ROW), np.float32)
    table[0, 0] = count
    table[1:] = rows.transpose(2, 0, 1, 3).reshape(count, ROW)
    return table.reshape(-1)


def _hall(sample_rate: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the module's own response: a second of noise that falls by 60 dB, of unit energy."""
    index = np.arange(2 * sample_rate, dtype=np.uint64)
    mixed = (index + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    noise = (mixed >> np.uint64(40)).astype(np.float64) * 2.0**-23 - 1.0
    step = exp(-6.907755 / sample_rate * 64)
    fall = np.cumprod(np.full(-(-sample_rate // 64), step)).repeat(64)[:sample_rate]
    return noise.reshape(2, -1)[:, :LIMIT] * fall[:LIMIT] * 0.02


def _circle(_sound: Sound | None, _sample_rate: int) -> Numbers:
    """Return 512 cosines and 512 sines of half a turn."""
    cosine, sine = circle(SIZE)
    return np.concatenate([cosine[:HOP], sine[:HOP]]).astype(np.float32)


MODULE = Module(
    caption="Convolution",
    inputs=("x",),
    parameters=(
        Parameter("dry", 0.0, 0.0, 1.0, caption="Level of the sound as it came in, delayed alike"),
        Parameter("wet", 1.0, 0.0, 2.0, caption="Level of the convolved sound"),
    ),
    state=(State("work", lanes=2 * SIZE), State("mixed", lanes=ROW)),
    rings={"heard": (SIZE, 2), "spoken": (HOP, 2), "spectra": (PARTS, ROW)},
    tables={
        "response": Table(PARTS * ROW, _response, sound=True),
        "turn": Table(SIZE, _circle),
    },
    grid=HOP,
    glide=("dry", "wet"),
    latency=HOP,
)


def block(
    heard: Numbers,
    spoken: Numbers,
    spectra: Numbers,
    response: Numbers,
    turn: Numbers,
    work: Numbers,
    mixed: Numbers,
    pos: int,
) -> None:
    """Convolve the last 512 frames, for the coming 512."""
    for i in range(SIZE):
        at = 2 * ((pos + i) & (SIZE - 1))
        work[i] = heard[at]
        work[SIZE + i] = heard[at + 1]
    _transform(work, turn, 0, SIZE)
    _keep(work, spectra, ((pos >> 9) & (PARTS - 1)) * ROW)
    for k in range(ROW):
        mixed[k] = float32(0.0)
    for part in range(int(response[0])):
        _add(mixed, spectra, (((pos >> 9) - part) & (PARTS - 1)) * ROW, response, (part + 1) * ROW)
    _join(mixed, work)
    _transform(work, turn, SIZE, 0)
    for i in range(HOP):
        at = 2 * ((pos + i) & (HOP - 1))
        spoken[at] = work[HOP + i] * float32(1.0 / SIZE)
        spoken[at + 1] = work[SIZE + HOP + i] * float32(1.0 / SIZE)


def _transform(work: Numbers, turn: Numbers, real: int, imaginary: int) -> None:
    """Replace 1,024 complex numbers by their spectrum; with places exchanged, by 1,024 times its inverse."""
    j = 0
    for i in range(1, SIZE):
        bit = HOP
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
        stride = HOP // half
        for first in range(0, SIZE, 2 * half):
            for k in range(half):
                c, s = turn[k * stride], turn[HOP + k * stride]
                a, b = first + k, first + k + half
                x = work[real + b] * c + work[imaginary + b] * s
                y = work[imaginary + b] * c - work[real + b] * s
                work[real + b] = work[real + a] - x
                work[imaginary + b] = work[imaginary + a] - y
                work[real + a] = work[real + a] + x
                work[imaginary + a] = work[imaginary + a] + y
        half *= 2


def _keep(work: Numbers, spectra: Numbers, row: int) -> None:
    """Split the spectrum of left + i right into both channels' own."""
    spectra[row] = work[0]
    spectra[row + HOP] = work[HOP]
    spectra[row + 2 * HOP] = work[SIZE]
    spectra[row + 3 * HOP] = work[SIZE + HOP]
    for k in range(1, HOP):
        a, b = work[k], work[SIZE - k]
        c, d = work[SIZE + k], work[2 * SIZE - k]
        spectra[row + k] = (a + b) * float32(0.5)
        spectra[row + HOP + k] = (c - d) * float32(0.5)
        spectra[row + 2 * HOP + k] = (c + d) * float32(0.5)
        spectra[row + 3 * HOP + k] = (b - a) * float32(0.5)


def _add(mixed: Numbers, spectra: Numbers, x: int, response: Numbers, h: int) -> None:
    """Add the product of a kept spectrum and a part of the response, channel by channel."""
    for side in range(0, ROW, 2 * HOP):
        a, b = _halves(spectra, x + side)
        c, d = _halves(response, h + side)
        real, imaginary = _halves(mixed, side)
        lowest = real[0] + a[0] * c[0]
        highest = imaginary[0] + b[0] * d[0]
        for k in range(HOP):
            real[k] = real[k] + (a[k] * c[k] - b[k] * d[k])
            imaginary[k] = imaginary[k] + (a[k] * d[k] + b[k] * c[k])
        real[0] = lowest
        imaginary[0] = highest


def _halves(numbers: Numbers, at: int) -> tuple[Numbers, Numbers]:
    """Return the real and the imaginary parts of one channel's row."""
    return numbers[at : at + HOP], numbers[at + HOP : at + 2 * HOP]


def _join(mixed: Numbers, work: Numbers) -> None:
    """Write both channels' spectra as the one of left + i right."""
    work[0], work[SIZE] = mixed[0], mixed[2 * HOP]
    work[HOP], work[SIZE + HOP] = mixed[HOP], mixed[3 * HOP]
    for k in range(1, HOP):
        a, b = mixed[k], mixed[HOP + k]
        c, d = mixed[2 * HOP + k], mixed[3 * HOP + k]
        work[k], work[SIZE + k] = a - d, b + c
        work[SIZE - k], work[2 * SIZE - k] = a + d, c - b


def tick(x: F, heard: Ring, spoken: Ring, pos: int, dry: F, wet: F) -> F:
    """Hear a frame, and speak the one convolved 512 frames ago."""
    write(heard, pos, x)
    return dry * past(heard, pos, HOP) + wet * read(spoken, pos)
