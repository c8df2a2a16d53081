"""The address: a recipe as compact, URL-safe text.

`a1` + base64url (RFC 4648, no padding) of the canonical JSON, deflated raw (RFC 1951) against a
preset dictionary. The dictionary is part of the format: it must never change under the name `a1`.
"""

import base64
import re
import zlib
from typing import Final

from auralis.core.errors import InvalidValue
from auralis.core.recipe import Recipe, parse

PREFIX: Final = "a1"
_MAX_JSON = 16 << 20
_TEXT = re.compile(r"[A-Za-z0-9_-]+\Z")
_LAYER: Final = '"layers.{0}.density":1,"layers.{0}.gain":1,"layers.{0}.mute":false,'
_DICTIONARY: Final = (
    '"boundary":"chunk","frame":0,"set":{"layers.piano.density":0.,"layers.piano.mute":true,"brightness":0.,'
    '"space":0.,"wander":0.,"calm":1,"meter":"3/4","6/8","boundary":"phrase","frame":,"set":{"mode":"locrian",'
    '"mixolydian","phrygian","lydian","aeolian","ionian","dorian","boundary":"beat","frame":,"set":{'
    '"intensity":0.1}},{"boundary":"bar","frame":,"set":{"bpm":,"intensity":0.,"key":"A# minor","C# major",'
    '"preset":"meditation"}},{"48000,"seed":"bpm":70,"C lydian","preset":"bright","intensity":0.6,"bpm":50,'
    '"A minor","preset":"meditation","intensity":0.3,"bpm":40,"E phrygian","preset":"sleep","intensity":0.2,'
    '"key":"E minor","key_held":true,{"changes":[],"context":{"bpm":60,"brightness":0.5,"calm":0.5,'
    '"density":1,"intensity":0.5,"key":"D dorian","key_held":false,'
    + "".join(map(_LAYER.format, ("air", "bass", "bells", "pad", "percussion", "piano")))
    + '"meter":"4/4","preset":"focus","space":0.5,"wander":0.5},"engine":"0.1.0","format":1,"kit":"auralis",'
    '"sample_rate":44100,"seed":'
).encode()


def encode(recipe: Recipe) -> str:
    """Return the recipe's address."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _DICTIONARY)
    packed = packer.compress(recipe.to_json().encode()) + packer.flush()
    return PREFIX + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decode(address: str, largest: int = _MAX_JSON) -> Recipe:
    """Return the recipe an address names; raises `InvalidValue` for a broken or foreign one.

    One whose JSON is larger than `largest` bytes counts as broken.
    """
    if not address.startswith(PREFIX) or not _TEXT.match(address):
        raise InvalidValue("address", address[:60], f"text that begins with {PREFIX!r}, of A-Z a-z 0-9 _ -")
    body = address[len(PREFIX) :]
    unpacker = zlib.decompressobj(-15, _DICTIONARY)
    try:
        packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        text = unpacker.decompress(packed, largest)
    except (ValueError, zlib.error):
        raise InvalidValue("address", address[:60], "a whole address; this one is damaged") from None
    if not unpacker.eof or unpacker.unused_data:
        raise InvalidValue("address", address[:60], "a whole address; this one is cut or too long")
    return parse(text)
