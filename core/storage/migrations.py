"""Brings the tables of every department to what its migrations say: all pending ones in one transaction, or none."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from tortoise.exceptions import BaseORMException
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.migration import Migration
from tortoise.migrations.operations import CreateModel
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor, BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State
from tortoise.transactions import in_transaction

from core.errors import StorageError
from core.storage.connection import PRAGMAS, Database
from core.storage.editor import SqliteEditor
from core.storage.history import History, read_history

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
NOTE = "INSERT INTO core_migration (department, name, applied_at) VALUES (?, ?, ?)"
NOTE_ON_POSTGRES = NOTE.replace("?, ?, ?", "$1, $2, $3")


async def plan(database: Database) -> list[MigrationKey]:
    """The migrations that this database lacks, in the order in which `migrate` would run them; writes nothing."""
    has_record = SQLITE_HAS_RECORD if database.is_sqlite else POSTGRES_HAS_RECORD
    recorded = await database.connection.execute_query_dict(has_record)
    applied = await _applied(database) if recorded else set[MigrationKey]()
    return read_history(database.modules).missing(applied)


async def migrate(
    database: Database, announce: Callable[[MigrationKey], object] = lambda _: None
) -> list[MigrationKey]:
    """Run what is pending and answer what ran; a failure leaves the database as it was.

    Processes that migrate at once wait for one another. `announce` hears of each migration before it runs.
    """
    history = read_history(database.modules)
    with database.current():
        async with _alone(database):
            return await _run(history, database, announce)


async def _run(history: History, database: Database, announce: Callable[[MigrationKey], object]) -> list[MigrationKey]:
    applied = await _applied(database)
    missing = history.missing(applied)
    if missing:
        state = await history.state(applied)
        for key in missing:
            announce(key)
            await _apply(history.migrations[key], state, database)
        await _check_references(database)
    return missing


async def _apply(migration: Migration, state: State, database: Database) -> None:
    key = MigrationKey(app_label=migration.app_label, name=migration.name)
    try:
        await _operate(migration, state, _editor(database))
    except BaseORMException as error:
        raise StorageError(
            f"Migration {key} failed: {error}",
            where=type(migration).__module__,
            remedy="Nothing was changed. Mend that module, or the rows it speaks of, and migrate again.",
        ) from error
    await _note(database, key)


async def _operate(migration: Migration, state: State, editor: BaseSchemaEditor) -> None:
    for operation in migration.operations:
        # A new table needs no look back, and a clone of the state is what takes the time.
        before = state if isinstance(operation, CreateModel) else state.clone()
        operation.state_forward(migration.app_label, state)
        await operation.database_forward(migration.app_label, before, state, editor)
    state.validate_relations_initialized()


@asynccontextmanager
async def _alone(database: Database) -> AsyncGenerator[None]:
    """A transaction that no other migrating process shares, with a record of migrations."""
    async with _references_unchecked(database), in_transaction("default"):
        await database.connection.execute_query(SQLITE_LOCK if database.is_sqlite else POSTGRES_LOCK)
        await database.connection.execute_query(RECORD)
        yield


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


async def _check_references(database: Database) -> None:
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


async def _applied(database: Database) -> set[MigrationKey]:
    rows = await database.connection.execute_query_dict("SELECT department, name FROM core_migration")
    return {MigrationKey(app_label=row["department"], name=row["name"]) for row in rows}


async def _note(database: Database, key: MigrationKey) -> None:
    statement = NOTE if database.is_sqlite else NOTE_ON_POSTGRES
    await database.connection.execute_query(statement, [key.app_label, key.name, datetime.now(UTC).isoformat()])


def _editor(database: Database) -> BaseSchemaEditor:
    client = database.context.db()
    return SqliteEditor(client) if database.is_sqlite else AsyncpgSchemaEditor(client)
