"""A station's snapshot as bytes: a head that says what there is, and the arrays behind it.

The head is MessagePack; an array in it is its type and shape. Arrays follow in the order in which the
head names them, each at a multiple of 64 bytes. Nothing in it is code: what comes from another version
of the engine is refused by its name or by its shapes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

from auralis import __version__
from auralis.engine.compiler.instance import Snapshot
from auralis.engine.ensemble import EnsembleSnapshot
from auralis.engine.soundfont.soundfont_player import SoundFontSnapshot
from auralis.station.mixing import MixingSnapshot
from auralis.station.part import PartSnapshot
from auralis.station.performance import PerformanceSnapshot
from auralis.station.station_snapshot import StationSnapshot

Array = npt.NDArray[Any]

ALIGNMENT: Final = 64
_ARRAY: Final = "array"
_KINDS: Final[Mapping[str, type]] = {
    kind.__name__: kind
    for kind in (
        StationSnapshot,
        PerformanceSnapshot,
        MixingSnapshot,
        PartSnapshot,
        EnsembleSnapshot,
        Snapshot,
        SoundFontSnapshot,
    )
}
_FIELDS: Final = {
    kind: tuple(f.name for f in fields(kind) if f.metadata.get("kept", True)) for kind in _KINDS.values()
}


@dataclass(frozen=True, slots=True)
class Packed:
    """A snapshot ready to be written: its head, and its arrays where they are.

    `states` are the snapshots of which some of the arrays are the states, by the arrays' places.
    """

    head: bytes
    arrays: Sequence[Array]
    states: Mapping[int, Snapshot] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of the whole."""
        return sum(map(_padded, (len(self.head), *(a.nbytes for a in self.arrays))))

    def places(self) -> Iterator[int]:
        """Yield where each array goes, behind the head."""
        offset = _padded(len(self.head))
        for array in self.arrays:
            yield offset
            offset += _padded(array.nbytes)


def pack(snapshot: StationSnapshot) -> Packed:
    """Return a snapshot as bytes; raises TypeError for one that holds what can't be written down."""
    arrays: list[Array] = []
    states: dict[int, Snapshot] = {}
    head = msgspec.msgpack.encode([__version__, _plain(snapshot, arrays, states)])
    return Packed(head, arrays, states)


def unpack(data: memoryview | bytes, head: int) -> StationSnapshot:
    """Read a snapshot whose head is `head` bytes long; its arrays are copies.

    Raises ValueError for what is no snapshot of this version.
    """
    try:
        version, tree = msgspec.msgpack.decode(data[:head])
        if version != __version__:
            raise ValueError(f"a snapshot of version {version}")
        snapshot = _Reader(data, _padded(head)).read(tree)
    except (msgspec.DecodeError, TypeError, KeyError, IndexError) as error:
        raise ValueError(f"no snapshot: {error}") from error
    if not isinstance(snapshot, StationSnapshot):
        raise ValueError(f"a {type(snapshot).__name__} is no snapshot of a station")
    return snapshot


def _plain(value: Any, arrays: list[Array], states: dict[int, Snapshot]) -> object:
    kind = type(value)
    if kind is int or kind is float:
        return value
    if kind is Snapshot:
        states[len(arrays)] = value
    if kind is np.ndarray:
        arrays.append(value if value.flags.c_contiguous else np.ascontiguousarray(value))
        return {_ARRAY: [value.dtype.str, value.shape]}
    if kind is tuple:
        return [_plain(v, arrays, states) for v in value]
    names = _FIELDS.get(kind)
    if names is not None:
        return {kind.__name__: [_plain(getattr(value, name), arrays, states) for name in names]}
    if isinstance(value, int | float | str):
        return value
    raise TypeError(f"a {kind.__name__} can't be written down")


class _Reader:
    """Reads a tree and, in the order in which it names them, the arrays behind it."""

    def __init__(self, data: memoryview | bytes, offset: int) -> None:
        self._data = data
        self._offset = offset

    def read(self, tree: Any) -> Any:
        if isinstance(tree, list):
            return tuple(self.read(v) for v in tree)
        if not isinstance(tree, dict):
            return tree
        ((kind, fields),) = tree.items()
        if kind == _ARRAY:
            return self._array(*fields)
        return _KINDS[kind](*(self.read(v) for v in fields))

    def _array(self, dtype: str, shape: Sequence[int]) -> Array:
        count = int(np.prod(shape))
        found = np.frombuffer(self._data, np.dtype(dtype), count, self._offset).reshape(shape).copy()
        self._offset += _padded(found.nbytes)
        return found


def _padded(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT
