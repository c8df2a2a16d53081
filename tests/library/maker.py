"""Stands for the command line: `maker.py GATE render|compose …` makes a file of words instead of sound.

It says how far it is, goes on with what an earlier attempt left, and waits half-way until GATE is there; a
gate that holds `fail` makes it fail in the command line's own words.
"""

import os
import sys
import time
from pathlib import Path


def main(gate: Path, verb: str, *words: str) -> None:
    target = Path(words[0] if not words[0].startswith("--") else words[1])
    part = target.with_name(f"{target.name}.part")
    begun = part.exists()
    sys.stderr.write("address a1\nrendering 10 %, 100×, 0:09 left\n")
    part.write_text("half\n")
    sys.stderr.write(f"rendering 50 %, pid {os.getpid()}\n")
    sys.stderr.flush()
    while not gate.exists():
        time.sleep(0.01)
    if gate.read_text() == "fail":
        sys.stderr.write(f"auralis: {target}: the disk is full\n")
        sys.exit(1)
    span = words[words.index("--start") : words.index("--start") + 4]
    text = f"{verb} {' '.join(span)} {'resumed' if begun else 'new'}\n"
    if "--stems" in words:
        target.mkdir(exist_ok=True)
        for name in ("pad", "mix"):
            (target / f"{name}.wav").write_text(f"{name} {text}")
    else:
        target.write_text(text)
    part.unlink()


main(Path(sys.argv[1]), *sys.argv[2:])
