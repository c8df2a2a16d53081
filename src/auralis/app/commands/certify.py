"""`auralis certify`: a night is rendered, measured and judged before it plays."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from auralis.app import options
from auralis.app.durations import frames
from auralis.app.fonts import find_fonts
from auralis.app.kernels import kernel_folder, tell
from auralis.app.kits import kits_of
from auralis.app.notices import tell_notices
from auralis.app.progress import watched
from auralis.app.settings import read_settings
from auralis.certificate import Certificate, Commission, certify, document
from auralis.certificate.judgement import WORDS
from auralis.certificate.page import page
from auralis.core import moment
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Recipe
from auralis.core.units import Frame
from auralis.export.files import check_writable, replacing
from auralis.observability.machine import processors

FORMS: Final = ("json", "html")
_COLOURS: Final = {"pass": "green", "remark": "yellow", "fail": "red", "none": "dim"}


def command(
    address: Annotated[
        str | None, typer.Argument(help="an address, a1..., with @h:mm:ss to begin there; else the flags say")
    ] = None,
    preset: options.Preset = None,
    key: options.Key = None,
    mode: options.Mode = None,
    bpm: options.Bpm = None,
    intensity: options.Intensity = None,
    assignments: options.Set = None,
    seed: options.Seed = None,
    recipe: options.RecipeText = None,
    kit: options.KitName = None,
    rate: options.Rate = None,
    start: Annotated[
        str | None, typer.Option(help="where to begin: 90, 3m, 1h30m; 0 if nothing is said")
    ] = None,
    duration: Annotated[str, typer.Option(help="how long: 8h, 1h30m, 10m; a minute or more")] = "8h",
    report: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="a report: .html or .json; may be repeated")
    ] = None,
    jobs: Annotated[
        str | None, typer.Option(metavar="N", help="processes at once; every core if nothing is said")
    ] = None,
) -> None:
    """Certify music before it plays: loudness, faults, sound and score, against the preset's bands."""
    settings = options.context_settings(preset, key, mode, bpm, intensity, assignments)
    beside = {**settings, "seed": seed, "kit": kit, "rate": rate, "recipe": recipe}
    if address is not None:
        _alone(beside)
    wanted = _moment(address, start) or _from_flags(recipe, settings, seed, kit, rate, start)
    named, _ = kits_of(wanted.recipe, received=address is not None or recipe is not None)
    length = frames(duration, named.sample_rate)
    fonts = tuple(find_fonts(read_settings().soundfont)) if named.font else ()
    commission = Commission(named, wanted.frame, length, kernel_folder(), fonts)
    _check(commission, report or ())
    tell_notices(named)
    found = certify(
        commission, _jobs(jobs), lambda s: watched(s, length, named.sample_rate, "certifying"), tell
    )
    for path in report or ():
        _write(path, found)
    Console().print(_table(found))
    typer.echo(f"{WORDS[found.verdict]}: {found.title}, {found.address}")
    if found.verdict == "fail":
        raise typer.Exit(1)


def _alone(beside: dict[str, object]) -> None:
    """Raise `InvalidValue` for what an address says already."""
    for name, value in beside.items():
        if value is not None:
            raise InvalidValue(name, value, "nothing beside an address, which says it already")


def _moment(address: str | None, start: str | None) -> moment.Moment | None:
    """Return what an address names, from another `start` if it says no time itself."""
    if address is None:
        return None
    wanted = moment.decode(address)
    if start is None:
        return wanted
    if "@" in address:
        raise InvalidValue("start", start, "nothing beside an address that says its time")
    return wanted._replace(frame=_frame(start, wanted.recipe))


def _from_flags(
    text: str | None,
    settings: dict[str, object],
    seed: str | None,
    kit: str | None,
    rate: str | None,
    start: str | None,
) -> moment.Moment:
    recipe = options.recipe_from(text, settings, seed, kit, rate)
    return moment.Moment(recipe, _frame(start or "0", recipe))


def _frame(start: str, recipe: Recipe) -> Frame:
    return frames(start, recipe.sample_rate, "start")


def _check(commission: Commission, reports: Sequence[Path]) -> None:
    """Raise `InvalidValue` for a span that is too short, or a report that can't be made."""
    _ = commission.windows
    for path in reports:
        if path.suffix.removeprefix(".").lower() not in FORMS:
            raise InvalidValue("report", str(path), f"a file whose name ends in .{' or .'.join(FORMS)}")
        check_writable(path, "report")


def _jobs(text: str | None) -> int:
    if text is None:
        return processors()
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise InvalidValue("jobs", text, "an integer, 1 or more")
    return int(text)


def _write(path: Path, found: Certificate) -> None:
    if path.suffix.lower() == ".json":
        text = json.dumps(document(found), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    else:
        text = page(found)
    with replacing(path) as partial:
        partial.write_text(text, encoding="utf-8")


def _table(found: Certificate) -> Table:
    table = Table(title=f"{found.title}, bands of {found.bearings.preset}")
    for name in ("what", "night", "band", "within", "worst", "at"):
        table.add_column(name, justify="left" if name == "what" else "right")
    table.add_column("verdict")
    group = found.judgements[0].row.group
    for judgement in found.judgements:
        if judgement.row.group != group:
            table.add_section()
        group, worst = judgement.row.group, judgement.worst
        within = "" if judgement.judged is None else f"{judgement.within} of {judgement.judged}"
        table.add_row(
            f"{judgement.row.words}{f', {judgement.row.unit}' if judgement.row.unit else ''}",
            judgement.shown,
            judgement.row.row.shown(judgement.preset),
            within,
            judgement.write(worst.value) if worst else "",
            found.time(worst.second) if worst and worst.second is not None else "",
            f"[{_COLOURS[judgement.verdict]}]{'-' if judgement.verdict == 'none' else judgement.verdict}[/]",
        )
    return table
