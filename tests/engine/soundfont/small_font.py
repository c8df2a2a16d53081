"""A SoundFont made here, to the letter of the specification: one looped tone behind piano and warm pad."""

import struct
from pathlib import Path

import numpy as np

RATE = 44_100
PRESETS = ((0, 0, "Piano"), (0, 89, "Warm Pad"))
_LOOP = 441
_SAMPLE_ID, _INSTRUMENT, _MODES, _RELEASE, _ROOT = 53, 41, 54, 38, 58
_SILENT_FRAMES = 46


def chunk(name: str, data: bytes) -> bytes:
    return name.encode() + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def group(kind: str, *parts: bytes) -> bytes:
    return chunk("LIST", kind.encode() + b"".join(parts))


def write_font(path: Path, version: int = 2, presets: tuple[tuple[int, int, str], ...] = PRESETS) -> Path:
    """Write a font of 1 s of a tone of 100 Hz, heard at MIDI pitch 43, and return its path."""
    tone = np.sin(np.arange(RATE) * (2 * np.pi * 100 / RATE) + np.pi / 2) * 20_000
    samples = tone.astype("<i2").tobytes() + bytes(2 * _SILENT_FRAMES)
    info = group("INFO", chunk("ifil", struct.pack("<HH", version, 1)), chunk("INAM", b"small\0"))
    body = b"sfbk" + info + group("sdta", chunk("smpl", samples)) + group("pdta", *_hydra(presets))
    path.write_bytes(chunk("RIFF", body))
    return path


def _hydra(presets: tuple[tuple[int, int, str], ...]) -> list[bytes]:
    """Return the nine tables of presets, instruments and samples, each with its closing record."""
    heads = [(name, number, bank, i) for i, (bank, number, name) in enumerate(presets)]
    heads.append(("EOP", 0, 0, len(presets)))
    phdr = [struct.pack("<20sHHHIII", n.encode(), p, b, i, 0, 0, 0) for n, p, b, i in heads]
    pbag = [struct.pack("<HH", i, 0) for i in range(len(presets) + 1)]
    pgen = [struct.pack("<HH", _INSTRUMENT, 0) for _ in presets] + [bytes(4)]
    zone = ((_RELEASE, -4_000), (_MODES, 1), (_ROOT, 43), (_SAMPLE_ID, 0))
    igen = [struct.pack("<Hh", *generator) for generator in zone] + [bytes(4)]
    shdr = struct.pack("<20sIIIIIBbHH", b"tone", 0, RATE, _LOOP, RATE - _LOOP, RATE, 43, 0, 0, 1)
    tables = {
        "phdr": phdr,
        "pbag": pbag,
        "pmod": [bytes(10)],
        "pgen": pgen,
        "inst": [struct.pack("<20sH", b"tone", 0), struct.pack("<20sH", b"EOI", 1)],
        "ibag": [struct.pack("<HH", 0, 0), struct.pack("<HH", len(zone), 0)],
        "imod": [bytes(10)],
        "igen": igen,
        "shdr": [shdr, b"EOS".ljust(46, b"\0")],
    }
    return [chunk(name, b"".join(rows)) for name, rows in tables.items()]
