"""For tests of departments: a graph with departments of your choice, viewers of each role, and a clock.

async def test_an_ilo_finds_the_firms_of_its_country() -> None:
    async with graph_of("registry", "procurement", samples=True) as graph:
        answer = await graph.ask("{ suppliers { totalCount } }", graph.viewer(Role.ILO, country="PL"))
        assert answer.data == {"suppliers": {"totalCount": 1}}

Each graph has a database of its own: an SQLite file, or one on the PostgreSQL server that IPT_TEST_SERVER names.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final, cast

from anyio.from_thread import start_blocking_portal
from graphql import GraphQLError
from starlette.testclient import TestClient

from core.access.viewer import Role, Viewer
from core.changes import Changes
from core.host import Host
from core.policies.policies import Policies
from core.settings import Settings
from core.storage.connection import Database, database
from core.storage.fresh import databases
from core.storage.migrations import migrate
from core.web.app import application
from schema import Context
from schema.operation import Operations, Request
from schema.run import MAX_VALUES, Spent

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
"""When tests happen, unless they say otherwise."""

NOWHERE: Final = "sqlite:///nowhere/ipt.db"
"""Stands in the settings of a host that tests share: each opens a database of its own."""


@dataclass
class Clock:
    """A clock that goes only when it is told to."""

    time: datetime = NOON

    def __call__(self) -> datetime:
        return self.time

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.time += by


@dataclass(frozen=True)
class Told:
    """An answer, with what it took."""

    data: Any
    errors: list[GraphQLError]
    spent: list[Spent]

    @property
    def statements(self) -> int:
        """How many statements were run."""
        return len(self.spent)

    @property
    def codes(self) -> list[str]:
        """The codes of the errors, in their order."""
        return [str((error.extensions or {}).get("code")) for error in self.errors]


@dataclass
class GraphUnderTest:
    """A host with an open database and nobody else in it."""

    host: Host
    database: Database
    clock: Clock
    operations: Operations = field(init=False)
    changes: Changes = field(init=False)

    def __post_init__(self) -> None:
        self.operations = Operations(self.host.schema)
        self.changes = Changes(lambda: self.database)

    def viewer(self, role: Role = Role.PUBLIC, **facts: Any) -> Viewer:
        """Somebody in a role, looking now: `viewer(Role.ILO, country="PL")`."""
        return Viewer(role=role, now=self.clock(), **facts)

    def viewers(
        self, *, organisation: int, country: str = "PL", unit: str = "EN", person: str = "person-1"
    ) -> list[Viewer]:
        """Somebody in each role there is, for questions that all must be asked alike."""
        facts = {"organisation": organisation, "country": country, "unit": unit, "person": person}
        return [self.viewer(role, **({} if role is Role.PUBLIC else facts)) for role in Role]

    async def ask(
        self,
        text: str,
        viewer: Viewer | None = None,
        *,
        page_cap: int = 100,
        max_values: int = MAX_VALUES,
        **variables: Any,
    ) -> Told:
        """Run an operation as somebody, by default as the public; `max_values` is the most it may answer with."""
        async with self.database.reading() as reader:
            supplied = self.host.supplied(self.changes)
            context = Context(
                viewer=viewer or self.viewer(),
                reader=reader,
                page_cap=page_cap,
                max_values=max_values,
                supplied=supplied,
            )
            answer = await self.operations.answer(Request(text, variables), context)
        return Told(answer.data, answer.errors, context.spent)

    async def follow(self, text: str, viewer: Viewer | None = None, **variables: Any) -> AsyncGenerator[Told]:
        """The answers to a subscription, each as somebody sees it at the time that the clock then says.

        What happens is heard once `changes.following` is set.
        """

        @asynccontextmanager
        async def context() -> AsyncGenerator[Context]:
            looking = replace(viewer or self.viewer(), now=self.clock())
            async with self.database.reading() as reader:
                yield Context(viewer=looking, reader=reader, supplied=self.host.supplied(self.changes))

        async for answer in self.operations.answers(Request(text, variables), context):
            yield Told(answer.data, answer.errors, [])

    async def data(self, text: str, viewer: Viewer | None = None, **variables: Any) -> Any:
        """The data of an operation that has no error."""
        told = await self.ask(text, viewer, **variables)
        assert not told.errors, told.errors
        return told.data


def settings_for(departments: tuple[str, ...], **settings: Any) -> Settings:
    """Settings for a test; no departments named means all there are."""
    return Settings(database_url=NOWHERE, departments=departments or None, **settings)


@cache
def _loaded(settings: Settings) -> Host:
    """A host holds no state of a test, and takes a second to load."""
    return Host.load(settings)


def _ruled(host: Host, policies: Policies | None) -> Host:
    return host if policies is None else host.under(policies)


@asynccontextmanager
async def graph_of(
    *departments: str,
    samples: bool = False,
    clock: Clock | None = None,
    policies: Policies | None = None,
    **settings: Any,
) -> AsyncGenerator[GraphUnderTest]:
    """A graph of these departments on a migrated database of its own, with the sample story if `samples`.

    `policies` stand in the place of those that the departments bring.
    """
    host = _ruled(_loaded(settings_for(departments, **settings)), policies)
    ticking = clock or Clock()
    async with (
        database_of(host, ticking, samples=samples) as url,
        database(url, host.model_modules()) as opened,
    ):
        yield GraphUnderTest(host, opened, ticking)


@asynccontextmanager
async def database_of(host: Host, clock: Clock, *, samples: bool = False) -> AsyncGenerator[str]:
    """The URL of a database of your own with the tables of a host's departments, and the sample story if `samples`."""

    async def make_ready(url: str) -> None:
        async with database(url, host.model_modules()) as opened:
            await migrate(opened)
            if samples:
                await fill(host, opened, clock)

    key = (tuple(host.model_modules().items()), samples and clock())
    async with databases().copy(key, make_ready) as url:
        yield url


async def fill(host: Host, opened: Database, clock: Clock) -> None:
    """Write the sample story of each department."""
    for department in host.departments:
        if department.samples:
            await department.samples(cast(Any, opened.connection), clock)


class Client(TestClient):
    """A client of the served application; `url` is that of its database."""

    def __init__(self, host: Host, clock: Clock, url: str, address: str) -> None:
        super().__init__(application(host.on(url), clock), base_url="http://localhost", client=(address, 50_000))
        self.url = url


@contextmanager
def served(
    *departments: str,
    clock: Clock | None = None,
    samples: bool = True,
    address: str = "127.0.0.1",
    policies: Policies | None = None,
    **settings: Any,
) -> Generator[Client]:
    """A client of the served application, over HTTP, on a database of its own with the sample story if `samples`.

    `address` is the one that the client's requests come from; `policies` stand in the place of the departments' own.
    """
    ticking = clock or Clock()
    host = _ruled(_loaded(settings_for(departments, **settings)), policies)
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(database_of(host, ticking, samples=samples)) as url,
        Client(host, ticking, url, address) as client,
    ):
        assert isinstance(client, Client)
        yield client


def as_role(**claim: str) -> Mapping[str, str]:
    """The header of somebody in a role, for `served(..., dev=True)`: `as_role(role="ilo", country="PL")`."""
    return {"IPT-Viewer": ",".join(f"{key}={value}" for key, value in claim.items())}
