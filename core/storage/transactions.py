"""Transactions of those who change a few rows after a rule has judged them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

from tortoise.transactions import in_transaction

from core.storage.changes import noting, write_changes

WRITERS: Final = int.from_bytes(b"IPTW", "big")
"""The number of the lock on which they wait for one another."""

# On SQLite any statement that could write takes the file's only lock; this one changes nothing.
SQLITE_LOCK: Final = "DELETE FROM core_migration WHERE 1 = 0"
POSTGRES_LOCK: Final = f"SELECT pg_advisory_xact_lock({WRITERS})"


@asynccontextmanager
async def writing() -> AsyncGenerator[None]:
    """One transaction, and one at a time: all of it is stored, or nothing.

    It waits before it reads, so what a rule was told still holds when its answer is written; besides, an SQLite
    transaction that has read may no longer wait. Imports are waited for on SQLite alone. What is noted as changed is
    written at its end.
    """
    async with in_transaction() as connection:
        is_sqlite = connection.capabilities.dialect == "sqlite"
        await connection.execute_query(SQLITE_LOCK if is_sqlite else POSTGRES_LOCK)
        with noting() as changed:
            yield
        await write_changes(connection, changed)
