"""What the sound is like: the figures of docs/sound.md, and its pictures.

    python -m benchmarks.sound [--seeds 3] [--plots FOLDER] [--page FILE]

Renders two and a half minutes of each preset with some seeds, from 0:00 and from 5:00, and has them
measured by ffmpeg, pyloudnorm, librosa, essentia and numpy. Prints a Markdown table of the values beside
their bands, and one of how far `auralis analyse` is from the others; puts them in the place of those in a
page, where one is given. Draws, as `auralis analyse --plot` does, a picture of each preset. It takes some
minutes. Run it from the repository, with the `bands` extra installed.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.markdown import placed
from benchmarks.sound.pictures import draw
from benchmarks.sound.tables import bands_table, meters_table, own_reports
from platformdirs import user_cache_path
from tests.bands.bands import PRESETS
from tests.bands.clips import Clip, Figures, measure_all
from tests.bands.measures import missing

STARTS = (0, 300)


def measured(clips: list[Clip], folder: Path) -> dict[Clip, Figures]:
    """Return the quantities of clips; say on standard error how far it is."""
    found = {}
    for clip, figures in measure_all(clips, folder):
        print(f"{len(found) + 1} of {len(clips)}: {clip.preset}, seed {clip.seed}", file=sys.stderr)
        found[clip] = figures
    return found


def main() -> int:
    """Read the command line, print the tables, draw the pictures; return 1 where tools are missing."""
    parser = argparse.ArgumentParser(description="Figures of the sound, and pictures of it.")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--plots", type=Path, metavar="FOLDER")
    parser.add_argument("--page", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    if absent := missing():
        print(
            f"missing: {', '.join(absent)}; pip install 'auralis[bands]', apt install ffmpeg", file=sys.stderr
        )
        return 1
    folder = user_cache_path("auralis") / "kernels"
    clips = [Clip(p, seed, start) for p in PRESETS for seed in range(1, chosen.seeds + 1) for start in STARTS]
    found = measured(clips, folder)
    with tempfile.TemporaryDirectory() as scratch:
        reports = own_reports([clip for clip in clips if clip.seed == 1], folder, Path(scratch))
        tables = {"bands": bands_table(found), "meters": meters_table(found, reports)}
        for name, table in tables.items():
            print(table, end="\n\n", flush=True)
            if chosen.page:
                chosen.page.write_text(placed(chosen.page.read_text(), name, table))
        if chosen.plots:
            draw(reports, chosen.plots)
    return 0


if __name__ == "__main__":
    sys.exit(main())
