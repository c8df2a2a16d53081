"""The code blocks of a page, and the commands that stand in them."""

import re
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(
    r"(?:<!-- not run: (?P<reason>[^>]+) -->\n)?(?:^`(?P<file>[\w./ -]+)`:\n\n)?"
    r"^```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A fenced block: where it begins, what it is, the file it is to become, and why it is not run, if so."""

    page: str
    line: int
    language: str
    text: str
    file: str
    reason: str


@dataclass(frozen=True)
class Step:
    """A command, and what the page says that it prints."""

    command: str
    output: str


def read_blocks(root: Path, page: str) -> list[Block]:
    """Return the blocks of a page in Markdown, in order."""
    text = (root / page).read_text(encoding="utf-8")
    return [
        Block(
            page,
            text.count("\n", 0, found.start()) + 1,
            found["language"],
            found["text"],
            found["file"] or "",
            found["reason"] or "",
        )
        for found in _BLOCK.finditer(text)
    ]


def read_steps(block: Block) -> list[Step]:
    """Return the commands of a block in order, a `console` with what each prints."""
    text = block.text.replace("\\\n", " ")
    if block.language != "console":
        return [Step(line, "") for line in text.splitlines() if line.strip()]
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    return [Step(command, output.strip("\n")) for command, _, output in (p.partition("\n") for p in parts)]
