"""All routes of a server."""

from collections.abc import Iterator

from fastapi import APIRouter

from auralis.server.routes.control import control_routes
from auralis.server.routes.exports import export_routes
from auralis.server.routes.health import health_routes
from auralis.server.routes.hls import hls_routes
from auralis.server.routes.library import library_routes
from auralis.server.routes.links import link_routes
from auralis.server.routes.listeners import listener_routes
from auralis.server.routes.metrics import metrics_routes
from auralis.server.routes.moments import moment_routes
from auralis.server.routes.night import night_routes
from auralis.server.routes.presets import preset_routes
from auralis.server.routes.qr import qr_routes
from auralis.server.routes.socket import socket_routes
from auralis.server.routes.stations import station_routes
from auralis.server.routes.status import status_routes
from auralis.server.routes.stream import stream_routes
from auralis.server.services import Services


def routers(services: Services) -> Iterator[APIRouter]:
    """Yield the routes by subject; sockets come last, since they take what is left."""
    stations, repertoire, keeping = services.stations, services.repertoire, services.keeping
    yield health_routes(services.vitals, services.version)
    yield status_routes(stations, services.device)
    yield metrics_routes(services.vitals, services.traffic, services.version, services.library)
    yield control_routes(stations, repertoire.expand)
    yield station_routes(stations, repertoire)
    yield night_routes(stations)
    yield preset_routes(services.preset_keeping)
    yield qr_routes()
    yield stream_routes(stations)
    yield hls_routes(stations)
    if keeping is not None:
        yield moment_routes(keeping)
        yield export_routes(keeping)
        yield library_routes(keeping)
    yield listener_routes(stations)
    yield link_routes(stations, services.links)
    yield socket_routes(stations, repertoire)
