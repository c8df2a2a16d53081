"""`python -m documentation [FOLDER]` builds the site; `--readme` writes the README's tables anew."""

import argparse
from pathlib import Path

from documentation.building import build
from documentation.readme import README, with_tables


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m documentation", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("site"), help="where the site goes")
    parser.add_argument("--readme", action="store_true", help="write the README's tables from the code")
    given = parser.parse_args()
    if given.readme:
        README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")
        return
    build(given.folder)
    print(f"{given.folder}/index.html")


main()
