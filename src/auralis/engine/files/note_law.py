"""How a note sets a voice, as expressions of its pitch and velocity."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from auralis.engine.files.laws import Laws
from auralis.engine.tuning import hertz

_NAMES = ("pitch", "velocity", "frequency")
_KEPT = 256


class NoteLaw:
    """Turns pitch and velocity into values of `node.parameter`.

    Expressions may use `pitch`, `velocity` and `frequency`, in Hz, and definitions made from them.
    `where` names the file in which they stand. Two that say the same are equal.
    """

    def __init__(self, values: Mapping[str, str], definitions: Mapping[str, str], where: str) -> None:
        self.laws = Laws(where, "note", _NAMES, definitions, values)
        self._noted = lru_cache(maxsize=_KEPT)(self._work_out)

    def __call__(self, pitch: int, velocity: int) -> Mapping[str, float]:
        """Return the parameters of a voice that plays this note."""
        return self._noted(pitch, velocity)

    def __eq__(self, other: object) -> bool:
        """Return whether both say the same."""
        return isinstance(other, NoteLaw) and self.laws == other.laws

    def __hash__(self) -> int:
        """Return a hash of what it says."""
        return hash(self.laws)

    def _work_out(self, pitch: int, velocity: int) -> Mapping[str, float]:
        names = {"pitch": float(pitch), "velocity": float(velocity), "frequency": hertz(pitch)}
        return MappingProxyType(self.laws(names))
