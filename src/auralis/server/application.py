"""The web application of the stations on a stage."""

from collections.abc import Collection, Iterator
from pathlib import Path

from fastapi import APIRouter, FastAPI

from auralis.library.exports import Exports
from auralis.library.user_presets import UserPresets
from auralis.server import access, keeping_problems, openapi, preset_problems, problems
from auralis.server.diary import Diary
from auralis.server.farewell import Farewell
from auralis.server.headers import Headers
from auralis.server.limits import Limits
from auralis.server.parts import Parts, first_repertoire
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
from auralis.server.routes.page import serve_page
from auralis.server.routes.presets import preset_routes
from auralis.server.routes.qr import qr_routes
from auralis.server.routes.socket import socket_routes
from auralis.server.routes.stations import station_routes
from auralis.server.routes.status import status_routes
from auralis.server.routes.stream import stream_routes
from auralis.server.stations import Stations
from auralis.streaming.clock import Clock
from auralis.streaming.stage import Stage
from auralis.streaming.wall_clock import WallClock


def create_app(
    stage: Stage,
    *,
    version: str,
    web: Path,
    clock: Clock | None = None,
    limits: Limits | None = None,
    device: str = "CPU",
    exports: Exports | None = None,
    presets: UserPresets | None = None,
    kits: Collection[str] = (),
    diary: Diary | None = None,
    policy: access.Policy | None = None,
) -> FastAPI:
    """Return the application: the stations' sockets, REST, and the page in the folder `web`.

    The stations that are open on the stage are on the air while the application runs, and permanent;
    personal ones play the first one's kit at its rate if nothing else is said. `device` is what renders,
    `kits` are those there are. Without `exports`, and the library of theirs, nothing can be kept; without
    `presets` there are the built-in ones alone; without `diary` nothing is known of stations from before.
    Without a `policy` everybody may listen and change. Its `state.farewell` is what to do before it ends.
    """
    stations = Stations(stage, clock or WallClock(), limits or Limits(), diary)
    parts = Parts.of(stations, first_repertoire(stage, version, kits), exports, presets)
    policy = policy or access.Policy()
    links = access.Links(policy.link_key, policy.tokens)
    app = FastAPI(
        title="Auralis",
        version=version,
        openapi_url="/openapi.json" if policy.described else None,
        docs_url=None,
        redoc_url=None,
        lifespan=parts.lifespan,
        responses=access.ANSWERS,
    )
    app.state.farewell = Farewell(stations).bid
    app.state.traffic = parts.traffic
    access.guard(app, policy, access.Reception(policy, links, stations.owner, stations.clock.unix))
    app.add_middleware(Headers, embedded=bool(policy.cors_origins))
    for errors in (problems, keeping_problems, preset_problems, access):
        errors.install(app)
    for router in (*_routers(parts, version, device), link_routes(stations, links)):
        app.include_router(router)
    serve_page(app, web)
    openapi.complete(app)
    return app


def _routers(parts: Parts, version: str, device: str) -> Iterator[APIRouter]:
    stations, keeping = parts.stations, parts.keeping
    yield health_routes(parts.vitals, version)
    yield status_routes(stations, device)
    yield metrics_routes(parts.vitals, parts.traffic, version, None if keeping is None else keeping.library)
    yield control_routes(stations, parts.repertoire.expand)
    yield station_routes(stations, parts.repertoire)
    yield night_routes(stations)
    yield preset_routes(parts.presets)
    yield qr_routes()
    yield stream_routes(stations)
    yield hls_routes(stations)
    if keeping is not None:
        yield from (moment_routes(keeping), export_routes(keeping), library_routes(keeping))
    yield listener_routes(stations)
    yield socket_routes(stations, parts.repertoire)
