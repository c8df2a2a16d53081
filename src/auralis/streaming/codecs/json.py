"""`auralis.json`: audio as JSON text with the PCM in base64."""

from base64 import b64encode

from auralis.core.units import CHANNELS, CHUNK_MS
from auralis.streaming.chunk import Chunk
from auralis.streaming.codec import Codec


def encode(chunk: Chunk, sample_rate: int) -> str:
    """Return an `audio` message; `silent` is in it, and true, only when something failed.

    Written out by hand: neither base64 nor a number needs escaping.
    """
    silent = ',"silent":true' if chunk.silent else ""
    return (
        f'{{"type":"audio","seq":{chunk.seq},"chunk_index":{chunk.seq},"timestamp":{chunk.timestamp!r},'
        f'"duration_ms":{CHUNK_MS},"sample_rate":{sample_rate},"channels":{CHANNELS},'
        f'"format":"int16_le"{silent},"data":"{b64encode(chunk.pcm).decode("ascii")}"}}'
    )


CODEC = Codec("auralis.json", encode)
