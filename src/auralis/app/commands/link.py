"""`auralis link`: a link with which somebody may listen for a while."""

import time
from typing import Annotated

import typer

from auralis.app import durations
from auralis.app.access import link_key
from auralis.app.settings import read_settings
from auralis.app.tokens import tokens_of

_DAY = "24h"
_STATION = typer.Option(help="the only station that it is good for; all of them if none is said")


def command(
    duration: Annotated[str, typer.Option("--for", help="how long it is good: 90m, 24h, 168h")] = _DAY,
    station: Annotated[str | None, _STATION] = None,
    base: Annotated[str, typer.Option(metavar="URL", help="where the server is found")] = "",
) -> None:
    """Print a listen link, signed with the key of the server that has the same settings."""
    # Loaded here, since no other command needs it.
    from auralis.server.access import Links, Tokens, link_for, page_of, stream_of

    settings = read_settings()
    tokens = Tokens(listen=tokens_of(settings).listen)
    link = link_for(time.time(), durations.frames(duration, 1, "for"), station)
    token = Links(link_key(settings), tokens).make(link)
    scheme = "https" if settings.enable_ssl else "http"
    where = f"{base.rstrip('/')}/" if base else f"{scheme}://{settings.host}:{settings.port}/"
    typer.echo(page_of(where, token, station))
    typer.echo(stream_of(where, token, station))
