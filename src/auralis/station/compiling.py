"""Patches compiled by another process, so that the one that plays only loads them.

`python -m auralis.station.compiling NICE` takes a `Request` as JSON from each line of stdin and writes a line
to stdout when it is done with it: an empty one, or the `Refusal` of what is wrong with the patch.
"""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import msgspec

from auralis.core.errors import InvalidValue
from auralis.engine import Kernels
from auralis.engine.errors import InvalidPatch
from auralis.engine.files.patch_file import PatchFile, parse_patch
from auralis.engine.files.patch_writing import to_toml
from auralis.engine.patch import Node, Patch


class Request(msgspec.Struct, frozen=True):
    """What to compile: a patch file's text, frames a second, and the folder of kernels."""

    text: str
    sample_rate: int
    folder: str


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
        with TemporaryFile() as stdin:
            stdin.write(_request(patch, sample_rate, folder))
            stdin.seek(0)
            self._process = _begun(stdin, nice)

    @property
    def done(self) -> bool:
        """Whether it has come to an end, well or not."""
        return self._process.poll() is not None

    def result(self) -> None:
        """Wait for the end; raises `InvalidPatch` for what can't be compiled, OSError for a failure."""
        said = self._said()
        if self._process.returncode:
            raise OSError(f"compiling {self._name} ended with status {self._process.returncode}")
        _heed(said)

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


class Compiler:
    """A process that compiles one patch after the other."""

    def __init__(self) -> None:
        self._process = _begun(subprocess.PIPE)

    def compile(self, patch: Patch, sample_rate: int, folder: Path) -> None:
        """Compile a patch; raises `InvalidPatch` for what can't be, OSError for a failure."""
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise TypeError("a compiler has pipes")
        asked.write(_request(patch, sample_rate, folder))
        asked.flush()
        if not (said := answers.readline()):
            raise OSError(f"compiling {patch.name} ended with status {self._process.wait()}")
        _heed(said)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def close(self) -> None:
        """End it once it has nothing to do."""
        self._process.communicate()


def _begun(stdin: IO[bytes] | int, nice: int = 0) -> subprocess.Popen[bytes]:
    """Return the process; Ctrl-C is for this one, which then ends it."""
    return subprocess.Popen(  # noqa: S603 -- ourselves
        [sys.executable, "-m", __name__, str(nice)], stdin=stdin, stdout=subprocess.PIPE, process_group=0
    )


def _request(patch: Patch, sample_rate: int, folder: Path) -> bytes:
    text = to_toml(PatchFile(_without_sounds(patch)))
    return msgspec.json.encode(Request(text, sample_rate, str(folder))) + b"\n"


def _heed(said: bytes) -> None:
    """Raise what a compiler's answer says."""
    if said.strip():
        refusal = msgspec.json.decode(said, type=Refusal)
        raise InvalidPatch(refusal.field, refusal.value, refusal.allowed)


def _without_sounds(patch: Patch) -> Patch:
    """Return a patch whose kernel is the same: sounds are no part of it."""

    def silent(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(replace(node, sounds=()) for node in nodes)

    voice = replace(patch.voice, nodes=silent(patch.voice.nodes)) if patch.voice else None
    return replace(patch, voice=voice, bus=silent(patch.bus))


def main() -> None:
    """Compile what stdin asks for."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a worker's children would ignore it as it does
    os.nice(int(sys.argv[1]))
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(_compiled(msgspec.json.decode(line, type=Request)) + b"\n")
        sys.stdout.buffer.flush()


def _compiled(request: Request) -> bytes:
    try:
        Kernels(Path(request.folder)).program(parse_patch(request.text).patch, request.sample_rate)
    except InvalidValue as error:
        return msgspec.json.encode(Refusal(error.field, str(error.value), error.allowed))
    return b""


if __name__ == "__main__":
    main()
