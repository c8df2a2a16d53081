"""The contract of coders: windows of sound in, stints of a file out, each a function of its window alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from auralis.core.units import Block, Frame


@dataclass(frozen=True, slots=True)
class Window:
    """What a coder may hear of a stint, frames [start, end) of the file.

    `samples` are float32, shape (2, n), from frame `begin` on: the stint's, those before that the
    coder asked for as far as there are any, and those after, with silence behind the file's end.
    """

    samples: Block
    begin: Frame
    start: Frame
    end: Frame

    @property
    def heard(self) -> Block:
        """The samples of the stint itself."""
        return self.samples[:, self.start - self.begin : self.end - self.begin]


@dataclass(frozen=True, slots=True)
class Facts:
    """Of how many stints of how many frames a file is, and once it is whole, their bytes and its MD5.

    The MD5 is that of its `pcm`; both are empty before.
    """

    stints: int
    stint_frames: Frame
    lengths: Sequence[int] = field(default=())
    md5: bytes = b""


class Coder(Protocol):
    """Codes a file of known length, stint by stint; stints begin at multiples of `block` frames."""

    @property
    def block(self) -> Frame:
        """The frames that are coded together."""

    @property
    def before(self) -> Frame:
        """How many frames ahead of a stint it hears, a multiple of `block`."""

    @property
    def after(self) -> Frame:
        """How many frames behind a stint it hears."""

    @property
    def stint_s(self) -> int:
        """About how long a stint is to be, in seconds."""

    def head(self, facts: Facts) -> bytes:
        """Return what the file begins with, as long whatever the facts are."""

    def stint(self, window: Window) -> bytes:
        """Return the bytes of a stint."""

    def pcm(self, window: Window) -> bytes:
        """Return what of a stint the file's MD5 is made of; nothing for a file that has none."""
