"""The web application of the stations on a stage."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from fastapi import FastAPI

from auralis.library.exports import Exports
from auralis.library.user_presets import UserPresets
from auralis.observability.disk_watch import DiskWatch
from auralis.server import access, keeping_problems, openapi, preset_problems, problems
from auralis.server.diary import Diary
from auralis.server.farewell import Farewell
from auralis.server.headers import Headers
from auralis.server.keeping import Keeping, kept_at
from auralis.server.limits import Limits
from auralis.server.preset_keeping import PresetKeeping
from auralis.server.repertoire import Repertoire
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
from auralis.server.traffic import Traffic
from auralis.server.vitals import Vitals
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
    traffic = Traffic()
    disk = None if exports is None else DiskWatch(exports.library.folder)
    vitals = Vitals(stations, disk=disk)
    first = stage.sources[0].recipe
    fonts = frozenset((s.recipe.font, s.recipe.fluidsynth) for s in stage.sources)
    repertoire = Repertoire(version, first.kit, first.sample_rate, frozenset(kits), fonts)
    keeping = None
    if exports is not None:
        repertoire = replace(repertoire, kept=partial(kept_at, exports))
        keeping = Keeping(exports, stations, repertoire)
    preset_keeping = None if presets is None else PresetKeeping(presets, stations)
    if preset_keeping is not None:
        repertoire = replace(repertoire, expand=preset_keeping.expanded)
    lifespan = _lifespan(vitals, *(k for k in (keeping, preset_keeping) if k is not None))
    policy = policy or access.Policy()
    links = access.Links(policy.link_key, policy.tokens)
    app = FastAPI(
        title="Auralis",
        version=version,
        openapi_url="/openapi.json" if policy.described else None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        responses=access.ANSWERS,
    )
    app.state.farewell = Farewell(stations).bid
    app.state.traffic = traffic
    access.guard(app, policy, access.Reception(policy, links, stations.owner, stations.clock.unix))
    app.add_middleware(Headers, embedded=bool(policy.cors_origins))
    for errors in (problems, keeping_problems, preset_problems, access):
        errors.install(app)
    for router in (
        health_routes(vitals, version),
        status_routes(stations, device),
        metrics_routes(vitals, traffic, version, None if exports is None else exports.library),
        control_routes(stations, repertoire.expand),
        station_routes(stations, repertoire),
        night_routes(stations),
        preset_routes(preset_keeping),
        qr_routes(),
        stream_routes(stations),
        hls_routes(stations),
        *((moment_routes(keeping), export_routes(keeping), library_routes(keeping)) if keeping else ()),
        listener_routes(stations),
        link_routes(stations, links),
        socket_routes(stations, repertoire),
    ):
        app.include_router(router)
    serve_page(app, web)
    openapi.complete(app)
    return app


def _lifespan(
    vitals: Vitals, *keepings: Keeping | PresetKeeping
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Return what runs as long as an application does."""

    @asynccontextmanager
    async def run(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(vitals.lifespan(app))
            for keeping in keepings:
                await stack.enter_async_context(keeping.lifespan())
            yield

    return run
