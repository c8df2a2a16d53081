"""`auralis serve`: stations on the air, and the page to hear them."""

import asyncio
import secrets
import socket
import webbrowser
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from threading import Thread
from typing import Annotated

import structlog
import typer
import uvloop

from auralis.app import options
from auralis.app.access import Access, access_of
from auralis.app.access_reload import follow_access
from auralis.app.compute_device import absent
from auralis.app.fonts import find_fonts
from auralis.app.kernels import kernel_folder, tell
from auralis.app.logs import RELOADED, prepare_logs, start_logs
from auralis.app.opening import opened
from auralis.app.permanent import permanent_stations
from auralis.app.reload import Reload
from auralis.app.settings import Settings, read_settings
from auralis.app.watched import watched
from auralis.app.web_server import listen, web_server
from auralis.app.wishes import Wish, wishes
from auralis.core.address import encode
from auralis.station.fleet import Fleet
from auralis.station.recipes import new_recipe
from auralis.streaming.source import Source

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
    read = partial(read_settings, host=host, port=port, preset=preset, kit=kit)
    settings = read()
    given = options.seed_from(seed)
    chosen = secrets.randbits(_SEED_BITS) if given is None else given
    recipe = new_recipe(settings.context, chosen, settings.station_kit, settings.sample_rate)
    permanent = permanent_stations(settings.stations, recipe)
    access = access_of(settings)
    start_logs(settings)
    _warn_of_device(settings)
    reload = Reload(settings, read)
    reload.register(RELOADED, prepare_logs)
    wanted = wishes(settings, given, permanent)
    with listen(settings) as listening, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, access, wanted, listening, open_page, reload))


def _warn_of_device(settings: Settings) -> None:
    """Say once that another device than the processor was asked for in vain."""
    warning = absent(settings.device)
    if warning:
        structlog.get_logger("auralis.app").warning("device_absent", asked=settings.device, why=warning)


async def _serve(
    settings: Settings,
    access: Access,
    wanted: Mapping[str, Wish],
    listening: socket.socket,
    open_page: bool,
    reload: Reload,
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
        async with opened(stage, settings, wanted) as kept:
            policy = access.policy()
            server = web_server(kept, settings, access, policy)
            follow_access(reload, policy.tokens, server.config.ssl)
            scheme = "https" if settings.enable_ssl else "http"
            url = f"{scheme}://{settings.host}:{listening.getsockname()[1]}/"
            _tell_where(url, kept.sources[: len(wanted)])
            if open_page:
                Thread(target=webbrowser.open, args=[url], daemon=True).start()
            async with watched(server, reload.run):
                await server.serve(sockets=[listening])
    finally:
        await stage.stop()


def _tell_where(url: str, stations: Sequence[Source]) -> None:
    main, *others = stations
    typer.echo(f"Auralis plays at {url}")
    typer.echo(f"seed {main.recipe.seed}, address {encode(main.recipe)}")
    for station in others:
        typer.echo(f"{station.name}: address {encode(station.recipe)}")
