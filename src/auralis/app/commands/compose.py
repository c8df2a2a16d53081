"""`auralis compose`: the score alone."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from auralis.app import options
from auralis.app.durations import frames
from auralis.app.files import check_writable, replacing
from auralis.core.recipe import Recipe
from auralis.core.units import Frame
from auralis.sequencing import Timeline, phrases
from auralis.station.announcement import Entry, chord_list, note_list
from auralis.station.recipes import timeline_of


def command(
    preset: options.Preset = None,
    key: options.Key = None,
    mode: options.Mode = None,
    bpm: options.Bpm = None,
    intensity: options.Intensity = None,
    seed: options.Seed = None,
    recipe: options.RecipeText = None,
    start: options.Start = "0",
    duration: options.Duration = "3m",
    json_file: Annotated[
        str | None, typer.Option("--json", help="a file for the score, or - for stdout")
    ] = None,
) -> None:
    """Compose without playing: chords, notes and the reasons for them."""
    settings = options.context_settings(preset, key, mode, bpm, intensity)
    wanted = options.recipe_from(recipe, settings, seed, None, None)
    first, length = (frames(t, wanted.sample_rate, n) for t, n in ((start, "start"), (duration, "duration")))
    if json_file is None:
        Console().print(_table(timeline_of(wanted), first, first + length))
        return
    text = json.dumps(score(wanted, first, first + length), ensure_ascii=False, indent=1)
    if json_file == "-":
        typer.echo(text)
        return
    check_writable(Path(json_file), "json")
    with replacing(Path(json_file)) as partial:
        partial.write_text(text + "\n", encoding="utf-8")


def score(recipe: Recipe, start: Frame, end: Frame) -> dict[str, object]:
    """Return context, sections, chords and notes of frames [start, end), timed from the station's start."""
    timeline, rate = timeline_of(recipe), recipe.sample_rate
    return {
        "context": timeline.context_at(start).settings(),
        "sections": _sections(timeline, start, end),
        "chords": [_timed(c, rate) for c in chord_list(timeline, start, end)],
        "notes": [_timed(n, rate) for n in note_list(timeline, start, end)],
    }


def _timed(entry: Entry, rate: int) -> Entry:
    return {"seconds": entry["frame"] / rate, "duration_seconds": entry["frames"] / rate, **entry}


def _sections(timeline: Timeline, start: Frame, end: Frame) -> list[dict[str, object]]:
    spans: dict[int, tuple[str, Frame, Frame]] = {}
    for phrase in phrases(timeline, start, end):
        _, begun, _ = spans.get(phrase.place.section, (phrase.key, phrase.start, 0))
        spans[phrase.place.section] = (phrase.key, begun, phrase.end)
    rate = timeline.sample_rate
    return [
        {"section": section, "key": key, "seconds": begun / rate, "duration_seconds": (ended - begun) / rate}
        for section, (key, begun, ended) in spans.items()
    ]


def _table(timeline: Timeline, start: Frame, end: Frame) -> Table:
    context = timeline.context_at(start)
    table = Table(
        title=f"{context.preset}, {context.key_signature}, {context.bpm:g} bpm, seed {timeline.seed}"
    )
    for column in ("time", "bar", "chord", "roman", "why"):
        table.add_column(column)
    for chord in chord_list(timeline, start, end):
        minutes, seconds = divmod(chord["frame"] / timeline.sample_rate, 60)
        words = (chord[name] for name in ("symbol", "roman", "reason"))
        table.add_row(f"{minutes:.0f}:{seconds:04.1f}", str(chord["bar"]), *words)
    return table
