"""What a process that renders tells the one that writes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opened:
    """The file of a piece comes next."""


@dataclass(frozen=True, slots=True)
class Handed:
    """So many bytes more are in the file of the piece: a stint."""

    size: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The piece is whole."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The piece could not be rendered."""

    error: Exception
