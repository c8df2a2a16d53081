"""The web application of the stations on a stage."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from auralis.library.exports import Exports
from auralis.library.user_presets import UserPresets
from auralis.server import access, openapi
from auralis.server.diary import Diary
from auralis.server.keeping import keeping_problems, preset_problems
from auralis.server.routes.page import serve_page
from auralis.server.routing import routers
from auralis.server.services import Services, services
from auralis.server.stations import Farewell, Limits, Stations
from auralis.server.talk import problems
from auralis.server.wire import Headers
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
    policy = policy or access.Policy()
    links = access.Links(policy.link_key, policy.tokens)
    talked_to = services(stage, stations, links, version, device, exports, presets, kits)
    app = _bare(talked_to, described=policy.described)
    access.guard(app, policy, access.Reception(policy, links, stations.owner, stations.clock.unix))
    app.add_middleware(Headers, embedded=bool(policy.cors_origins))
    for errors in (problems, keeping_problems, preset_problems, access):
        errors.install(app)
    for router in routers(talked_to):
        app.include_router(router)
    serve_page(app, web)
    openapi.complete(app)
    return app


def _bare(talked_to: Services, *, described: bool) -> FastAPI:
    """Return an application without routes; `described`: whether `/openapi.json` is told."""
    app = FastAPI(
        title="Auralis",
        version=talked_to.version,
        openapi_url="/openapi.json" if described else None,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(talked_to),
        responses=access.ANSWERS,
    )
    app.state.farewell = Farewell(talked_to.stations).bid
    app.state.traffic = talked_to.traffic
    return app


def _lifespan(talked_to: Services) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Return what runs as long as an application does."""

    @asynccontextmanager
    async def run(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(talked_to.vitals.lifespan(app))
            for keeping in talked_to.keepings:
                await stack.enter_async_context(keeping.lifespan())
            yield

    return run
