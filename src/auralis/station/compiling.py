"""A patch compiled by another process, so that the one that plays only loads it.

`python -m auralis.station.compiling` takes a `Request` as JSON on stdin; what is wrong with the patch
comes back as a `Refusal` on stdout, with status 2.
"""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import msgspec

from auralis.core.errors import InvalidValue
from auralis.engine import Kernels
from auralis.engine.errors import InvalidPatch
from auralis.engine.files.patch_file import PatchFile, parse_patch
from auralis.engine.files.patch_writing import to_toml
from auralis.engine.patch import Node, Patch

_REFUSED = 2


class Request(msgspec.Struct, frozen=True):
    """What to compile: a patch file's text, frames a second, the folder of kernels, and how nicely."""

    text: str
    sample_rate: int
    folder: str
    nice: int


class Refusal(msgspec.Struct, frozen=True):
    """What is wrong with the patch."""

    field: str
    value: Any
    allowed: str


class Compilation:
    """A patch that is being compiled; once it is `done`, a process loads it in a few milliseconds.

    The compiler's priority is lower than this process's own by `nice` (see nice(1)).
    """

    def __init__(self, patch: Patch, sample_rate: int, folder: Path, nice: int = 0) -> None:
        self._name = patch.name
        self._output = b""
        request = Request(to_toml(PatchFile(_without_sounds(patch))), sample_rate, str(folder), nice)
        command = [sys.executable, "-m", __name__]
        with TemporaryFile() as stdin:
            stdin.write(msgspec.json.encode(request))
            stdin.seek(0)
            self._process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE)  # noqa: S603 -- ourselves

    @property
    def done(self) -> bool:
        """Whether it has come to an end, well or not."""
        return self._process.poll() is not None

    def result(self) -> None:
        """Wait for the end; raises `InvalidPatch` for what can't be compiled, OSError for a failure."""
        said = self._said()
        if self._process.returncode == _REFUSED:
            refusal = msgspec.json.decode(said, type=Refusal)
            raise InvalidPatch(refusal.field, refusal.value, refusal.allowed)
        if self._process.returncode:
            raise OSError(f"compiling {self._name} ended with status {self._process.returncode}")

    def stop(self) -> None:
        """Give up."""
        self._process.kill()
        self._said()

    def _said(self) -> bytes:
        """Wait for the end and return what the process said."""
        with self._process as ended:
            if ended.stdout and not ended.stdout.closed:
                self._output = ended.stdout.read()
        return self._output


def _without_sounds(patch: Patch) -> Patch:
    """Return a patch whose kernel is the same: sounds are no part of it."""

    def silent(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(replace(node, sounds=()) for node in nodes)

    voice = replace(patch.voice, nodes=silent(patch.voice.nodes)) if patch.voice else None
    return replace(patch, voice=voice, bus=silent(patch.bus))


def main() -> int:
    """Compile what stdin asks for; return the exit status."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a worker's children would ignore it as it does
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    os.nice(request.nice)
    try:
        patch = parse_patch(request.text).patch
        Kernels(Path(request.folder)).program(patch, request.sample_rate)
    except InvalidValue as error:
        sys.stdout.buffer.write(msgspec.json.encode(Refusal(error.field, str(error.value), error.allowed)))
        return _REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
