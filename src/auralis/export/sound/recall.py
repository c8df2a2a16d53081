"""What an unfinished file holds already, read again for the hashes that stand at a file's end."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from auralis.core.units import CHANNELS, Frame, to_pcm
from auralis.export.sound.coder import Coder, Facts
from auralis.export.sound.coders.flac import Flac
from auralis.export.sound.coders.wav import FLOAT, Wav
from auralis.export.sound.plan import Output

_BLOCK: Final = 1 << 18


def wire_recalled(output: Output, rate: int) -> bool:
    """Return whether the wire PCM of music at a rate can be read from a file of it."""
    coder = output.coder
    if output.rate != rate or output.row:
        return False
    return isinstance(coder, Flac | Wav) and (coder.bits == "16" or coder.bits == FLOAT)


def pcm_again(coder: Coder, part: Path, frames: Frame) -> Iterator[bytes]:
    """Yield what a coder's `pcm` was for the first frames of a file; raises OSError if they are not there."""
    if isinstance(coder, Flac):
        yield from _flac(part, frames, coder.bits)


def wire_again(coder: Coder, part: Path, frames: Frame) -> Iterator[bytes]:
    """Yield the wire PCM of the first frames of a file from which it can be recalled; raises OSError."""
    if isinstance(coder, Flac):
        yield from _flac(part, frames, coder.bits)
    elif isinstance(coder, Wav):
        yield from _wav(coder, part, frames)


def _flac(part: Path, frames: Frame, bits: str) -> Iterator[bytes]:
    """Yield packed samples; 24 bits are the upper ones of 32."""
    import av

    try:
        with av.open(str(part), format="flac") as file:
            for frame in file.decode(file.streams.audio[0]):
                block = frame.to_ndarray().reshape(-1, CHANNELS)[:frames]
                frames -= len(block)
                yield (
                    block.tobytes() if bits == "16" else block.view(np.uint8).reshape(-1, 4)[:, 1:].tobytes()
                )
    except av.FFmpegError as error:
        raise OSError(f"{part} is damaged ({error.strerror}): --fresh renders it anew") from error
    if frames:
        raise OSError(f"{part} is damaged: --fresh renders it anew")


def _wav(coder: Wav, part: Path, frames: Frame) -> Iterator[bytes]:
    width = 4 if coder.bits == FLOAT else 2
    with part.open("rb") as file:
        file.seek(len(coder.head(Facts(0, 0))))
        while frames > 0:
            data = file.read(min(_BLOCK, frames) * CHANNELS * width)
            frames -= len(data) // (CHANNELS * width)
            if coder.bits != FLOAT:
                yield data
            else:
                yield to_pcm(np.frombuffer(data, "<f4").reshape(-1, CHANNELS).T).tobytes()
