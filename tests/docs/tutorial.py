"""A tutorial as a program: the files it shows, and the commands it gives."""

import re
from dataclasses import dataclass
from pathlib import Path

FILE = re.compile(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Tutorial:
    """What a page tells its reader to write, by path, and to run, in order."""

    files: dict[str, str]
    commands: list[str]


def read_tutorial(page: Path) -> Tutorial:
    """Return the files and commands of a page in Markdown."""
    text = page.read_text(encoding="utf-8")
    consoles = [line for block in CONSOLE.findall(text) for line in block.splitlines()]
    commands = [line.removeprefix("$ ") for line in consoles if line.startswith("$ ")]
    return Tutorial(dict(FILE.findall(text)), commands)
