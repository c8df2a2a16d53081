"""`auralis health`: ask a server that runs here whether it lives, or whether it sounds."""

from http import HTTPStatus
from typing import Annotated, Final
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import typer

from auralis.app.settings import read_settings

_PATIENCE_S: Final = 5.0
_EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # nothing is bound here


def command(
    host: Annotated[str | None, typer.Option(help="the address it listens on")] = None,
    port: Annotated[str | None, typer.Option(metavar="PORT", help="its port")] = None,
    ready: Annotated[bool, typer.Option("--ready", help="whether the main station sounds")] = False,
) -> None:
    """Ask the server of these settings whether it lives; exit 0 if it does, 1 if not."""
    settings = read_settings(host=host, port=port)
    name = _EVERYWHERE.get(settings.host, settings.host)
    shown = f"[{name}]" if ":" in name else name
    url = f"http://{shown}:{settings.port}/api/v1/{'ready' if ready else 'health'}"
    well, answer = _ask(url)
    typer.echo(answer, err=not well)
    if not well:
        raise typer.Exit(1)


def _ask(url: str) -> tuple[bool, str]:
    """Return whether a server answered 200, and what it or the network said."""
    try:
        with urlopen(url, timeout=_PATIENCE_S) as answer:  # noqa: S310  # the scheme is fixed above
            return answer.status == HTTPStatus.OK, answer.read().decode()
    except HTTPError as error:
        return False, f"auralis: {url} answers {error.code}"
    except (URLError, OSError) as error:
        return False, f"auralis: {url} does not answer ({getattr(error, 'reason', error)})"
