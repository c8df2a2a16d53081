"""`auralis analyse`: what a sound file is like, and what is wrong with it."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from auralis.analysis import Analyser, Report
from auralis.app.figures import as_json, figures
from auralis.app.progress import watched
from auralis.app.sound_reading import reading
from auralis.export.files import check_writable, replacing
from auralis.pictures.picture_file import check_picture, write_picture

STDOUT = "-"


def command(
    file: Annotated[Path, typer.Argument(help="a sound file: .wav, .flac, .ogg, .mp3, ...")],
    plot: Annotated[Path | None, typer.Option(help="a picture of the sound: .png, .svg or .pdf")] = None,
    json_file: Annotated[
        str | None, typer.Option("--json", help="a file for the figures, or - for stdout")
    ] = None,
) -> None:
    """Measure a sound file: loudness, peaks, spectrum, onsets, stereo, clicks, holes."""
    form = _check_targets(json_file, plot)
    report = _measured(file)
    if plot:
        _draw(plot, form, report, file.name)
    if json_file:
        _write_json(json_file, report, file.name)
    if json_file != STDOUT:
        Console().print(_table(report, file.name))


def _measured(path: Path) -> Report:
    with reading(path) as sound:
        analyser = Analyser(sound.sample_rate, sound.channels)
        for block in watched(sound.blocks(), sound.frames, sound.sample_rate, "listening"):
            analyser.feed(block.T)
    return analyser.report()


def _check_targets(json_file: str | None, plot: Path | None) -> str:
    """Return the form of the picture that is wanted, if any; raises `InvalidValue` and OSError."""
    if json_file is not None and json_file != STDOUT:
        check_writable(Path(json_file), "json")
    return check_picture(plot, "plot") if plot else ""


def _write_json(name: str, report: Report, title: str) -> None:
    text = json.dumps(as_json(report, title), ensure_ascii=False, indent=1, allow_nan=False)
    if name == STDOUT:
        typer.echo(text)
        return
    with replacing(Path(name)) as partial:
        partial.write_text(text + "\n", encoding="utf-8")


def _draw(path: Path, form: str, report: Report, title: str) -> None:
    """Draw the picture; matplotlib is imported here and not before."""
    from auralis.pictures.sound import figure_of

    write_picture(path, form, figure_of(report, title))


def _table(report: Report, title: str) -> Table:
    form = report.format
    channels = "stereo" if form.channels > 1 else "mono"
    table = Table(title=f"{title}, {form.seconds:.1f} s, {form.sample_rate} Hz, {channels}")
    table.add_column("figure")
    table.add_column("value", justify="right")
    table.add_column("unit")
    for group in figures(report):
        for figure in group:
            table.add_row(figure.words, figure.shown, figure.unit)
        table.add_section()
    return table
