"""A picture of each preset, as `auralis analyse --plot` draws it."""

import io
from pathlib import Path

from benchmarks.sound.tables import Reports
from PIL import Image

from auralis.pictures.sound import figure_of


def draw(reports: Reports, folder: Path) -> None:
    """Draw each preset's clip from 5:00, as PNG in 256 colours, into a folder that is made where missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for clip, report in reports.items():
        if clip.start:
            drawn = io.BytesIO()
            figure_of(report, f"{clip.preset}, seed {clip.seed}").savefig(drawn, format="png")
            picture = Image.open(drawn).convert("RGB").quantize(256, dither=Image.Dither.NONE)
            picture.save(folder / f"{clip.preset}.png", optimize=True)
