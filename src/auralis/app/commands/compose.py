"""`auralis compose`: the score alone."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from auralis.app import options
from auralis.app.durations import frames
from auralis.app.notices import tell_notices
from auralis.core.errors import InvalidValue
from auralis.core.units import Frame
from auralis.export.score.score import title
from auralis.export.score.score_files import WRITTEN, check_targets, write_json, write_midi, write_musicxml
from auralis.pictures.picture_file import check_picture, write_picture
from auralis.sequencing import Timeline
from auralis.station.announcement import chord_list
from auralis.station.recipes import timeline_of


def command(
    preset: options.Preset = None,
    key: options.Key = None,
    mode: options.Mode = None,
    bpm: options.Bpm = None,
    intensity: options.Intensity = None,
    assignments: options.Set = None,
    seed: options.Seed = None,
    recipe: options.RecipeText = None,
    start: options.Start = "0",
    duration: options.Duration = "3m",
    json_file: Annotated[
        str | None, typer.Option("--json", help="a file for the score, or - for stdout")
    ] = None,
    midi: Annotated[Path | None, typer.Option(help="a Standard MIDI File for the score")] = None,
    musicxml: Annotated[Path | None, typer.Option(help="the score as MusicXML: .musicxml or .mxl")] = None,
    notation: Annotated[
        str, typer.Option(help="MusicXML as it is written, or with every note when it is played")
    ] = WRITTEN,
    plot: Annotated[Path | None, typer.Option(help="a picture of the score: .png, .svg or .pdf")] = None,
) -> None:
    """Compose without playing: chords, notes and the reasons for them."""
    settings = options.context_settings(preset, key, mode, bpm, intensity, assignments)
    wanted = options.recipe_from(recipe, settings, seed, None, None)
    first, length = (frames(t, wanted.sample_rate, n) for t, n in ((start, "start"), (duration, "duration")))
    timeline, last = timeline_of(wanted), first + length
    check_targets(json_file, midi, musicxml, notation)
    form = _form(plot, length)
    tell_notices(wanted)
    if json_file:
        write_json(json_file, timeline, first, last)
    if midi:
        write_midi(midi, timeline, first, last)
    if musicxml:
        write_musicxml(musicxml, timeline, first, last, notation)
    if plot:
        _draw(plot, form, timeline, first, last)
    if not (json_file or midi or musicxml or plot):
        Console().print(_table(timeline, first, last))


def _form(plot: Path | None, frames: Frame) -> str:
    """Return the form of the picture that is wanted, if any; raises `InvalidValue` and OSError."""
    if plot is not None and frames == 0:
        raise InvalidValue("duration", 0, "more than 0, for there to be something to draw")
    return check_picture(plot, "plot") if plot else ""


def _draw(plot: Path, form: str, timeline: Timeline, start: Frame, end: Frame) -> None:
    """Draw frames [start, end); matplotlib is imported here and not before."""
    from auralis.pictures.score import figure_of

    write_picture(plot, form, figure_of(timeline, start, end))


def _table(timeline: Timeline, start: Frame, end: Frame) -> Table:
    table = Table(title=title(timeline, start))
    for column in ("time", "bar", "chord", "roman", "why"):
        table.add_column(column)
    for chord in chord_list(timeline, start, end):
        minutes, seconds = divmod(chord["frame"] / timeline.sample_rate, 60)
        words = (chord[name] for name in ("symbol", "roman", "reason"))
        table.add_row(f"{minutes:.0f}:{seconds:04.1f}", str(chord["bar"]), *words)
    return table
