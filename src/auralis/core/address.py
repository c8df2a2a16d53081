"""The address: a recipe as compact, URL-safe text.

`a1` + base64url (RFC 4648, no padding) of the canonical JSON, deflated raw (RFC 1951) against a
preset dictionary. `a2` + the same of what a recipe says otherwise than usual (`recipe_head`) and of its
changes as columns (`change_columns`), with a dictionary of its own. Either form reads any recipe, for
ever; the dictionaries are part of them and must never change. A recipe has one address: in the
first form where it has no changes and that is shorter than a hundred characters, else in the second.
"""

import base64
import re
import zlib
from typing import Final

from auralis.core import address_words
from auralis.core.change_columns import pack_changes, read_changes
from auralis.core.errors import InvalidValue
from auralis.core.packed import PackedReader
from auralis.core.recipe import Recipe, from_dict, parse
from auralis.core.recipe_head import pack_head, read_head

PREFIX: Final = "a"
"""What every address begins with; a digit follows, the form that it is written in."""

_FIRST: Final = PREFIX + "1"
_SECOND: Final = PREFIX + "2"
FORMS: Final = f"{_FIRST!r} or {_SECOND!r}"
"""What an address begins with, in words."""

_MAX_JSON: Final = 16 << 20
_SHORT: Final = 100
_FORM: Final = re.compile(PREFIX + "[1-9]")
_TEXT = re.compile(r"[A-Za-z0-9_-]+\Z")


def encode(recipe: Recipe) -> str:
    """Return the recipe's address."""
    data = recipe.canonical()
    if not data["changes"]:
        plain = _FIRST + _packed(recipe.to_json().encode(), address_words.FIRST)
        if len(plain) < _SHORT:
            return plain
    changes = pack_changes(data["changes"], recipe.sample_rate) if data["changes"] else b""
    return _SECOND + _packed(pack_head(data) + changes, address_words.SECOND)


def decode(address: str, largest: int = _MAX_JSON) -> Recipe:
    """Return the recipe an address names; raises `InvalidValue` for a broken, foreign or newer one.

    One whose JSON is larger than `largest` bytes counts as broken.
    """
    _check_form(address)
    if address.startswith(_FIRST):
        return parse(_content(address, address_words.FIRST, largest))
    reader = PackedReader(_content(address, address_words.SECOND, largest))
    try:
        data = read_head(reader)
        rate = data.get("sample_rate")
        changes = read_changes(reader, rate, largest) if reader.left and isinstance(rate, int) else []
    except ValueError:
        raise InvalidValue("address", address[:60], "a whole address; this one is damaged") from None
    return from_dict({**data, "changes": changes})


def is_address(text: str) -> bool:
    """Say whether a text means to be an address, of this Auralis or of a newer one."""
    return _FORM.match(text) is not None


def _check_form(address: str) -> None:
    allowed = f"text that begins with {FORMS}, of A-Z a-z 0-9 _ -"
    if address.startswith((_FIRST, _SECOND)) and _TEXT.match(address):
        return
    if is_address(address) and _TEXT.match(address):
        allowed += "; this one is from a newer Auralis"
    raise InvalidValue("address", address[:60], allowed)


def _packed(content: bytes, dictionary: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary)
    packed = packer.compress(content) + packer.flush()
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def _content(address: str, dictionary: bytes, largest: int) -> bytes:
    """Return what is packed into an address, at most `largest` bytes."""
    body = address[len(_FIRST) :]
    unpacker = zlib.decompressobj(-15, dictionary)
    try:
        packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        content = unpacker.decompress(packed, largest)
    except (ValueError, zlib.error):
        raise InvalidValue("address", address[:60], "a whole address; this one is damaged") from None
    if not unpacker.eof or unpacker.unused_data:
        raise InvalidValue("address", address[:60], "a whole address; this one is cut or too long")
    return content
