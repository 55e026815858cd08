"""The usual way, answering in process and over HTTP."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from enum import Enum
from typing import Any

import orjson
import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry import Info
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache
from tortoise.expressions import Q

from bench.usual.loaders import Loaders
from bench.usual.nodes import Connection, Direction, Node, Supplier, Tender, page
from core.host import Host
from core.settings import Settings
from core.storage.connection import Database, database
from plugins.procurement import models
from schema.relay import decode_cursor, decode_id


@strawberry.enum
class TenderOrderField(Enum):
    """What tenders are ordered by."""

    REFERENCE = "reference"
    TITLE = "title"


@strawberry.input
class TenderOrder:
    """An order of tenders."""

    field: TenderOrderField
    direction: Direction = Direction.ASC


@strawberry.input
class TenderStatusFilter:
    """A test of a status."""

    eq: models.TenderStatus


@strawberry.input
class TenderFilter:
    """A test of tenders."""

    status: TenderStatusFilter | None = None


@strawberry.type
class Query:
    """What can be asked."""

    @strawberry.field
    async def node(self, id: strawberry.ID) -> Node | None:  # noqa: A002  # GraphQL calls it so
        """A tender by its id."""
        _, key = decode_id(id)
        found = await models.Tender.get_or_none(id=int(key))
        return Tender.of(found) if found else None

    @strawberry.field
    async def suppliers(self, first: int) -> Connection[Supplier]:
        """Suppliers by the day of their registration."""
        return page(await models.Supplier.all().order_by("registered_on", "id").limit(first + 1), first, Supplier)

    @strawberry.field
    async def tenders(
        self,
        info: Info[Loaders, None],
        first: int,
        after: str | None = None,
        where: TenderFilter | None = None,
        order_by: TenderOrder | None = None,
    ) -> Connection[Tender]:
        """Tenders by reference or title, from a place on."""
        column = order_by.field.value if order_by else "reference"
        is_descending = bool(order_by and order_by.direction is Direction.DESC)
        rows = models.Tender.filter(_beyond(after, column, is_descending=is_descending))
        if where and where.status:
            rows = rows.filter(status=where.status.eq)
        sign = "-" if is_descending else ""
        return page(await rows.order_by(f"{sign}{column}", f"{sign}id").limit(first + 1), first, Tender)


def _beyond(after: str | None, column: str, *, is_descending: bool) -> Q:
    """What comes after a cursor; the first test lets the index be used."""
    if after is None:
        return Q()
    cursor = decode_cursor(after, f"-{column}" if is_descending else column)
    word = "lt" if is_descending else "gt"
    past = {f"{column}__{word}": cursor.value}
    level: dict[str, Any] = {column: cursor.value, f"id__{word}": cursor.key}
    return _all(**{f"{column}__{word}e": cursor.value}) & (_all(**past) | _all(**level))


def _all(**conditions: Any) -> Q:
    return Q(**conditions)


GRAPH = strawberry.Schema(Query, types=[Tender], extensions=[ParserCache, ValidationCache])


class Served(GraphQL[Loaders, None]):
    """Strawberry's application, with rows of the opened database and orjson."""

    opened: Database

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Loaders:
        """Each request has loaders of its own."""
        return Loaders()

    def encode_json(self, data: object) -> bytes:
        """As its documentation recommends for large answers."""
        return orjson.dumps(data)

    async def respond(self, request: Request) -> Response:
        """Answer one request."""
        with self.opened.current():
            return await self.run(request)


@asynccontextmanager
async def opened_usual(settings: Settings) -> AsyncGenerator[Database]:
    """The database of the settings."""
    async with database(settings.database_url, Host.load(settings).model_modules()) as opened:
        yield opened


async def answer(text: str, variables: Mapping[str, Any]) -> bytes:
    """Answer in process."""
    result = await GRAPH.execute(text, variable_values=dict(variables), context_value=Loaders())
    assert not result.errors, result.errors
    return orjson.dumps({"data": result.data})


def app() -> Starlette:
    """The application."""
    served = Served(GRAPH, graphql_ide=None)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        async with opened_usual(Settings.from_environment()) as opened:
            served.opened = opened
            yield

    return Starlette(routes=[Route("/graphql", served.respond, methods=["POST"])], lifespan=lifespan)
