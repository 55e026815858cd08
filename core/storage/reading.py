"""How the engine reads: over one connection an operation, which can only read and is interrupted once nobody waits."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final, Protocol

import asyncpg  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

from core.storage.cancelling import EndingSession
from core.storage.clients import TellingPostgres
from schema.listening import listening
from schema.run import Reader

AT_ONCE: Final = 32
"""So many operations read at the same time; the others wait for their turn."""
THREADS: Final = 4
PATIENCE_MS: Final = 10_000
"""How long a read waits for an SQLite file that another process is putting in order."""
LOOK_EVERY: Final = 1_000
"""Steps of SQLite's machine, some 25 microseconds, between two looks at what was used up."""
TURN: Final = 400
"""So many looks, some 10 ms, may reads hold the event loop; what takes longer goes on in a thread.

Steps and not time, since a busy machine must not make a short statement look slow.
"""
MAPPED: Final = 2**40
"""Bytes of the file, here all, that are read in place: a third faster than with pages copied for each connection."""
PRIMARY: Final = 0xFF
"""The part of SQLite's codes that names the kind of error."""
FOR_EVER: Final = float("inf")
NEVER: Final = -1.0
MOST_KNOWN_SLOW: Final = 1_000
POOLED: Final = 10
READ_ONLY: Final = {
    "default_transaction_read_only": "on",
    "jit": "off",  # compiling a statement takes longer than running any of ours
}


class Readers(Protocol):
    """The connections of one database that only read."""

    def reader(self) -> AbstractAsyncContextManager[Reader]:
        """A connection for one operation, for as long as it is held."""
        ...

    async def close(self) -> None:
        """Close all of them."""
        ...


class SqliteReaders:
    """Connections to one file, opened when they are needed and kept for the next operation.

    A short statement runs where it is asked: a hop to a thread and back takes longer than most of them. One that holds
    the event loop for too long is stopped and run again in a thread, and goes there at once the next time.
    """

    def __init__(self, file: str) -> None:
        self.slow: dict[str, None] = {}
        self.threads = ThreadPoolExecutor(THREADS, "reading")
        self._file = file
        self._idle: list[SqliteReader] = []
        self._turns = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def reader(self) -> AsyncGenerator[SqliteReader]:
        """A connection for one operation."""
        async with self._turns:
            held = self._idle.pop() if self._idle else SqliteReader(self, self._file)
            try:
                yield held
            finally:
                self._idle.append(held)

    async def close(self) -> None:
        """Close the connections, which nobody holds any more."""
        while self._idle:
            self._idle.pop().connection.close()
        self.threads.shutdown()

    def remember_slow(self, sql: str) -> None:
        """Run this statement in a thread from now on; what was remembered first is forgotten first."""
        self.slow[sql] = None
        if len(self.slow) > MOST_KNOWN_SLOW:
            del self.slow[next(iter(self.slow))]


class SqliteReader:
    """One connection to the file."""

    dialect = "sqlite"

    def __init__(self, readers: SqliteReaders, file: str) -> None:
        self.readers = readers
        self.connection = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
        self.connection.execute("PRAGMA query_only = ON")
        self.connection.execute(f"PRAGMA mmap_size = {MAPPED}")
        self.connection.set_progress_handler(self._must_stop, LOOK_EVERY)
        self._until = FOR_EVER
        self._looks = 0

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Any]:
        """The rows of a statement, as tuples."""
        if sql in self.readers.slow:
            return await self._in_thread(sql, values)
        if self._looks > TURN:
            await asyncio.sleep(0)  # others have their turn
            self._looks = 0
        self._until = self._looks + TURN
        try:
            return self.connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                self.readers.remember_slow(sql)
            elif error.sqlite_errorcode & PRIMARY != sqlite3.SQLITE_BUSY:
                raise
        return await self._in_thread(sql, values)

    async def _in_thread(self, sql: str, values: Sequence[Any]) -> Sequence[Any]:
        self._until = FOR_EVER
        submitted = self.readers.threads.submit(self._patiently, sql, values)
        work = asyncio.wrap_future(submitted)
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError:
            self._until = NEVER
            if not submitted.cancel():  # it has begun
                await _ended(work)
            raise
        return work.result()

    def _patiently(self, sql: str, values: Sequence[Any]) -> list[Any]:
        self.connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            return self.connection.execute(sql, values).fetchall()
        finally:
            self.connection.execute("PRAGMA busy_timeout = 0")

    def _must_stop(self) -> bool:
        self._looks += 1
        return self._looks > self._until


async def _ended(work: asyncio.Future[Any]) -> None:
    """Wait for work that was told to stop, however often we are told the same: its connection is used again."""
    while not work.done():
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError:
            continue
    work.exception()  # seen: nobody asks for it any more


class PostgresReaders:
    """A pool beside the one that writes: its sessions are read-only, so there is nothing to reset between operations.

    The reset of asyncpg's pool is a statement of its own, a tenth of a millisecond for each use of a connection.
    """

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, client: TellingPostgres) -> PostgresReaders:
        """Open a pool to the server of a client."""
        pool = await asyncpg.create_pool(
            host=client.host,
            port=client.port,
            user=client.user,
            password=client.password,
            database=client.database,
            min_size=0,
            max_size=POOLED,
            reset=_nothing,
            connection_class=EndingSession,
            server_settings={**client.server_settings, **READ_ONLY},
            **client.extra,
        )
        return cls(pool)

    @asynccontextmanager
    async def reader(self) -> AsyncGenerator[PostgresReader]:
        """A connection for one operation."""
        async with self._pool.acquire() as connection:
            yield PostgresReader(connection)

    async def close(self) -> None:
        """Close the connections, which nobody holds any more."""
        await self._pool.close()


class PostgresReader:
    """One connection to the server; asyncpg tells the server to stop when whoever waits is cancelled."""

    dialect = "postgres"

    def __init__(self, connection: Any) -> None:
        self._fetch = connection.fetch

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Any]:
        """The rows of a statement, as records that can be read by position."""
        rows: Sequence[Any] = await self._fetch(sql, *values)
        return rows


async def _nothing(_connection: Any) -> None:
    pass


class SharedReaders:
    """The one connection of a database in memory, which nobody else can open."""

    dialect = "sqlite"

    def __init__(self, client: Any) -> None:
        self._client = client

    @asynccontextmanager
    async def reader(self) -> AsyncGenerator[SharedReaders]:
        """The connection that everybody uses."""
        yield self

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Any]:
        """The rows of a statement."""
        with listening(None):
            _, rows = await self._client.execute_query(sql, list(values))
        return [tuple(row) for row in rows]

    async def close(self) -> None:
        """Whoever opened the connection closes it."""


async def readers_of(url: str, client: Any) -> Readers:
    """The readers of a database, beside the client that writes."""
    if isinstance(client, TellingPostgres):
        return await PostgresReaders.open(client)
    file = url.removeprefix("sqlite://")
    return SharedReaders(client) if file == ":memory:" else SqliteReaders(file)
