"""What a cancelled task leaves behind on tortoise's connections: no statement that runs on, no lock, no transaction."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Any, Final

import aiosqlite
import asyncpg  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]
from asyncpg import connect_utils  # pyright: ignore[reportMissingTypeStubs]
from tortoise.backends.base.client import (
    ConnectionWrapper,
    NestedTransactionContext,
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper

PATIENCE: Final = 0.25
"""Seconds that PostgreSQL has to stop a statement before it is asked once more."""
AGAIN: Final = 0.01
"""Seconds until SQLite is told once more to stop, in case the statement had not begun the first time."""


class EndingSession(asyncpg.Connection):  # type: ignore[misc]  # untyped
    """A connection to PostgreSQL that insists: a request to cancel which comes before its statement began is lost."""

    def _cancel_current_command(
        self, waiter: asyncio.Future[None], cancel_waiter: asyncio.Future[None] | None = None
    ) -> None:
        self._cancellations.add(self._loop.create_task(self._insist(waiter, cancel_waiter)))

    async def _insist(self, sent: asyncio.Future[None], ended: asyncio.Future[None] | None) -> None:
        """Ask until the server has ended the statement; one that cannot be reached just now is asked again as well.

        Only then is it `sent`, which the pool waits for: a request under way would hit the next one's statement.
        """
        protocol: Any = self._protocol
        known = {"backend_pid": protocol.backend_pid, "backend_secret": protocol.backend_secret}
        try:
            while not self.is_closed():
                with suppress(OSError):
                    await connect_utils._cancel(loop=self._loop, addr=self._addr, params=self._params, **known)  # noqa: SLF001
                if ended is None or (await asyncio.wait([ended], timeout=PATIENCE))[0]:
                    return
        finally:
            self._cancellations.discard(asyncio.current_task())
            if not sent.done():
                sent.set_result(None)


class EndingConnection(ConnectionWrapper[Any]):
    """The turn of one statement on SQLite's only connection: whoever is cancelled stops it before the next begins."""

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is asyncio.CancelledError:
            await _end(self.connection)
        await super().__aexit__(kind, error, traceback)


async def _end(connection: aiosqlite.Connection) -> None:
    """Interrupt what runs there, and come back once its thread is free, however often we are told to hurry."""
    free = asyncio.ensure_future(connection.execute_fetchall("SELECT 1"))
    while not free.done():
        await connection.interrupt()
        with suppress(asyncio.CancelledError):
            await asyncio.wait([free], timeout=AGAIN)
    free.exception()  # seen: it may have been interrupted as well


async def _undo(context: TransactionContext) -> None:
    """Leave a transaction that was cancelled on its way in: tortoise would keep its lock or its connection for ever."""
    if hasattr(context, "token"):
        with suppress(Exception):
            await context.__aexit__(asyncio.CancelledError, None, None)


class SqliteTransaction(SqliteTransactionContext):
    """A transaction on SQLite."""

    async def __aenter__(self) -> TransactionalDBClient:
        try:
            return await super().__aenter__()
        except BaseException:
            await _undo(self)
            raise


class PooledTransaction(TransactionContextPooled):
    """A transaction on a connection from a pool."""

    async def __aenter__(self) -> TransactionalDBClient:
        try:
            return await super().__aenter__()
        except BaseException:
            await _undo(self)
            raise


class EndingSqlite(SqliteClient):
    """SQLite whose statements end with the tasks that wait for them."""

    def acquire_connection(self) -> ConnectionWrapper[Any]:
        return EndingConnection(self._lock, self)

    def _in_transaction(self) -> TransactionContext:
        return SqliteTransaction(_EndingTransaction(self), self._lock)


class _EndingTransaction(SqliteTransactionWrapper):
    """The same inside a transaction."""

    def acquire_connection(self) -> ConnectionWrapper[Any]:
        return EndingConnection(self._lock, self)

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(_EndingTransaction(self))
