"""A ring with music in it, and outside judges of what was made of it."""

import subprocess
from pathlib import Path

import numpy as np
import numpy.typing as npt

from auralis.streaming.ring import RingBuffer

Samples = npt.NDArray[np.int16]


def music(rate: int, seconds: int) -> Samples:
    """Return chords with some noise in them, int16 (frames, 2): nothing in it repeats."""
    time = np.arange(rate * seconds) / rate
    noise = np.random.default_rng(5).standard_normal((len(time), 2))
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * 0.13 * time)
    tones = sum(np.sin(2 * np.pi * f * time + f) for f in (110.0, 164.8, 220.3, 331.1, 662.9)) * swell
    sound = 0.1 * np.stack([tones, np.roll(tones, rate // 200)], axis=1) + 0.005 * noise
    return np.rint(sound * 32_767).astype("<i2")


def ring_of(pcm: Samples, rate: int, seconds: float) -> RingBuffer:
    """Return a ring into which all of it was written."""
    ring = RingBuffer(bytearray(RingBuffer.bytes_needed(rate, seconds)), rate, seconds, create=True)
    for chunk in pcm.reshape(-1, rate // 10, 2):
        ring.write(chunk, 1_700_000_000.0 + ring.head / 10)
    return ring


def decoded(data: bytes, folder: Path, name: str) -> tuple[Samples, str]:
    """Return what ffmpeg makes of a file, and what it complains about."""
    path = folder / name
    path.write_bytes(data)
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "s16le", "-ac", "2", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    return np.frombuffer(done.stdout, "<i2").reshape(-1, 2), done.stderr.decode()
