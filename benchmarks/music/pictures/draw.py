"""All pictures of docs/music.md, drawn from the music itself."""

from collections.abc import Mapping
from pathlib import Path

from benchmarks.music.pictures.canvas import save
from benchmarks.music.pictures.change import change_picture
from benchmarks.music.pictures.hour import hour_picture
from benchmarks.music.pictures.motifs import motifs_picture
from benchmarks.music.pictures.night import night_picture
from benchmarks.music.pictures.roll import roll_picture
from benchmarks.music.pictures.rows import rows_picture
from benchmarks.music.rows import Scores


def draw(scores: Mapping[str, Scores], folder: Path) -> None:
    """Draw every picture into a folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {
        "rows": rows_picture(scores),
        "hour": hour_picture(),
        "night": night_picture(),
        "roll": roll_picture(),
        "change": change_picture(),
        "motifs": motifs_picture(),
    }
    for name, picture in pictures.items():
        save(picture, folder / f"{name}.png")
