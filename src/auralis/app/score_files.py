"""The score's ways out: JSON, a MIDI file, a picture."""

import json
from importlib.util import find_spec
from pathlib import Path

import typer

from auralis.app.files import check_writable, replacing
from auralis.app.score import score
from auralis.core.errors import InvalidValue
from auralis.core.units import Frame
from auralis.sequencing import Timeline

PICTURES = ("png", "svg", "pdf")
STDOUT = "-"


def check_targets(json_file: str | None, midi: Path | None, plot: Path | None, frames: Frame) -> None:
    """Raise `InvalidValue` for a file that can't be made, and OSError where nothing here can draw it."""
    if json_file is not None and json_file != STDOUT:
        check_writable(Path(json_file), "json")
    if midi is not None:
        check_writable(midi, "midi")
    if plot is None:
        return
    if _ending(plot) not in PICTURES:
        raise InvalidValue("plot", str(plot), f"a file whose name ends in .{', .'.join(PICTURES)}")
    check_writable(plot, "plot")
    if frames == 0:
        raise InvalidValue("duration", 0, "more than 0, for there to be something to draw")
    if find_spec("matplotlib") is None:
        raise OSError("plot: drawing needs matplotlib: pip install 'auralis[plot]'")


def write_json(name: str, timeline: Timeline, start: Frame, end: Frame) -> None:
    """Write the score of frames [start, end) as JSON into a file, or on stdout for `-`."""
    text = json.dumps(score(timeline, start, end), ensure_ascii=False, indent=1)
    if name == STDOUT:
        typer.echo(text)
        return
    with replacing(Path(name)) as partial:
        partial.write_text(text + "\n", encoding="utf-8")


def write_midi(path: Path, timeline: Timeline, start: Frame, end: Frame) -> None:
    """Write the notes that begin in frames [start, end) as a MIDI file."""
    from auralis.app.midi_file import midi_file

    with replacing(path) as partial:
        midi_file(timeline, start, end).save(partial)


def write_picture(path: Path, timeline: Timeline, start: Frame, end: Frame) -> None:
    """Draw frames [start, end); matplotlib is imported here and not before."""
    from auralis.app.picture import figure_of, save

    with replacing(path) as partial:
        save(figure_of(timeline, start, end), partial, _ending(path))


def _ending(path: Path) -> str:
    return path.suffix.removeprefix(".").lower()
