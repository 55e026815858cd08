"""One open database: SQLite file or PostgreSQL, with the departments' tables bound to it."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncGenerator, Coroutine, Generator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, cast

import asyncpg  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.context import TortoiseContext
from tortoise.exceptions import BaseORMException, ConfigurationError

from core.errors import StorageError
from core.settings import without_password
from core.storage.reading import Readers, readers_of
from schema.run import Reader

SQLITE = "sqlite://"
IN_MEMORY = f"{SQLITE}:memory:"
CLIENTS = "core.storage.clients"

# In this order: the first thing that can meet another process's lock is the change to WAL.
PRAGMAS: dict[str, str | int] = {
    "busy_timeout": 10_000,  # ms a writer waits for another process's transaction
    "journal_mode": "WAL",  # readers go on while one writes
    "synchronous": "NORMAL",  # with WAL: a power cut may lose the last transactions, never the file
    "foreign_keys": "ON",
    "journal_size_limit": 64 * 1024 * 1024,
}

UNREACHED = (BaseORMException, sqlite3.Error, OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TypeError)
"""What an opening can fail with; a word in the URL that asyncpg does not know is a TypeError."""


class Connection(Protocol):
    """What is used of a client of tortoise's; its own annotations leave the types of rows and values open."""

    def execute_query(
        self, query: str, values: list[Any] | None = None
    ) -> Coroutine[Any, Any, tuple[int, Sequence[Any]]]:
        """Run a statement; how many rows it changed or found, and the rows."""
        ...

    def execute_query_dict(
        self, query: str, values: list[Any] | None = None
    ) -> Coroutine[Any, Any, list[dict[str, Any]]]:
        """Run a query; its rows by column name."""
        ...


@dataclass(frozen=True, slots=True)
class Database:
    """An open database and the departments whose tables it holds, in the order in which they depend on one another."""

    url: str = field(repr=False)
    modules: Mapping[str, str]
    """The module of models by department, such as `{"registry": "core.registry.models"}`."""
    context: TortoiseContext = field(repr=False)
    readers: Readers = field(repr=False)

    def reading(self) -> AbstractAsyncContextManager[Reader]:
        """A connection that only reads, for one operation, for as long as it is held."""
        return self.readers.reader()

    @property
    def connection(self) -> Connection:
        """The client; inside `in_transaction()` the one of the transaction."""
        return cast(Connection, self.context.db())

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is in use."""
        return self.url.startswith(SQLITE)

    @contextmanager
    def current(self) -> Generator[None]:
        """Make this the database that models talk to, in this task and the tasks it starts.

        A request runs in a task of the server's, which never saw the lifespan's context; and two databases can be open
        in one process. So whoever starts work enters this.
        """
        # A copy, since a context remembers only its last entry.
        with copy(self.context):
            yield


@asynccontextmanager
async def database(url: str, modules: Mapping[str, str]) -> AsyncGenerator[Database]:
    """Open a database with the models of `modules` (by department, `registry` first) and close it again.

    It is current for the task that opens it; other tasks enter `Database.current()`.
    """
    context = TortoiseContext()
    with context:
        try:
            await context.init(_config(url, modules))
            await _reach(url, context)
            readers = await readers_of(url, context.db())
            try:
                yield Database(url=url, modules=modules, context=context, readers=readers)
            finally:
                await readers.close()
        finally:
            await context.close_connections()


def _config(url: str, modules: Mapping[str, str]) -> dict[str, Any]:
    return {
        "connections": {"default": _address(url)},
        "apps": {
            department: {"models": [module], "default_connection": "default"} for department, module in modules.items()
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def _address(url: str) -> dict[str, Any]:
    if not url.startswith(SQLITE):
        try:
            return {**expand_db_url(url), "engine": CLIENTS}
        except ConfigurationError as error:
            raise _unreached(url, error) from error
    # Not by `expand_db_url`: it cuts a path at `?` and `#`, which are letters like others in a file's name.
    return {
        "engine": CLIENTS,
        "credentials": {"file_path": url.removeprefix(SQLITE), **PRAGMAS},
    }


async def _reach(url: str, context: TortoiseContext) -> None:
    """Fail now, with an error for a person, not at the first query."""
    try:
        if url.startswith(SQLITE):
            # aiosqlite's thread outlives an opening that failed, and may then speak to a loop that is closed.
            sqlite3.connect(url.removeprefix(SQLITE)).close()
        await context.db().execute_query("SELECT 1")
    except UNREACHED as error:
        raise _unreached(url, error) from error


def _unreached(url: str, error: Exception) -> StorageError:
    return StorageError(f"The database cannot be opened: {error}", where=without_password(url), remedy=_remedy(url))


def _remedy(url: str) -> str:
    folder = Path(url.removeprefix(SQLITE)).parent
    if not url.startswith(SQLITE):
        return "Check IPT_DATABASE_URL: host, port, user, password, and that the server is up."
    if not folder.is_dir():
        return f"Make the folder {folder}, or name another file in IPT_DATABASE_URL."
    return "Check that the file is an SQLite database and that you may write to it and its folder."
