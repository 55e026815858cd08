"""The ASGI application: one host, one database, one graph."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from core.access.claim import PUBLIC
from core.host import Host
from core.storage.connection import Database, database
from core.storage.migrations import plan
from core.web.graphql import GraphQLEndpoint
from core.web.home.page import counts_query
from core.web.pages import BUILT, ExplorerFiles, Pages, ready_page
from schema import Context
from schema.operation import Operations
from schema.operation import Request as Operation

Clock = Callable[[], datetime]


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
    opened: Database | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.operations = Operations(self.host.schema)
        self.pages = Pages(self.host)

    def database(self) -> Database:
        assert self.opened is not None, "the application has not been started"
        return self.opened

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncGenerator[None]:
        async with database(self.host.settings.database_url, self.host.model_modules()) as opened:
            self.opened = opened
            yield
        self.opened = None

    async def home(self, _request: Request) -> Response:
        with self.database().current():
            viewer = PUBLIC.viewer(self.clock())
            async with self.database().reading() as reader:
                asked = Operation(counts_query(self.host))
                answer = await self.operations.answer(asked, Context(viewer=viewer, reader=reader))
        return self.pages.home(answer.data or {})

    async def examples(self, _request: Request) -> Response:
        return self.pages.examples()

    async def owners(self, _request: Request) -> Response:
        return self.pages.owners()

    async def live(self, _request: Request) -> Response:
        return JSONResponse({"live": True})

    async def ready(self, _request: Request) -> Response:
        with self.database().current():
            return ready_page(await plan(self.database()), self.host.problems)


def application(host: Host, clock: Clock = now) -> Starlette:
    """The application of a host; its database is opened when it starts and closed when it stops."""
    server = Server(host, clock)
    endpoint = GraphQLEndpoint(server.operations, server.database, host.settings, clock)
    everything = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    routes = [
        Route("/", server.home),
        Route("/graphql", endpoint.respond, methods=everything),
        Route("/health/live", server.live),
        Route("/health/ready", server.ready),
        Route("/explorer/examples.json", server.examples),
        Route("/explorer/owners.json", server.owners),
        Mount("/explorer", ExplorerFiles(directory=BUILT)),
        *(route for department in host.departments for route in department.routes),
    ]
    return Starlette(routes=routes, lifespan=server.lifespan)
