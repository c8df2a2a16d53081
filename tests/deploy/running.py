"""A server that runs as a program of its own, as people run it."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

_SAYS = "Auralis plays at "


class Running:
    """A server from its first line on; when it is left it is told to end, and must do so in good order.

    It runs in a folder, with these variables besides those that it may `inherit`.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        folder: Path,
        variables: Mapping[str, str],
        *,
        inherit: bool = True,
    ) -> None:
        environment = {**(os.environ if inherit else {}), "PYTHONUNBUFFERED": "1", **variables}
        self._said = (folder / "said.txt").open("w+")
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=self._said, text=True
        )
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        if not first.startswith(_SAYS):
            self.process.kill()
            raise AssertionError(f"{first!r}\n{self.said}")
        self.url = first.removeprefix(_SAYS).strip()

    @property
    def said(self) -> str:
        """What it has written to standard error so far."""
        self._said.flush()
        return Path(self._said.name).read_text()

    def __enter__(self) -> "Running":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.terminate()
        self.process.communicate(timeout=30)
        self._said.close()
        assert self.process.returncode == 0
