"""The forms there are: messages by subprotocol, streams by name."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Final, Protocol, runtime_checkable

from auralis.core.catalogue import catalogue
from auralis.streaming import codecs
from auralis.streaming.codec import Codec
from auralis.streaming.stream_codec import StreamCodec


@runtime_checkable
class _Form(Protocol):
    """What every file in `codecs/` has: a `Codec` or a `StreamCodec`."""

    @property
    def subprotocol(self) -> str | None: ...


_FOUND: Final = catalogue(codecs, _Form, "CODEC").values()

FORMATS: Final[Mapping[str, Codec]] = MappingProxyType(
    {codec.subprotocol: codec for codec in _FOUND if isinstance(codec, Codec)}
)
"""Forms that keep nothing between chunks, by subprotocol."""

STREAMS: Final[Mapping[str, StreamCodec]] = MappingProxyType(
    {codec.name: codec for codec in _FOUND if isinstance(codec, StreamCodec)}
)
"""Forms of the whole stream, by name."""

SOCKET_STREAMS: Final[Mapping[str, StreamCodec]] = MappingProxyType(
    {codec.subprotocol: codec for codec in STREAMS.values() if codec.subprotocol}
)
"""Those of them that sockets have, by subprotocol."""

SUBPROTOCOLS: Final = (*FORMATS, *SOCKET_STREAMS)
DEFAULT_FORMAT: Final = "auralis.json"


def choose(offered: Iterable[str], known: Collection[str] = SUBPROTOCOLS) -> str | None:
    """Return the first subprotocol of a client's offer that is known, or None."""
    return next((name for name in offered if name in known), None)
