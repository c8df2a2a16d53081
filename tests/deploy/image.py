"""An image without a container engine: its steps, executed under a folder that stands for `/`.

Two steps are not taken: Debian packages are not installed, since the tests need the same ones, and the
dependencies are lent by this environment. Paths of the image are written as paths under the folder.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.deploy.dockerfile import Instruction, Stage
from tests.deploy.environment import lend_dependencies

_PATHS: Final = re.compile(r"(?<![\w/.-])/(opt|build|data|cache)(?=[/\"':; ]|$)")
_OFFLINE: Final = {"PIP_NO_DEPS": "1", "PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"}


class Image:
    """What the stages of a Dockerfile make of a checkout; `arguments` are given to the build."""

    def __init__(self, stages: list[Stage], context: Path, root: Path, arguments: dict[str, str]) -> None:
        self.root = root
        self.environment = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        self.final = stages[-1]
        self._context = context
        self._arguments = arguments
        for stage in stages:
            self._given: dict[str, str] = {}
            for instruction in stage.instructions:
                step = getattr(self, f"_{instruction.word.lower()}", None)
                if step is not None:
                    step(instruction)

    def placed(self, text: str) -> str:
        """Return a text of the image with its paths under the folder."""
        return _PATHS.sub(rf"{self.root}/\1", text)

    def command(self, word: str) -> list[str]:
        """Return the words of `ENTRYPOINT`, `CMD` or `HEALTHCHECK`."""
        value = self.final.last(word).value
        return Instruction(word, self.placed(value[value.index("[") :])).words

    def seal(self) -> None:
        """Let nobody write into the image, as its read-only root does; its volumes stay open."""
        for path in (self.root / "opt").rglob("*"):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & ~0o222)
        (self.root / "opt").chmod(0o555)

    def _arg(self, instruction: Instruction) -> None:
        pairs = instruction.pairs
        self._given |= {name: self._arguments.get(name, default) for name, default in pairs.items()}

    def _env(self, instruction: Instruction) -> None:
        for name, value in instruction.pairs.items():
            known = value.replace("$PATH", self.environment["PATH"])
            self.environment[name] = self.placed(known)

    def _copy(self, instruction: Instruction) -> None:
        *sources, goal = instruction.value.split()
        if sources[0].startswith("--from="):
            assert sources[1:] == [goal], "stages share a root here: nothing moves between them"
            return
        for source in (self._context / name for name in sources):
            place = Path(self.placed(goal))
            if source.is_dir():
                shutil.copytree(source, place, ignore=shutil.ignore_patterns("__pycache__"))
                continue
            place = place / source.name if goal.endswith("/") else place
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)

    def _run(self, instruction: Instruction) -> None:
        if instruction.value.startswith("apt-get "):
            return
        environment = {**os.environ, **_OFFLINE, **self._given, **self.environment}
        done = subprocess.run(
            ["/bin/sh", "-c", self.placed(instruction.value)],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{instruction.value}\n{done.stdout}{done.stderr}"
        made = self.root / "opt" / "auralis"
        if "-m venv" in instruction.value:
            lend_dependencies(made)
