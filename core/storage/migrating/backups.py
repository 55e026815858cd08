"""A copy of the SQLite file from before a change, beside it."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager, closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from anyio import to_thread
from tortoise.migrations.graph import MigrationKey

from core.errors import StorageError
from core.storage.connection import IN_MEMORY, SQLITE, Database
from core.storage.migrating.goals import Plan

KEPT = 5
"""So many copies stay; older ones are removed once a change has gone well."""


@asynccontextmanager
async def backed_up(database: Database, plan: Plan, applied: Collection[MigrationKey]) -> AsyncGenerator[Path | None]:
    """Copy the file, if there is one that has tables, before the work inside; if that fails, the copy goes again.

    Enter it inside the transaction of the change: nobody else writes any more, and nothing has changed yet.
    """
    if not database.is_sqlite or database.url == IN_MEMORY or not applied:
        yield None
        return
    file = Path(database.url.removeprefix(SQLITE))
    copy = file.with_name(_name(file, plan))
    await to_thread.run_sync(_copy, file, copy)
    try:
        yield copy
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    for old in backups(file)[:-KEPT]:
        old.unlink(missing_ok=True)


def backups(file: Path) -> list[Path]:
    """The copies that stand beside a database's file, the oldest first."""
    made = re.compile(rf"{re.escape(file.stem)}\.\d{{8}}T\d{{12}}Z\.before\..+{re.escape(file.suffix)}")
    return sorted(path for path in file.parent.iterdir() if made.fullmatch(path.name))


def _name(file: Path, plan: Plan) -> str:
    when = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return f"{file.stem}.{when}.before.{'undoing.' if plan.undo else ''}{plan.keys[0]}{file.suffix}"


def _copy(file: Path, copy: Path) -> None:
    """A copy has its name only once it is whole."""
    part = copy.with_name(f"{copy.name}.part")
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
        shutil.copymode(file, part)
        part.replace(copy)
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            part.unlink()
        raise StorageError(
            f"The database cannot be copied before the change: {error}",
            where=str(copy),
            remedy="Nothing was changed. Make room or give write permission in that folder, and migrate again.",
        ) from error
