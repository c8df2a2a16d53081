"""`auralis analyse`: what a sound file is like, and what is wrong with it."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from auralis.analysis import Analyser, Report
from auralis.app.figures import as_json, figures
from auralis.app.files import check_writable, replacing
from auralis.app.progress import watched
from auralis.app.sound_reading import reading
from auralis.core.errors import InvalidValue

PICTURES = ("png", "svg", "pdf")
STDOUT = "-"


def command(
    file: Annotated[Path, typer.Argument(help="a sound file: .wav, .flac, .ogg, .mp3, ...")],
    plot: Annotated[Path | None, typer.Option(help="a picture of the sound: .png, .svg or .pdf")] = None,
    json_file: Annotated[
        str | None, typer.Option("--json", help="a file for the figures, or - for stdout")
    ] = None,
) -> None:
    """Measure a sound file: loudness, peaks, spectrum, onsets, stereo, clicks, holes."""
    _check_targets(json_file, plot)
    report = _measured(file)
    if plot:
        _write_picture(plot, report, file.name)
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


def _check_targets(json_file: str | None, plot: Path | None) -> None:
    """Raise `InvalidValue` for a file that can't be made, and OSError where nothing here can draw it."""
    if json_file is not None and json_file != STDOUT:
        check_writable(Path(json_file), "json")
    if plot is None:
        return
    if _ending(plot) not in PICTURES:
        raise InvalidValue("plot", str(plot), f"a file whose name ends in .{', .'.join(PICTURES)}")
    check_writable(plot, "plot")
    if find_spec("matplotlib") is None:
        raise OSError("plot: drawing needs matplotlib: pip install 'auralis[plot]'")


def _write_json(name: str, report: Report, title: str) -> None:
    text = json.dumps(as_json(report, title), ensure_ascii=False, indent=1, allow_nan=False)
    if name == STDOUT:
        typer.echo(text)
        return
    with replacing(Path(name)) as partial:
        partial.write_text(text + "\n", encoding="utf-8")


def _write_picture(path: Path, report: Report, title: str) -> None:
    """Draw the picture; matplotlib is imported here and not before."""
    from auralis.app.sound_picture import figure_of, save

    with replacing(path) as partial:
        save(figure_of(report, title), partial, _ending(path))


def _ending(path: Path) -> str:
    return path.suffix.removeprefix(".").lower()


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
