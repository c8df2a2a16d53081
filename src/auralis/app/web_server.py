"""The web server of a stage, as the settings want it."""

import socket
from typing import TYPE_CHECKING

from auralis import __version__
from auralis.app.access import Access
from auralis.app.compute_device import RENDERER
from auralis.app.kits_there import kits_there
from auralis.app.settings import Settings
from auralis.core.errors import InvalidValue
from auralis.web import FOLDER

if TYPE_CHECKING:
    from auralis.server import Departing
    from auralis.server.access import Policy
    from auralis.server.diary import KeptStage


def listen(settings: Settings) -> socket.socket:
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


def web_server(stage: "KeptStage", settings: Settings, access: Access, policy: "Policy") -> "Departing":
    """Return the web server of a stage, with its certificate loaded."""
    # The server's libraries are loaded beside the first worker, so late.
    from auralis.library.exports import Exports
    from auralis.library.library import MEGABYTE, Library
    from auralis.library.user_presets import UserPresets
    from auralis.server import Departing, Limits, create_app, serving

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
        diary=stage.diary,
        policy=policy,
    )
    config = serving(app, host=settings.host, port=settings.port, bounds=access.connections())
    config.load()
    return Departing(config, app.state.farewell)
