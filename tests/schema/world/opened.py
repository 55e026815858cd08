"""The world of ships in a database in memory, with the schema that the engine builds of it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from tortoise.context import TortoiseContext

from core.storage.reading import SharedReaders
from schema import Context, Contribution, GraphSchema, build, declared_in
from schema.run import MAX_VALUES
from tests.schema.world import nodes, queries
from tests.schema.world.rows import Rows, write
from tests.schema.world.values import Viewer


@asynccontextmanager
async def opened(rows: Rows | None = None) -> AsyncGenerator[TortoiseContext]:
    """An open database that holds these rows."""
    context = TortoiseContext()
    with context:
        try:
            modules: Any = {"world": ["tests.schema.world.models"]}
            await context.init(db_url="sqlite://:memory:", modules=modules, use_tz=True, timezone="UTC")
            await context.generate_schemas()
            await write(rows) if rows else None
            yield context
        finally:
            await context.close_connections()


def world_schema() -> GraphSchema:
    """The schema; tortoise must have been initialised."""
    return build([Contribution("world", each) for each in declared_in(nodes, queries)], viewer=Viewer)


def asked_by(
    viewer: Viewer, database: TortoiseContext, *, page_cap: int = 100, max_values: int = MAX_VALUES
) -> Context:
    """A request of this viewer's."""
    return Context(viewer=viewer, reader=SharedReaders(database.db()), page_cap=page_cap, max_values=max_values)
