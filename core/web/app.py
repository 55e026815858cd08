"""The ASGI application: one host, one database, one graph."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute

from core.access.claim import HEADER, PUBLIC
from core.changes import Changes
from core.host import Host
from core.settings import Settings
from core.storage.connection import Database, database
from core.storage.migrations import plan
from core.web.asking import Asking
from core.web.callers import Callers
from core.web.explain import EXPLAIN
from core.web.graphql import GraphQLEndpoint
from core.web.guard import Guard
from core.web.home.page import counts_query
from core.web.pages import BUILT, ExplorerFiles, Pages, ready_page
from core.web.sockets import SocketEndpoint
from core.web.stopping import Drain
from schema import Context
from schema.operation import Operations
from schema.operation import Request as Operation

Clock = Callable[[], datetime]
METHODS: Final = ("GET", "POST")


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@dataclass
class Server:
    """What the routes of one application share; the database is open while the application runs."""

    host: Host
    clock: Clock
    operations: Operations = field(init=False)
    pages: Pages = field(init=False)
    callers: Callers = field(init=False)
    drain: Drain = field(default_factory=Drain, init=False)
    opened: Database | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        settings, supplied = self.host.settings, self.host.supplied(Changes(self.database))
        self.operations = Operations(self.host.schema, settings.timeout)
        self.callers = Callers(self.database, settings, self.clock, supplied)
        self.pages = Pages(self.host)

    def database(self) -> Database:
        assert self.opened is not None, "the application has not been started"
        return self.opened

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncGenerator[None]:
        async with database(self.host.settings.database_url, self.host.model_modules()) as opened:
            self.opened = opened
            with self.drain.on_signals(self.host.settings.timeout):
                yield
        self.opened = None

    async def home(self, _request: Request) -> Response:
        with self.database().current():
            viewer = PUBLIC.viewer(self.clock())
            async with self.database().reading() as reader:
                asked = Operation(counts_query(self.host))
                answer = await self.operations.answer(asked, Context(viewer=viewer, reader=reader))
        return self.pages.home(answer.data or {})

    async def policies(self, _request: Request) -> Response:
        return self.pages.policies()

    async def examples(self, _request: Request) -> Response:
        return self.pages.examples()

    async def owners(self, _request: Request) -> Response:
        return self.pages.owners()

    async def live(self, _request: Request) -> Response:
        return JSONResponse({"live": True})

    async def ready(self, _request: Request) -> Response:
        if self.drain.has_begun:
            return JSONResponse({"ready": False, "reason": "The server is about to stop."}, status_code=503)
        with self.database().current():
            return ready_page(await plan(self.database()), self.host.problems)


def application(host: Host, clock: Clock = now) -> Starlette:
    """The application of a host; its database is opened when it starts and closed when it stops."""
    server = Server(host, clock)
    requests = GraphQLEndpoint(server.operations, server.callers, server.drain)
    sockets = SocketEndpoint(server.operations, server.callers, server.drain)
    routes = [
        Route("/graphql", requests),
        Route("/", server.home),
        WebSocketRoute("/graphql", sockets.respond),
        Route("/policies", server.policies),
        Route("/health/live", server.live),
        Route("/health/ready", server.ready),
        Route("/explorer/examples.json", server.examples),
        Route("/explorer/owners.json", server.owners),
        Mount("/explorer", ExplorerFiles(directory=BUILT)),
        *(route for department in host.departments for route in department.routes),
    ]
    made = Starlette(routes=routes, middleware=_middleware(host.settings, server.drain), lifespan=server.lifespan)
    made.state.asking = Asking(server.operations, server.callers)
    return made


def _middleware(settings: Settings, drain: Drain) -> list[Middleware]:
    """What stands before the routes, the outermost first."""
    hosts, origins = (settings.host, *settings.allowed_hosts), settings.cors_origins
    guard = Middleware(Guard, hosts=hosts, origins=origins, drain=drain)
    if not origins:
        return [guard]
    headers = ["Content-Type", EXPLAIN, HEADER]
    return [guard, Middleware(CORSMiddleware, allow_origins=origins, allow_methods=METHODS, allow_headers=headers)]
