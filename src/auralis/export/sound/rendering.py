"""The files of a plan, from their first stint, or from where a render broke off, to their names."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from auralis import __version__
from auralis.core.address import encode
from auralis.core.units import Frame
from auralis.export.sound.part_file import PartFile
from auralis.export.sound.plan import Output, Plan
from auralis.export.sound.recall import pcm_again, wire_again, wire_recalled
from auralis.export.sound.walk import Stint


class Rendering:
    """A context in which the stints of a plan become files.

    What an interrupted render of the same plan has left is kept, unless it is to be `fresh`, or the
    hash of the wire PCM is wanted and no file holds that. Raises OSError; what is done until then
    stays in files that end in `.part`.
    """

    def __init__(self, plan: Plan, fresh: bool = False) -> None:
        self._plan = plan
        self._wire = hashlib.sha256()
        self._md5 = [hashlib.md5(usedforsecurity=False) for _ in plan.outputs]
        self._source = next((o for o in plan.outputs if wire_recalled(o, plan.take.rate)), None)
        self._parts: list[PartFile] = []
        try:
            for output in plan.outputs:
                head = output.coder.head(plan.facts(output))
                self._parts.append(PartFile(output.path, _identity(plan, output, head), head, fresh))
            self.first = self._resumed()
        except BaseException:
            self.close()
            raise

    @property
    def done(self) -> Frame:
        """The frames, at the recipe's rate, that were there before."""
        return min(self.first * self._plan.stint, self._plan.take.frames)

    @property
    def kept(self) -> Frame:
        """The frames that an interrupted render leaves for the same one to go on with."""
        if self._plan.hashed and self._source is None:
            return 0
        stints = min((len(part.lengths) for part in self._parts), default=0)
        return min(stints * self._plan.stint, self._plan.take.frames)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the wire PCM, where the plan wants it, once all is written."""
        return self._wire.hexdigest()

    def written(self, stints: Iterable[Stint]) -> Iterator[range]:
        """Write stints from `first` on as they come, and yield as many numbers as each has frames."""
        for stint in stints:
            for part, coded in zip(self._parts, stint.coded, strict=True):
                part.append(coded)
            for md5, pcm in zip(self._md5, stint.pcm, strict=True):
                md5.update(pcm)
            self._wire.update(stint.wire)
            yield range(stint.frames)

    def publish(self) -> None:
        """Give the files their names."""
        for output, part, md5 in zip(self._plan.outputs, self._parts, self._md5, strict=True):
            facts = replace(self._plan.facts(output), lengths=part.lengths, md5=md5.digest())
            part.seal(output.coder.head(facts))
        for part in self._parts:
            part.publish()

    def close(self) -> None:
        """Leave what is not whole for another time."""
        for part in self._parts:
            part.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _resumed(self) -> int:
        """Return the first stint that some file lacks, having brought all files and hashes there."""
        first = min((len(part.lengths) for part in self._parts), default=0)
        if self._plan.hashed and self._source is None:
            first = 0
        for part in self._parts:
            if len(part.lengths) != first:
                part.cut(first)
        if first:
            self._hear_again(first)
        return first

    def _hear_again(self, first: int) -> None:
        """Bring the hashes to where the files end."""
        for output, part, md5 in zip(self._plan.outputs, self._parts, self._md5, strict=True):
            whole = self._plan.span(output, self._plan.stints - 1)[1]
            frames = min(first * self._plan.facts(output).stint_frames, whole)
            for pcm in pcm_again(output.coder, part.part, frames):
                md5.update(pcm)
            if self._plan.hashed and output is self._source:
                for wire in wire_again(output.coder, part.part, frames):
                    self._wire.update(wire)


def _identity(plan: Plan, output: Output, head: bytes) -> dict[str, Any]:
    """Return what two renders must share for one to go on with the other's file."""
    take = plan.take
    return {
        "auralis": __version__,
        "address": encode(take.recipe),
        "start": take.start,
        "frames": take.frames,
        "stint": plan.stint,
        "rate": output.rate,
        "row": output.row,
        "coder": type(output.coder).__name__,
        "head": hashlib.sha256(head).hexdigest(),
        "kit": take.kit,
    }
