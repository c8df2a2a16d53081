"""A Dockerfile as its instructions."""

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Instruction:
    """A word in capitals and what follows it, on one line."""

    word: str
    value: str

    @property
    def pairs(self) -> dict[str, str]:
        """What `ENV`, `LABEL` and `ARG` set."""
        return dict(part.partition("=")[::2] for part in shlex.split(self.value))

    @property
    def words(self) -> list[str]:
        """The exec form of a command: a JSON array."""
        listed = json.loads(self.value)
        assert isinstance(listed, list)
        return listed


@dataclass
class Stage:
    """What follows a `FROM`."""

    base: str
    name: str
    instructions: list[Instruction] = field(default_factory=list)

    def of(self, word: str) -> list[Instruction]:
        """Return the instructions with a word."""
        return [i for i in self.instructions if i.word == word]

    def last(self, word: str) -> Instruction:
        """Return the instruction that counts, where each overrides the one before."""
        return self.of(word)[-1]


def read(file: Path) -> list[Stage]:
    """Return the stages of a Dockerfile."""
    lines = [line for line in file.read_text().splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    stages: list[Stage] = []
    for line in filter(None, map(str.strip, joined.splitlines())):
        word, _, value = line.partition(" ")
        if word == "FROM":
            base, _, name = value.partition(" AS ")
            stages.append(Stage(base, name))
        elif stages:
            stages[-1].instructions.append(Instruction(word, value.strip()))
    return stages
