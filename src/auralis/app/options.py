"""Command-line options that several commands share, and the recipe they ask for."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from auralis.composition import MusicalContext
from auralis.core.address import FORMS, decode, is_address
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Recipe, check_seed, parse
from auralis.core.units import SAMPLE_RATES
from auralis.station.recipes import new_recipe

Preset = Annotated[str | None, typer.Option(help="focus, meditation, sleep or bright")]
Key = Annotated[str | None, typer.Option(help="a key: 'A minor', 'D dorian'")]
Mode = Annotated[str | None, typer.Option(help="a mode: ionian, dorian, phrygian, lydian, ...")]
Bpm = Annotated[str | None, typer.Option(metavar="NUMBER", help="tempo, 40 to 200")]
Intensity = Annotated[str | None, typer.Option(metavar="NUMBER", help="how much happens, 0 to 1")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="any setting, such as density=1.4; may be repeated"),
]
Seed = Annotated[str | None, typer.Option(metavar="INTEGER", help="the same seed is the same music")]
RecipeText = Annotated[str | None, typer.Option("--recipe", help="a recipe: a file, an address, or JSON")]
KitName = Annotated[str | None, typer.Option(help="the kit that plays")]
Rate = Annotated[str | None, typer.Option(metavar="HZ", help="frames a second: 44100 or 48000")]
Block = Annotated[str, typer.Option(metavar="FRAMES", help="rendered at a time; it never changes the sound")]
Start = Annotated[str, typer.Option(help="where to begin: 90, 3m, 1h30m")]
Duration = Annotated[str, typer.Option(help="how long: 90, 90s, 3m, 1h30m")]

DEFAULT_KIT = "auralis"


def context_settings(
    preset: str | None,
    key: str | None,
    mode: str | None,
    bpm: str | None,
    intensity: str | None,
    assignments: Sequence[str] | None = None,
) -> dict[str, object]:
    """Return the context flags and the `--set` assignments that were given, as settings.

    Raises `InvalidValue` for an assignment without `=` and for a field that is given twice.
    """
    numbers = {"bpm": number(bpm), "intensity": number(intensity)}
    flags: dict[str, object] = {"preset": preset, "key": key, "mode": mode, **numbers}
    given = {name: value for name, value in flags.items() if value is not None}
    for assignment in assignments or ():
        name, value = assigned(assignment)
        if name in given:
            raise InvalidValue(name, value, f"one value, and {given[name]!r} was given already")
        given[name] = value
    return given


def assigned(text: str) -> tuple[str, object]:
    """Return field and value of `FIELD=VALUE`, the value as JSON if it is JSON, else as text."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise InvalidValue("set", text, "FIELD=VALUE, such as density=1.4")
    try:
        return name.strip(), json.loads(value)
    except (ValueError, RecursionError):
        return name.strip(), value


def number(text: str | None) -> float | str | None:
    """Return a flag's number, or its text where it is none: the context says what is allowed."""
    try:
        return None if text is None else float(text)
    except ValueError:
        return text


def seed_from(text: str | None) -> int | None:
    """Return the seed that was given, if any; raises `InvalidValue`."""
    if text is None:
        return None
    return check_seed(int(text) if text.isascii() and text.isdigit() else text)


def rate_from(text: str | None) -> int:
    """Return the sample rate that was given, or the usual one; raises `InvalidValue`."""
    for rate in SAMPLE_RATES:
        if text in (None, str(rate)):
            return rate
    raise InvalidValue("rate", text, " or ".join(map(str, SAMPLE_RATES)))


def block_from(text: str) -> int:
    """Return the frames to render at a time; raises `InvalidValue`."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise InvalidValue("block", text, "an integer, 1 or more")
    return int(text)


def recipe_from(
    text: str | None,
    settings: dict[str, object],
    seed: str | None,
    kit: str | None,
    rate: str | None,
) -> Recipe:
    """Return the recipe that was given, or a new one from the flags; both at once are refused."""
    if text is None:
        context = MusicalContext.of(settings)
        return new_recipe(context, seed_from(seed) or 0, kit or DEFAULT_KIT, rate_from(rate))
    others = {"seed": seed, "kit": kit, "rate": rate}
    beside = {**settings, **{name: value for name, value in others.items() if value is not None}}
    if beside:
        name, value = next(iter(beside.items()))
        raise InvalidValue(name, value, "nothing beside --recipe, which says it already")
    return read_recipe(text)


def read_recipe(text: str) -> Recipe:
    """Return the recipe in a file, an address or inline JSON; raises `InvalidValue`."""
    if text.lstrip().startswith("{"):
        return parse(text)
    if _is_file(text):
        content = Path(text).read_text(encoding="utf-8", errors="replace").strip()
        return parse(content) if content.startswith("{") else decode(content)
    if is_address(text):
        return decode(text)
    raise InvalidValue("recipe", text[:60], f"a file, an address (it begins with {FORMS}) or JSON")


def _is_file(text: str) -> bool:
    """Say whether a text is the name of a file; an address may be too long to be any."""
    try:
        return Path(text).is_file()
    except OSError:
        return False
