"""Writes the rows into a migrated database of the product, SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.models import Model
from tortoise.transactions import in_transaction

from bench.rows import Rows
from core.errors import StorageError
from core.host import Host
from core.storage.batches import chunks
from core.storage.connection import Database, database
from core.storage.migrations import migrate
from core.storage.tables import POSTGRES, SQLITE, Table
from plugins.procurement.models import Supplier

AT_ONCE: Final = 20_000


async def fill(host: Host, suppliers: int, announce: Callable[[str], object]) -> None:
    """Make the tables and their rows, unless they are there; a database with other rows is left alone and refused."""
    async with database(host.settings.database_url, host.model_modules()) as opened:
        await migrate(opened)
        there = await Supplier.all().count()
        if there not in (0, suppliers):
            raise StorageError(
                f"The database holds {there:,} suppliers, not {suppliers:,}.",
                remedy="Name an empty database in IPT_DATABASE_URL, or leave it out.",
            )
        if not there:
            async with in_transaction("default"):
                await _write(opened, Rows(suppliers), announce)


async def _write(opened: Database, rows: Rows, announce: Callable[[str], object]) -> None:
    client = cast(BaseDBAsyncClient, opened.connection)
    # An index over rows that are there is sorted once; one that grows by random keys takes twenty times as long.
    listed = await client.execute_query_dict(INDEXES_ON_SQLITE if opened.is_sqlite else INDEXES_ON_POSTGRES)
    for index in listed:
        await client.execute_query(f'DROP INDEX "{index["name"]}"')
    for model, values in rows.tables():
        table = Table(model, key=("id",))
        announce(table.name)
        statement = _insert(table, is_sqlite=opened.is_sqlite)
        for part in chunks(values, AT_ONCE):
            await client.execute_many(statement, [[*table.row(**each)] for each in part])
        if not opened.is_sqlite:
            await _count_on(client, model, table)
    announce("indexes")
    for index in listed:
        await client.execute_query(index["definition"])
    if not opened.is_sqlite:
        await client.execute_query("ANALYZE")  # as its server does by itself, some time later


INDEXES_ON_SQLITE: Final = "SELECT name, sql AS definition FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
INDEXES_ON_POSTGRES: Final = (
    "SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = current_schema() "
    "AND indexname NOT IN (SELECT conname FROM pg_constraint)"
)


def _insert(table: Table, *, is_sqlite: bool) -> str:
    names = ", ".join(column.quoted for column in table.columns.values())
    marks = (SQLITE if is_sqlite else POSTGRES).values(1, len(table.columns))
    return f'INSERT INTO "{table.name}" ({names}) VALUES {marks}'


async def _count_on(client: BaseDBAsyncClient, model: type[Model], table: Table) -> None:
    """Keys were given, so PostgreSQL's sequence is told to go on after them."""
    if cast(Any, model._meta.pk).generated:
        sequence = f"pg_get_serial_sequence('\"{table.name}\"', 'id')"
        await client.execute_query(f'SELECT setval({sequence}, max("id")) FROM "{table.name}"')
