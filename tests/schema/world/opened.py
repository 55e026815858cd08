"""The world of ships in a database of its own, with the schema that the engine builds of it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from core.storage.collation import order_by_code_point
from core.storage.connection import Database, database
from core.storage.fresh import databases
from schema import Context, Contribution, GraphSchema, build, declared_in
from schema.run import MAX_VALUES
from tests.schema.world import nodes, queries, subscriptions
from tests.schema.world.rows import Rows, write
from tests.schema.world.values import Viewer

MODULES = {"world": "tests.schema.world.models"}


@asynccontextmanager
async def opened(rows: Rows | None = None) -> AsyncGenerator[Database]:
    """An open database that holds these rows."""
    async with databases().copy("world", _make_tables) as url, database(url, MODULES) as found:
        await write(rows) if rows else None
        yield found


async def _make_tables(url: str) -> None:
    async with database(url, MODULES) as made:
        await made.context.generate_schemas()
        await order_by_code_point(made)


def world_schema() -> GraphSchema:
    """The schema; tortoise must have been initialised."""
    return build([Contribution("world", each) for each in declared_in(nodes, queries, subscriptions)], viewer=Viewer)


@dataclass(frozen=True)
class Lender:
    """Reads each statement on a connection that it holds no longer than that."""

    database: Database

    @property
    def dialect(self) -> str:
        """The database's name in `schema.dialect`."""
        return "sqlite" if self.database.is_sqlite else "postgres"

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Any]:
        """The rows of a statement."""
        async with self.database.reading() as reader:
            return await reader.fetch(sql, values)


def asked_by(viewer: Viewer, database: Database, *, page_cap: int = 100, max_values: int = MAX_VALUES) -> Context:
    """A request of this viewer's."""
    return Context(viewer=viewer, reader=Lender(database), page_cap=page_cap, max_values=max_values)
