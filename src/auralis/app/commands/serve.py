"""`auralis serve`: stations on the air, and the page to hear them."""

import asyncio
import secrets
import signal
import socket
import webbrowser
from collections.abc import Mapping, Sequence
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import structlog
import typer
import uvloop

from auralis import __version__
from auralis.app import options
from auralis.app.compute_device import RENDERER, absent
from auralis.app.fonts import find_fonts
from auralis.app.kernels import kernel_folder, tell
from auralis.app.kits_there import kits_there
from auralis.app.permanent import permanent_stations
from auralis.app.settings import Settings, read_settings
from auralis.core.address import encode
from auralis.core.errors import InvalidValue
from auralis.core.recipe import Recipe
from auralis.observability import configure
from auralis.station.fleet import Fleet
from auralis.station.recipes import new_recipe
from auralis.streaming.source import Source
from auralis.web import FOLDER

if TYPE_CHECKING:
    import uvicorn

_SEED_BITS = 32


def command(
    host: Annotated[str | None, typer.Option(help="the address to listen on")] = None,
    port: Annotated[str | None, typer.Option(metavar="PORT", help="the port; 0 takes a free one")] = None,
    preset: options.Preset = None,
    seed: options.Seed = None,
    kit: options.KitName = None,
    open_page: Annotated[bool, typer.Option("--open", help="open the page in a browser")] = False,
) -> None:
    """Serve stations, composed and played as they go, until interrupted."""
    settings = read_settings(host=host, port=port, preset=preset, kit=kit)
    given = options.seed_from(seed)
    chosen = secrets.randbits(_SEED_BITS) if given is None else given
    recipe = new_recipe(settings.context, chosen, settings.station_kit, settings.sample_rate)
    permanent = permanent_stations(settings.stations, recipe)
    configure(settings.log_level, json=False)
    _warn_of_device(settings)
    # The server drains on SIGTERM and then raises it again: by then there is nothing left to end.
    signal.signal(signal.SIGTERM, lambda *_: None)
    with _listen(settings) as listening, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, permanent, listening, open_page))


def _warn_of_device(settings: Settings) -> None:
    """Say once that another device than the processor was asked for in vain."""
    warning = absent(settings.device)
    if warning:
        structlog.get_logger("auralis.app").warning("device_absent", asked=settings.device, why=warning)


def _listen(settings: Settings) -> socket.socket:
    """Return the bound socket; raises `InvalidValue` for a port or host that can't be had."""
    listening = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen()
    except OSError as error:
        listening.close()
        where = f"{settings.host}:{settings.port}"
        raise InvalidValue("port", where, f"a free address ({error.strerror}); try --port 0") from None
    return listening


async def _serve(
    settings: Settings, permanent: Mapping[str, Recipe], listening: socket.socket, open_page: bool
) -> None:
    stage = Fleet(
        kernel_folder(),
        settings.lead_ms / 1000,
        settings.buffer_capacity_sec,
        tell,
        find_fonts(settings.soundfont),
        settings.processes,
    )
    # The server's libraries take half a second to load, in which the first worker loads its own.
    await asyncio.gather(stage.start(), asyncio.to_thread(import_module, "auralis.server"))
    try:
        for name, recipe in permanent.items():
            await stage.open(name, recipe)
        server = _server(stage, settings)
        url = f"http://{settings.host}:{listening.getsockname()[1]}/"
        _tell_where(url, stage.sources)
        if open_page:
            Thread(target=webbrowser.open, args=[url], daemon=True).start()
        await server.serve(sockets=[listening])
    finally:
        await stage.stop()


def _server(stage: Fleet, settings: Settings) -> "uvicorn.Server":
    """Return the web server of a stage."""
    import uvicorn

    from auralis.library.exports import Exports
    from auralis.library.library import MEGABYTE, Library
    from auralis.library.user_presets import UserPresets
    from auralis.server import Limits, create_app, serving

    limits = Limits(
        settings.max_clients,
        settings.station_limit,
        settings.pause_after_s,
        settings.close_after_s,
        settings.enable_opus,
    )
    data = settings.data_dir.expanduser()
    library = Library(data / "library", settings.library_quota_mb * MEGABYTE)
    app = create_app(
        stage,
        version=__version__,
        web=FOLDER,
        limits=limits,
        device=RENDERER,
        exports=Exports(library),
        presets=UserPresets(data / "presets"),
        kits=kits_there(),
    )
    return uvicorn.Server(serving(app, host=settings.host, port=settings.port))


def _tell_where(url: str, stations: Sequence[Source]) -> None:
    main, *others = stations
    typer.echo(f"Auralis plays at {url}")
    typer.echo(f"seed {main.recipe.seed}, address {encode(main.recipe)}")
    for station in others:
        typer.echo(f"{station.name}: address {encode(station.recipe)}")
