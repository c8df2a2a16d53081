"""`auralis play`: the music into this machine's sound card."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from auralis.app import options
from auralis.app.durations import frames
from auralis.app.fonts import find_fonts
from auralis.app.kernels import kernel_folder, tell
from auralis.app.notices import tell_notices
from auralis.app.settings import read_settings
from auralis.app.sound_card.card import listed
from auralis.app.sound_card.session import Session
from auralis.core.address import encode
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Recipe
from auralis.engine import Kernels
from auralis.station.kit_watch import KitWatch
from auralis.station.kits import Kits, opening
from auralis.station.loading import telling_kernels
from auralis.station.station import Station
from auralis.station.trouble import Trouble


def command(
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
    start: options.Start = "0",
    device: Annotated[str | None, typer.Option(help="a part of the sound card's name")] = None,
    list_devices: Annotated[bool, typer.Option("--list-devices", help="name the sound cards")] = False,
    seconds: Annotated[str | None, typer.Option(metavar="TIME", help="end after 90, 3m, 1h30m")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="follow edits of the kit's folder")] = False,
    backend: Annotated[str | None, typer.Option(hidden=True)] = None,
) -> None:
    """Play until interrupted; Ctrl-C fades the music out."""
    if list_devices:
        _list(backend)
        return
    settings = options.context_settings(preset, key, mode, bpm, intensity, assignments)
    wanted = options.recipe_from(recipe, settings, seed, kit, rate)
    first = frames(start, wanted.sample_rate, "start")
    length = None if seconds is None else frames(seconds, wanted.sample_rate, "seconds")
    tell_notices(wanted)
    opened, kits = _opened(wanted)
    kernels = telling_kernels(kernel_folder(), tell)
    watching = _watching(opened, kits, kernels) if watch else None
    kits.ready(kernels, opened.sample_rate)
    station = Station(opened, kernels, first, kits)
    tell(f"address {encode(opened)}")

    def between() -> None:
        for trouble in station.troubles()[0]:
            _tell_trouble(trouble)
        if watching is not None and watching.look():
            kits.exchange(watching.kit)

    Session(station, length, between, tell).play(device, backend)


def _list(backend: str | None) -> None:
    table = Table("device", "rates")
    for card in listed(backend):
        table.add_row(card.name, ", ".join(str(rate) for rate in card.rates if rate) or "any")
    Console().print(table)


def _opened(wanted: Recipe) -> tuple[Recipe, Kits]:
    recipe, kits, trouble = opening(wanted, find_fonts(read_settings().soundfont))
    if trouble is not None:
        _tell_trouble(trouble)
    return recipe, kits


def _watching(recipe: Recipe, kits: Kits, kernels: Kernels) -> KitWatch:
    """Let the recipe's kit follow its folder; raises `InvalidValue` for a kit that is none."""
    if "/" not in recipe.kit:
        raise InvalidValue("watch", recipe.kit, "a kit's folder: --kit PATH, with a / in it")
    watching = KitWatch(Path(recipe.kit).expanduser(), kernels, recipe.sample_rate, tell)
    kits.exchange(watching.kit)
    return watching


def _tell_trouble(trouble: Trouble) -> None:
    instead = "there is silence instead" if trouble.last else "the built-in kit plays instead"
    tell(f"auralis: kit {trouble.kit} failed ({trouble.why}); {instead}")
