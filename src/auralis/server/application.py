"""The web application of a station."""

from pathlib import Path

from fastapi import FastAPI

from auralis.server import problems
from auralis.server.headers import Headers
from auralis.server.on_air import OnAir
from auralis.server.routes.control import control_routes
from auralis.server.routes.health import health_routes
from auralis.server.routes.page import serve_page
from auralis.server.routes.presets import preset_routes
from auralis.server.routes.socket import socket_routes
from auralis.server.routes.status import status_routes
from auralis.server.stations import Stations
from auralis.streaming.clock import Clock
from auralis.streaming.source import Source
from auralis.streaming.wall_clock import WallClock


def create_app(
    source: Source,
    *,
    version: str,
    web: Path,
    clock: Clock | None = None,
    max_clients: int = 1000,
    device: str = "CPU",
) -> FastAPI:
    """Return the application: the station's socket, REST, and the page in the folder `web`.

    The station is on the air while the application runs. `device` is what renders.
    """
    on_air = OnAir(source, clock or WallClock())
    stations = Stations({source.name: on_air}, max_clients)
    app = FastAPI(title="Auralis", version=version, docs_url=None, redoc_url=None, lifespan=on_air.lifespan)
    app.add_middleware(Headers)
    problems.install(app)
    for router in (
        health_routes(stations, version),
        status_routes(stations, device),
        control_routes(stations),
        preset_routes(),
        socket_routes(stations),
    ):
        app.include_router(router)
    serve_page(app, web)
    return app
