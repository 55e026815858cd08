"""A test's own databases, and what is in them as somebody sees it who does not go through the product."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from typing import Any, Final

import asyncpg  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]
from anyio.from_thread import start_blocking_portal

from core.storage.connection import SQLITE, Database
from core.storage.fresh import databases

ON_SQLITE: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
ON_POSTGRES: Final = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()"

CHANGES_ON_SQLITE: Final = "SELECT total_changes() AS changes"
CHANGES_ON_POSTGRES: Final = (
    "SELECT pg_stat_force_next_flush()",
    "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint AS changes FROM pg_stat_user_tables",
)


@contextmanager
def empty() -> Generator[str]:
    """The URL of an empty database, for tests and fixtures that are not async."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(databases().empty()) as url:
        yield url


def ask(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Run a statement on a connection of its own; its rows. It may be called where a loop is running."""
    if url.startswith(SQLITE):
        with closing(sqlite3.connect(url.removeprefix(SQLITE))) as file, file:
            return file.execute(statement).fetchall()
    with start_blocking_portal() as portal:
        return portal.call(_asked, url, statement)


def peek(url: str, statement: str) -> list[tuple[Any, ...]]:
    """The rows of a query, asked without writing: SQLite would put a file in order that a kill left behind."""
    if not url.startswith(SQLITE):
        return ask(url, statement)
    with closing(sqlite3.connect(f"file:{url.removeprefix(SQLITE)}?mode=ro", uri=True)) as file:
        return file.execute(statement).fetchall()


async def _asked(url: str, statement: str) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()


def tables(url: str) -> set[str]:
    """The names of all tables."""
    return {name for (name,) in ask(url, ON_SQLITE if url.startswith(SQLITE) else ON_POSTGRES)}


def rows(url: str) -> dict[str, int]:
    """How many rows each table has."""
    return {name: ask(url, f'SELECT COUNT(*) FROM "{name}"')[0][0] for name in sorted(tables(url))}


async def changes(opened: Database) -> int:
    """How many rows were written, by the database's own counter; what a test wrote is the difference of two.

    SQLite counts for this connection, PostgreSQL for all of them.
    """
    if opened.is_sqlite:
        return int((await opened.connection.execute_query_dict(CHANGES_ON_SQLITE))[0]["changes"])
    flush, count = CHANGES_ON_POSTGRES
    await opened.connection.execute_query(flush)
    return int((await opened.connection.execute_query_dict(count))[0]["changes"])
