"""One process migrates at a time: its lock, its transaction, and the record of what was run."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from tortoise.migrations.graph import MigrationKey
from tortoise.transactions import in_transaction

from core.errors import StorageError
from core.storage.connection import PRAGMAS, Database

PATIENCE_MS = 600_000
"""How long a process waits for another one that migrates the same SQLite file."""

APPLICATION_ID = int.from_bytes(b"IPTG", "big")
"""Marks an SQLite file as ours; being a write, setting it first also takes the file's write lock."""

SQLITE_LOCK = f"PRAGMA application_id = {APPLICATION_ID}"
POSTGRES_LOCK = f"SELECT pg_advisory_xact_lock({APPLICATION_ID})"
SQLITE_HAS_RECORD = "SELECT 1 FROM sqlite_master WHERE name = 'core_migration'"
POSTGRES_HAS_RECORD = "SELECT 1 WHERE to_regclass('core_migration') IS NOT NULL"
RECORD = """
CREATE TABLE IF NOT EXISTS core_migration (
    department VARCHAR(100) NOT NULL,
    name VARCHAR(255) NOT NULL,
    applied_at VARCHAR(40) NOT NULL,
    PRIMARY KEY (department, name)
)
"""
NOTE = "INSERT INTO core_migration (department, name, applied_at) VALUES ({}, {}, {})"
FORGET = "DELETE FROM core_migration WHERE department = {} AND name = {}"


@asynccontextmanager
async def alone(database: Database) -> AsyncGenerator[None]:
    """A transaction that no other migrating process shares, with a record of migrations."""
    async with _references_unchecked(database), in_transaction("default"):
        await database.connection.execute_query(SQLITE_LOCK if database.is_sqlite else POSTGRES_LOCK)
        await database.connection.execute_query(RECORD)
        yield


async def applied(database: Database) -> set[MigrationKey]:
    """The migrations that the record has; reads only, whether or not there is a record yet."""
    has_record = SQLITE_HAS_RECORD if database.is_sqlite else POSTGRES_HAS_RECORD
    if not await database.connection.execute_query_dict(has_record):
        return set()
    rows = await database.connection.execute_query_dict("SELECT department, name FROM core_migration")
    return {MigrationKey(app_label=row["department"], name=row["name"]) for row in rows}


async def note(database: Database, key: MigrationKey) -> None:
    """Write down that a migration was run."""
    await _write(database, NOTE, key.app_label, key.name, datetime.now(UTC).isoformat())


async def forget(database: Database, key: MigrationKey) -> None:
    """Write down that a migration was undone."""
    await _write(database, FORGET, key.app_label, key.name)


async def check_references(database: Database) -> None:
    """PostgreSQL checks each statement; SQLite, told not to, owes it at the end."""
    if not database.is_sqlite:
        return
    broken = await database.connection.execute_query_dict("PRAGMA foreign_key_check")
    if broken:
        tables = sorted({f"{row['table']} -> {row['parent']}" for row in broken})
        raise StorageError(
            f"Rows would point at rows that are not there: {len(broken)} in {', '.join(tables)}.",
            remedy="Nothing was changed. Mend those rows, or the migration that leaves them behind.",
        )


@asynccontextmanager
async def _references_unchecked(database: Database) -> AsyncGenerator[None]:
    """With foreign keys on, SQLite empties child tables when a parent is remade.

    The switch works outside a transaction only.
    """
    if not database.is_sqlite:
        yield
        return
    await _set_pragmas(database, foreign_keys="OFF", busy_timeout=PATIENCE_MS)
    try:
        yield
    finally:
        await _set_pragmas(database, **PRAGMAS)


async def _set_pragmas(database: Database, **pragmas: str | int) -> None:
    for name, value in pragmas.items():
        await database.connection.execute_query(f"PRAGMA {name} = {value}")


async def _write(database: Database, statement: str, *values: str) -> None:
    places = ["?" if database.is_sqlite else f"${place}" for place, _ in enumerate(values, 1)]
    await database.connection.execute_query(statement.format(*places), list(values))
