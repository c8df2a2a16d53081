"""An ID3v2.4 tag, as MP3 files begin with and WAV files may hold."""

from auralis.export.sound.tags import ARTIST, GENRE, LICENCE, LICENCE_URL, SOFTWARE, Tags

_UTF8 = b"\x03"
_VERSION = b"ID3\x04\x00\x00"


def id3(tags: Tags) -> bytes:
    """Return the tag, padded to an even length: libsndfile misreads an odd chunk in RF64."""
    texts = {"TIT2": tags.name, "TPE1": ARTIST, "TCON": GENRE, "TSSE": SOFTWARE}
    own = {"key": tags.key, "seed": tags.seed, "address": tags.address, "license": f"{LICENCE} {LICENCE_URL}"}
    body = b"".join(_frame(name, _UTF8 + text.encode()) for name, text in texts.items())
    body += b"".join(_frame("TXXX", _UTF8 + f"{n}\0{text}".encode()) for n, text in own.items())
    body += _frame("WCOP", LICENCE_URL.encode())
    body += b"\0" * (len(body) % 2)
    return _VERSION + _synchsafe(len(body)) + body


def _frame(name: str, content: bytes) -> bytes:
    return name.encode() + _synchsafe(len(content)) + b"\0\0" + content


def _synchsafe(size: int) -> bytes:
    """Return a size in four bytes of seven bits each."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
