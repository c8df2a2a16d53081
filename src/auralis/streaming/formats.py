"""The wire forms there are, by subprotocol."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from auralis.core.catalogue import catalogue
from auralis.streaming import codecs
from auralis.streaming.codec import Codec

FORMATS: Final[Mapping[str, Codec]] = MappingProxyType(
    {codec.subprotocol: codec for codec in catalogue(codecs, Codec, "CODEC").values()}
)
DEFAULT_FORMAT: Final = "auralis.json"


def choose(offered: Iterable[str]) -> str | None:
    """Return the first subprotocol of a client's offer that there is, or None."""
    return next((name for name in offered if name in FORMATS), None)
