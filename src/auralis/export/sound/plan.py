"""What is rendered into which files, cut into stints: all that a process needs to know to do its share."""

import hashlib
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from auralis.core.recipe import Recipe
from auralis.core.units import Frame
from auralis.export.sound.coder import Coder, Facts
from auralis.export.sound.resampling import length, margin


@dataclass(frozen=True, slots=True)
class Take:
    """Frames [start, start + frames) of a recipe, rendered `block` at a time, with stems or without.

    `fonts` are the SoundFonts to choose from, `kernels` is the folder of compiled kernels.
    """

    recipe: Recipe
    start: Frame
    frames: Frame
    block: Frame
    stems: bool
    fonts: tuple[Path, ...]
    kernels: Path

    @property
    def rate(self) -> int:
        """The recipe's own rate."""
        return self.recipe.sample_rate

    @property
    def kit(self) -> str:
        """A hash of the kits that are folders, which may change behind their names; empty without such."""
        names = {self.recipe.kit, *(c.kit for c in self.recipe.changes if c.kit is not None)}
        files = sorted(
            f for name in names if Path(name).is_dir() for f in Path(name).rglob("*") if f.is_file()
        )
        texts = (f"{file}:{hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files)
        return hashlib.sha256("\n".join(texts).encode()).hexdigest() if files else ""


@dataclass(frozen=True, slots=True)
class Output:
    """A file: two rows of what is rendered, from `row` on, brought to `rate` and coded."""

    path: Path
    coder: Coder
    rate: int
    row: int = 0


@dataclass(frozen=True)
class Plan:
    """A take and its files; `hashed` if the wire PCM is wanted too.

    Each stint is a function of the plan and its number alone.
    """

    take: Take
    outputs: tuple[Output, ...]
    hashed: bool = False

    @cached_property
    def stint(self) -> Frame:
        """The frames of a stint at the recipe's rate: whole blocks of every coder, as long as wished."""
        units = [_unit(output, self.take.rate) for output in self.outputs]
        unit = math.lcm(*units)
        wished = min((o.coder.stint_s for o in self.outputs), default=10)
        return unit * max(1, round(wished * self.take.rate / unit))

    @property
    def stints(self) -> int:
        """How many stints there are, at least one."""
        return max(1, -(-self.take.frames // self.stint))

    def facts(self, output: Output) -> Facts:
        """Return what is known of a file beforehand."""
        return Facts(self.stints, self.stint * output.rate // self.take.rate)

    def span(self, output: Output, number: int) -> tuple[Frame, Frame]:
        """Return the frames of a file that a stint has."""
        each = self.stint * output.rate // self.take.rate
        whole = length(self.take.frames, self.take.rate, output.rate)
        return number * each, whole if number == self.stints - 1 else (number + 1) * each

    def reach(self, output: Output, number: int) -> tuple[Frame, Frame]:
        """Return what a stint is made of: frames from the take's start, some perhaps past its end."""
        rate, step = self.take.rate, self.take.rate // math.gcd(self.take.rate, output.rate)
        edge = margin(rate, output.rate)
        before, after = (
            -(-n * rate // output.rate // step) * step + edge
            for n in (output.coder.before, output.coder.after)
        )
        whole = -(-self.take.frames // step) * step
        end = whole if number == self.stints - 1 else (number + 1) * self.stint
        return max(0, number * self.stint - before), end + after


def _unit(output: Output, rate: int) -> Frame:
    """Return the fewest frames at a rate that are whole blocks of a file's coder."""
    block = output.coder.block * rate
    return block // math.gcd(block, output.rate)
