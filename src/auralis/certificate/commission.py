"""What is to be certified: a recipe, a span of it, and what it is played with."""

from dataclasses import dataclass
from pathlib import Path

from auralis.certificate.windows import Window, windows_of
from auralis.core.recipe import Recipe
from auralis.core.units import Frame


@dataclass(frozen=True, slots=True)
class Commission:
    """Frames [start, start + frames) of a recipe; `fonts` are the files its font may be found in.

    `kernels` is the folder of compiled kernels. Of the audio nothing is kept: memory is that of the
    figures, some kilobytes a window.
    """

    recipe: Recipe
    start: Frame
    frames: Frame
    kernels: Path
    fonts: tuple[Path, ...] = ()

    @property
    def end(self) -> Frame:
        """The first frame that is no part of it."""
        return self.start + self.frames

    @property
    def rate(self) -> int:
        """Frames a second."""
        return self.recipe.sample_rate

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows it is judged by; raises `InvalidValue` where it is too short."""
        return windows_of(self.start, self.frames, self.rate)
