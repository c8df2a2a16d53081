"""One decoder under atheris, which looks for inputs that reach code no other has reached.

python -m tests.fuzz.guided DECODER RUNS FOLDER

FOLDER is for the inputs that it found worth keeping; the samples are put there first.
"""

import sys
from pathlib import Path

import atheris

ROOMS = ["auralis.core", "auralis.journal", "auralis.library", "auralis.server"]

with atheris.instrument_imports(include=ROOMS):
    from tests.fuzz.decoders import DECODERS

_LONGEST = 4096


def main() -> None:
    """Fuzz; ends with 0 unless something but a refusal is raised, or memory or time run out."""
    name, runs, folder = sys.argv[1:]
    (decoder,) = (d for d in DECODERS if d.name == name)
    for number, sample in enumerate(decoder.samples):
        (Path(folder) / f"sample-{number}").write_bytes(sample)
    bounds = [f"-runs={runs}", "-seed=7", f"-max_len={_LONGEST}", "-rss_limit_mb=1024", "-timeout=10"]
    atheris.Setup([sys.argv[0], *bounds, folder], decoder.reads)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
