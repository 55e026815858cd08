"""Writes the files beside it, run once with the code of the first version that landed.

git worktree add --detach ../first 35316d8
PYTHONPATH=../first python tests/storage/first_version/write.py sqlite:///absolute/empty.db
PYTHONPATH=../first python tests/storage/first_version/write.py postgres://user@host/an_empty_database

What a database was then, later versions have to upgrade; so the files are never written again.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tortoise.migrations.schema_editor import AsyncpgSchemaEditor

from core.host import Host
from core.settings import Settings
from core.storage.connection import Database, database
from core.storage.migrations import migrate

HERE = Path(__file__).parent
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"


async def write(url: str) -> None:
    """The statements that make the tables; on SQLite also the rows of the sample story."""
    host = Host.load(Settings(database_url=url))
    # Where that version had them.
    statements = [import_module("core.storage.migrations").RECORD]
    editors = (import_module("core.storage.editor").SqliteEditor, AsyncpgSchemaEditor)
    async with database(url, host.model_modules()) as opened:
        with _heard(editors[0], statements), _heard(editors[1], statements):
            await migrate(opened)
        name = "sqlite.sql" if opened.is_sqlite else "postgresql.sql"
        (HERE / name).write_text("".join(f"{each.strip().rstrip(';')};\n" for each in statements), encoding="utf-8")
        if opened.is_sqlite:
            await _fill(host, opened)
            (HERE / "rows.sql").write_text("".join([line async for line in _rows(opened)]), encoding="utf-8")


def _heard(editor: Any, statements: list[str]) -> AbstractContextManager[Any]:
    run = editor._run_sql  # noqa: SLF001

    async def told(self: Any, sql: str) -> None:
        statements.append(sql)
        await run(self, sql)

    return patch.object(editor, "_run_sql", told)


async def _fill(host: Host, opened: Database) -> None:
    for department in host.departments:
        if department.samples:
            await department.samples(opened.connection, lambda: NOON)  # type: ignore[arg-type]  # its public part


async def _rows(opened: Database) -> AsyncGenerator[str]:
    for listed in await opened.connection.execute_query_dict(TABLES):
        table = listed["name"]
        booleans = _booleans(opened, table)
        for row in await opened.connection.execute_query_dict(f'SELECT * FROM "{table}" ORDER BY 1'):
            names = ", ".join(f'"{name}"' for name in row)
            values = ", ".join(_literal(value, is_boolean=name in booleans) for name, value in row.items())
            yield f'INSERT INTO "{table}" ({names}) VALUES ({values});\n'


def _booleans(opened: Database, table: str) -> set[str]:
    models = [model for models in (opened.context.apps or {}).values() for model in models.values()]
    return {
        column
        for model in models
        for name, column in model._meta.fields_db_projection.items()
        if model._meta.db_table == table and model._meta.fields_map[name].field_type is bool
    }


def _literal(value: object, *, is_boolean: bool) -> str:
    if value is None:
        return "NULL"
    if is_boolean:
        return "true" if value else "false"
    return "'{}'".format(value.replace("'", "''")) if isinstance(value, str) else str(value)


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1]))
